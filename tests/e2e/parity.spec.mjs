// The same scenario over the same data has the same digest in the browser and on the command line.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, open, test } from "./fixtures.mjs";
import { untilChanged } from "./desk.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

function natively(scenario) {
  const folder = mkdtempSync(join(tmpdir(), "rotation-"));
  const file = join(folder, "scenario.json");
  writeFileSync(file, JSON.stringify(scenario));
  const rotation = ["run", "--quiet", "--bin", "rotation", "--", "run", "--sample"];
  execFileSync("cargo", [...rotation, "--scenario", file, "--out", folder], { cwd: root });
  return JSON.parse(readFileSync(join(folder, "report.json"), "utf8")).digest;
}

test("the page and the command line agree to the micro-dollar", async ({ page }) => {
  test.setTimeout(300_000); // the command line may have to be built first
  await open(page);
  await page.getByRole("tab", { name: "Metrics" }).click();
  const digest = page.locator(".digest code");
  await expect(digest).toHaveText(natively({}));
  await untilChanged(page, () => page.getByLabel("Maximum per profile", { exact: true }).fill("31"));
  await expect(digest).toHaveText(natively({ allocation: { max_profile_weight: 0.31 } }));
});
