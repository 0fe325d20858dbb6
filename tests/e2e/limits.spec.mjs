// Limits that were reached and shares that were traded: tables, files, the day, the chart.
import { readFileSync } from "node:fs";
import { enter, run, untilChanged } from "./desk.mjs";
import { FINISHED, expect, open, test } from "./fixtures.mjs";

const LIMITED = {
  type: { "Stop loss": "4", "Value at risk limit, 1 day, 99 %": "1", "Vega limit per vol point": "0.2" },
  choose: { "Portfolio hedge": "daily" },
};

const rows = (page, sheet) => page.locator(`#port-${sheet} tbody tr:not(.spacer)`);
const tab = (page, name) => page.getByRole("tab", { name }).click();

async function limited(page) {
  await open(page);
  await untilChanged(page, () => enter(page, LIMITED));
  await page.waitForTimeout(1_000); // the last of several changes
  await expect(run(page)).toHaveText(FINISHED);
}

async function saved(page) {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).click();
  const file = await download;
  return [file.suggestedFilename(), readFileSync(await file.path(), "utf8")];
}

test("without limits the table says what would fill it", async ({ page }) => {
  await open(page);
  await tab(page, "Limits");
  await expect(page.locator("#port-limits")).toContainText("Set limits under Risk limits in the scenario");
  await expect(page.locator(".legends")).not.toContainText("limit reached");
});

test("limits that were reached are listed, sorted, saved, and lead to their day", async ({ page }) => {
  await limited(page);
  await tab(page, "Limits");
  await expect(rows(page, "limits").first()).toBeVisible();
  await expect(page.locator(".legends")).toContainText("limit reached");
  await page.getByRole("button", { name: "% of limit" }).click();
  const head = page.getByRole("columnheader", { name: "% of limit" });
  await expect(head).toHaveAttribute("aria-sort", "descending");
  const worst = rows(page, "limits").first();
  const shares = await rows(page, "limits").locator("td:nth-child(6)").allTextContents();
  const numbers = shares.slice(0, 8).map((text) => Number.parseFloat(text.replaceAll(",", "")));
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  expect(numbers[0]).toBeGreaterThan(100);
  await worst.click();
  const date = await worst.locator("td").first().textContent();
  const day = page.getByRole("complementary", { name: "Decision of the day" });
  await expect(day.getByRole("heading", { level: 2 })).toContainText(date);
  const limit = await worst.locator("td:nth-child(3)").textContent();
  await expect(day.locator(".reasons")).toContainText(limit);
  const [name, text] = await saved(page);
  expect(name).toMatch(/^sp-500-1999-2018-limits-[0-9a-f]{8}\.csv$/);
  expect(text.split("\n")[0].trim()).toBe("date,limit,profile_id,profile,value,bound,action,day");
  await page.getByLabel("Filter rows").fill("no such limit");
  await expect(page.locator("#port-limits .nothing")).toHaveText("No rows match.");
});

test("hedges are listed with what is held after, and in the day", async ({ page }) => {
  await limited(page);
  await tab(page, "Hedges");
  const last = rows(page, "hedges").first();
  await expect(last).toContainText("account");
  await last.click();
  const after = await last.locator("td:nth-child(6)").textContent();
  const day = page.getByRole("complementary", { name: "Decision of the day" });
  const held = (heads) => day.locator(".held", { hasText: heads }).getByRole("row", { name: "account" }).getByRole("cell");
  await expect(held("Since start").last()).toHaveText(after);
  await expect(held("Exposure").first()).toContainText(after);
  const [name] = await saved(page);
  expect(name).toMatch(/^sp-500-1999-2018-hedges-[0-9a-f]{8}\.csv$/);
});
