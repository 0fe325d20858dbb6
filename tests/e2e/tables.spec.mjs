// Tables, their tools, the metrics and the decision panel, by role and label.
import { readFileSync } from "node:fs";
import { expect, offences, open, test } from "./fixtures.mjs";

const tables = (page) => page.getByRole("region", { name: "Tables" });
const grid = (page, name) => tables(page).getByRole("grid", { name });
const rows = (page, name) => grid(page, name).locator("tbody tr[aria-rowindex]");
const filter = (page) => page.getByLabel("Filter rows");
const decision = (page) => page.getByRole("complementary", { name: "Decision of the day" });
const tab = (page, name) => page.getByRole("tab", { name }).click();
const amount = (text) => Number(text.replaceAll(",", "").replace("−", "-").replace("%", ""));

// Presses a button that saves a file: its name, and its cells without quotation marks.
async function saved(page, button) {
  const download = page.waitForEvent("download");
  await button.click();
  const file = await download;
  const text = readFileSync(await file.path(), "utf8");
  return [file.suggestedFilename(), text.trim().split("\n").map((line) => line.split(",")), text];
}

const csv = (page) => tables(page).getByRole("button", { name: "CSV", exact: true });

test("trades show options, hedge and net, and add up to the account's change", async ({ page }) => {
  await open(page);
  const heads = grid(page, "Trades").getByRole("columnheader");
  await expect(heads.nth(2)).toContainText("Net P&L");
  await expect(heads.nth(3)).toContainText("Options P&L");
  await expect(heads.nth(4)).toContainText("Hedge P&L");
  await filter(page).fill("exit>1900");
  const cells = await rows(page, "Trades").nth(3).getByRole("gridcell").allTextContents();
  expect(Math.abs(amount(cells[3]) + amount(cells[4]) - amount(cells[2]))).toBeLessThan(0.02);
  await filter(page).fill("");
  const sums = tables(page).getByLabel("Sum, USD");
  const labels = await sums.locator("dt").allTextContents();
  const values = (await sums.locator("dd").allTextContents()).map(amount);
  expect(labels.at(-1)).toBe("Account's change");
  const parts = values.slice(2, -1).reduce((sum, value) => sum + value, 0);
  expect(Math.abs(parts - values.at(-1))).toBeLessThan(0.05);
});

test("a file has the rows that are shown, with open trades and plain characters", async ({ page }) => {
  await open(page);
  await filter(page).fill("charm");
  const shown = await tables(page).getByRole("status").first().textContent();
  const [name, lines, text] = await saved(page, csv(page));
  expect(name).toMatch(/^sp-500-1999-2018-trades-[0-9a-f]{8}\.csv$/);
  expect(lines.length - 1).toBe(amount(shown.split(" ")[0]));
  expect(lines[0].slice(0, 4)).toEqual(["trade_id", "profile_id", "profile", "status"]);
  expect(lines.slice(1).every((line) => line[2] === "CHARM")).toBe(true);
  expect(text).not.toMatch(/[\u202f−×]/);
  for (const [name, column] of [["Metrics", "metric"], ["Regimes", "regime"]]) {
    await tab(page, name);
    const [file, [head]] = await saved(page, csv(page));
    expect(file).toMatch(new RegExp(`^sp-500-1999-2018-${name.toLowerCase()}-[0-9a-f]{8}\\.csv$`));
    expect(head[0]).toBe(column);
  }
});

test("the filter's example finds rows, and a filter that is not understood is explained", async ({ page }) => {
  await open(page);
  for (const name of ["Trades", "Rotation", "Fills", "Hedges", "Exposure"]) {
    await tab(page, name);
    const example = (await filter(page).getAttribute("placeholder")).replace("Filter: ", "");
    await filter(page).fill(example);
    await expect(rows(page, name).first()).toBeVisible();
    await expect(tables(page).getByRole("status").first()).toContainText(" of ");
  }
  await tab(page, "Trades");
  await filter(page).fill('"short straddle" -rolled net<-1,000');
  await expect(rows(page, "Trades").first()).toContainText("short straddle");
  await filter(page).fill("days>long");
  await expect(filter(page)).toHaveAccessibleDescription('column "Days": expected a number, found "long"');
  await filter(page).fill("no such trade");
  await expect(tables(page)).toContainText("No rows match.");
});

