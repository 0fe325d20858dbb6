// Structures are edited in a table of legs, with their payoff beside it.
import { readFileSync } from "node:fs";
import { expect, open, test } from "./fixtures.mjs";
import { figure, messages, untilChanged, untouched } from "./desk.mjs";

const sheet = (page) => page.getByRole("dialog", { name: "Structures" });

async function edit(page, profile) {
  await page.locator("summary", { hasText: "Structures" }).click();
  await page.getByRole("button", { name: /Edit legs/ }).click();
  await expect(sheet(page)).toBeVisible();
  await sheet(page).getByRole("button", { name: profile, exact: true }).click();
}

test("a leg is changed, added and taken out, and each is another run", async ({ page }) => {
  await open(page);
  await edit(page, "VOV");
  const structure = page.locator("#structure-0");
  await expect(structure.locator("svg.payoff polyline")).toHaveCount(2);
  await expect(structure).toContainText(/Costs 4\.5\s%/);
  await untilChanged(page, () => structure.getByLabel("Contracts").first().fill("2"));
  await expect(structure).toContainText(/Costs 6\.[78]\s%/);
  await untilChanged(page, () => structure.getByLabel("Strike rule").first().selectOption("delta"));
  await untilChanged(page, () => structure.getByRole("button", { name: "Add a leg" }).click());
  await expect(structure.locator(".legs tbody tr")).toHaveCount(3);
  await untilChanged(page, () => structure.getByRole("button", { name: "Remove leg 3" }).click());
  await sheet(page).getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("Of your own: VOV")).toBeVisible();
  await untilChanged(page, () => page.keyboard.press("z"));
});

test("what cannot be traded says why and changes nothing", async ({ page }) => {
  await open(page);
  await edit(page, "SKEW");
  const structure = page.locator("#structure-0");
  const delta = structure.getByLabel("Strike", { exact: true }).first();
  await untouched(page, () => delta.fill("140"));
  await expect(structure.locator(".error")).toContainText("no strike has another");
  await expect(delta).toHaveValue("140"); // not lost
  await untouched(page, () => structure.getByLabel("Fewest days").first().fill("0"));
  await expect(structure.locator(".error")).toContainText("found 0, 30, 40");
  await untilChanged(page, () => delta.fill("30"));
});

test("structures travel as JSON and in the link", async ({ page, browser, baseURL }) => {
  await open(page);
  await edit(page, "CHARM");
  const structure = page.locator("#structure-0");
  await untilChanged(page, () => structure.getByLabel("Stop loss").fill("2"));
  const download = page.waitForEvent("download");
  await sheet(page).getByRole("button", { name: "Download JSON" }).click();
  const json = readFileSync(await (await download).path(), "utf8");
  expect(JSON.parse(json)[0].structure.exits.stop_loss).toBe(0.02);
  const shown = await figure(page, "Final equity").textContent();

  await untilChanged(page, () => sheet(page).getByRole("button", { name: "As usual" }).click());
  const load = (text) => page.locator("input[data-file=structures]")
    .setInputFiles({ name: "charm.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await untilChanged(page, () => load(json));
  await expect(figure(page, "Final equity")).toHaveText(shown);
  await untouched(page, () => load("{ not json"));
  await expect(messages(page)).toContainText("expected JSON");

  await sheet(page).getByRole("button", { name: "Close" }).click();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Share link" }).click();
  await expect(messages(page)).toContainText(/Link copied/);
  const other = await (await browser.newContext({ baseURL })).newPage();
  await open(other, page.url());
  await expect(figure(other, "Final equity")).toHaveText(shown);
  await expect(other.locator(".chip.ok")).toHaveText(/^reproduced/);
  await other.close();
});
