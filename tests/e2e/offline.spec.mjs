// The page after its first visit: without a network, and when a new version of it is there.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, open, test } from "./fixtures.mjs";
import { drop, european, figure } from "./desk.mjs";
import { serve } from "./serve.mjs";

const dist = process.env.ROTATION_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));

test.use({ serviceWorkers: "allow" });

let host;
test.beforeEach(async () => {
  host = await serve(dist);
});
test.afterEach(() => host.close());

// Waits until the service worker has the whole release and answers for the page.
const installed = (page) => page.waitForFunction(() => !!navigator.serviceWorker.controller);

// A release whose page says that it is another; `mixed` has the old page and the new worker.
function nextRelease({ mixed = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "rotation-release-"));
  cpSync(dist, folder, { recursive: true });
  const change = (file, text) => {
    const path = join(folder, file);
    const content = readFileSync(path, "utf8");
    const release = /name="release" content="([0-9a-f]{16})"/.exec(readFileSync(join(dist, "index.html"), "utf8"))[1];
    writeFileSync(path, text(content.replaceAll(release, "0123456789abcdef")));
  };
  change("sw.js", (text) => text);
  if (!mixed) change("index.html", (text) => text.replace("<title>", "<title>Next "));
  return folder;
}

test("after the first visit the page works without a network, file import too", async ({ page, context }) => {
  await open(page, host.address);
  await installed(page);
  await context.setOffline(true);
  host.close();
  await page.reload();
  await expect(figure(page, "Final equity")).toHaveText(/\d/);
  const before = await figure(page, "Final equity").textContent();
  await drop(page, [{ name: "index.csv", text: european("2010", "2014") }]);
  await expect(figure(page, "Final equity")).not.toHaveText(before, { timeout: 20_000 });
});

test("the first visit itself goes on without a network", async ({ page, context }) => {
  await open(page, host.address);
  await installed(page);
  await context.setOffline(true);
  const before = await figure(page, "Final equity").textContent();
  await drop(page, [{ name: "index.csv", text: european("2010", "2014") }]);
  await expect(figure(page, "Final equity")).not.toHaveText(before, { timeout: 20_000 });
});

test("a new release is announced, and replaces the page when the user says so", async ({ page, context }) => {
  await open(page, host.address);
  await installed(page);
  const next = nextRelease();
  host.folder = next;
  await page.reload();
  expect(await page.title()).toBe("Rotation Engine"); // the whole old release
  await expect(page.getByText("A new version of this page is ready")).toBeVisible({ timeout: 20_000 });
  const other = await context.newPage();
  await open(other, host.address);
  await page.getByRole("button", { name: "Reload", exact: true }).click();
  await expect(page).toHaveTitle("Next Rotation Engine");
  await expect(figure(page, "Final equity")).toHaveText(/\d/);
  // The other tab is still of the release before, all of which is still there.
  expect(await other.title()).toBe("Rotation Engine");
  const caches = await page.evaluate(() => window.caches.keys());
  expect(caches).toHaveLength(2);
  await other.close();
  await context.setOffline(true);
  await page.reload();
  await expect(page).toHaveTitle("Next Rotation Engine");
  rmSync(next, { recursive: true });
});

test("half a release is not installed", async ({ page }) => {
  await open(page, host.address);
  await installed(page);
  const mixed = nextRelease({ mixed: true });
  host.folder = mixed;
  const state = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = new Promise((done) => {
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker.addEventListener("statechange", () => done(worker.state));
      });
    });
    await registration.update().catch(() => {});
    return found;
  });
  expect(state).toBe("redundant");
  expect(await page.evaluate(() => window.caches.keys())).toHaveLength(1);
  await page.reload();
  await expect(figure(page, "Final equity")).toHaveText(/\d/);
  await expect(page.getByText("A new version of this page is ready")).toHaveCount(0);
  rmSync(mixed, { recursive: true });
});