test("profit is in view without scrolling, and the first column stays", async ({ page }) => {
  await open(page);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const head = grid(page, "Trades").getByRole("columnheader", { name: "Net P&L" });
    const box = await page.locator("#port-trades").boundingBox();
    const own = await head.boundingBox();
    expect(own.x + own.width).toBeLessThanOrEqual(box.x + box.width);
    await page.locator("#port-trades").evaluate((port) => port.scrollTo(2000, 0));
    const first = await rows(page, "Trades").first().getByRole("gridcell").first().boundingBox();
    expect(Math.abs(first.x - box.x)).toBeLessThan(3);
    await page.locator("#port-trades").evaluate((port) => port.scrollTo(0, 0));
  }
});

test("columns can be hidden", async ({ page }) => {
  await open(page);
  const legs = grid(page, "Trades").getByRole("columnheader", { name: "Legs" });
  await expect(legs).toBeAttached();
  await tables(page).locator("summary", { hasText: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Legs" }).uncheck();
  await expect(legs).not.toBeAttached();
  await tab(page, "Fills");
  await tab(page, "Trades");
  await expect(legs, "the choice outlives the tab").not.toBeAttached();
});

test("a trade that is clicked is shown in detail above the decision of its day", async ({ page }) => {
  await open(page);
  await filter(page).fill("exit>1900 hedge<0");
  const row = rows(page, "Trades").first();
  const cells = await row.getByRole("gridcell").allTextContents();
  await row.click();
  await expect(row).toHaveAttribute("aria-selected", "true");
  const trade = decision(page).getByRole("region", { name: /^Trade \d+$/ });
  for (const text of [cells[0], cells[2], cells[3], cells[4], cells[5], cells[7]]) {
    await expect(trade).toContainText(text);
  }
  await expect(trade.getByRole("heading", { name: "Fills" })).toBeVisible();
  expect(await trade.getByRole("table").getByRole("row").count()).toBeGreaterThan(2);
  await expect(decision(page).getByRole("heading", { level: 2 })).toContainText(/\d{4}-\d\d-\d\d/);
  await trade.getByRole("button", { name: "Clear selection" }).click();
  await expect(trade).not.toBeAttached();
});

test("rows are walked and selected, tabs changed by keys", async ({ page }) => {
  await open(page);
  await grid(page, "Trades").focus();
  await page.keyboard.press("End");
  const count = await grid(page, "Trades").getAttribute("aria-rowcount");
  const last = rows(page, "Trades").last();
  await expect(last).toHaveAttribute("aria-rowindex", count);
  await expect(grid(page, "Trades")).toHaveAttribute("aria-activedescendant", await last.getAttribute("id"));
  await page.keyboard.press("PageUp");
  await page.keyboard.press("Enter");
  await expect(rows(page, "Trades").and(page.locator("[aria-selected=true]"))).toHaveCount(1);
  expect(await rows(page, "Trades").count()).toBeLessThan(60);
  await page.getByRole("tab", { name: "Trades" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Rotation" })).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("tab", { name: "Data quality" })).toHaveAttribute("aria-selected", "true");
});

test("scrolling by less than a row redraws nothing", async ({ page }) => {
  await open(page);
  const changes = await page.locator("#port-trades").evaluate(async (port) => {
    let changes = 0;
    new MutationObserver((list) => { changes += list.length; })
      .observe(port, { subtree: true, childList: true, characterData: true, attributes: true });
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    port.scrollTop = 12;
    await frame();
    port.scrollTop = 25;
    await frame();
    await frame();
    return changes;
  });
  expect(changes).toBe(0);
});

test("the decision names a profile without a structure for the regime", async ({ page }) => {
  await open(page);
  await page.getByLabel("Trend up, SDG", { exact: true }).fill("1");
  await filter(page).fill("");
  await tab(page, "Exposure");
  await filter(page).fill("date=2001-05-14");
  await rows(page, "Exposure").first().click();
  await expect(decision(page)).toContainText("No structure for this regime");
  await expect(decision(page)).toContainText("SDG has no structure for Trend up");
});

test("metrics and regimes can be scrolled by keys on a phone", async ({ page }) => {
  await open(page);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of ["Metrics", "Regimes"]) {
    await tab(page, name);
    const found = await offences(page);
    expect(found.filter((one) => /scrollable|heading-order/.test(one))).toEqual([]);
    await tables(page).getByRole("region").first().focus();
    await page.keyboard.press("ArrowRight");
  }
});
