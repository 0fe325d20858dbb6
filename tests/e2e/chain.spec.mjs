// Option quotes: what is quoted is traded at its quotes, on the page as on the command line.
import { readFileSync } from "node:fs";
import { natively } from "./command_line.mjs";
import { drop, enter, run, untilChanged } from "./desk.mjs";
import { expect, open, test } from "./fixtures.mjs";

// SPY from January to May 2021, and twenty real quotes a day from March 10 on.
const data = (name) => readFileSync(new URL(`data/${name}`, import.meta.url), "utf8");
const bars = data("spy_2021_bars.csv");
const chain = data("spy_2021_chain.csv");

async function load(page) {
  await open(page);
  // First what is traded: quotes of a fund are on another level than a mini index.
  const fund = { choose: { Instrument: "fund (American, in shares)" } };
  await untilChanged(page, () => enter(page, fund));
  await untilChanged(page, () => drop(page, [
    { name: "spy_2021_bars.csv", text: bars },
    { name: "spy_2021_chain.csv", text: chain },
  ]));
}

test("quotes dropped beside bars are what is traded and marked", async ({ page }) => {
  await load(page);
  await page.getByRole("tab", { name: "Fills" }).click();
  const rows = page.locator("#port-fills tbody tr:not(.spacer)");
  const tags = rows.locator(".tag");
  await expect(tags.first()).toBeVisible();
  const filter = page.getByLabel("Filter rows");
  await filter.fill("quoted");
  await expect(page.locator(".tools .rows")).toHaveText(/^[1-9]\d* of \d+ rows$/);
  expect(new Set(await tags.allTextContents())).toEqual(new Set(["quoted"]));
  await filter.fill("model");
  await expect(page.locator("#port-fills .nothing"), "nothing was traded off the model").toBeVisible();
  await filter.fill("");
  // An order may be decided on any day; with quotes it is filled at a close.
  expect(new Set(await rows.locator("td:nth-child(2)").allTextContents())).toEqual(new Set(["close"]));
  await rows.first().click();
  const held = page.getByRole("complementary", { name: "Decision of the day" });
  await expect(held.getByText("Held at the close")).toBeVisible();
  await expect(held.locator(".tag").first()).toHaveText(/^\d+ (quoted|interpolated|stale)$/);
});

test("page and command line agree to the micro-dollar on quotes", async ({ page }) => {
  test.setTimeout(600_000); // the command line may have to be built first
  await load(page);
  await page.waitForTimeout(1_000);
  await expect(run(page)).toHaveText(/^\d+ ms$/);
  await page.getByRole("tab", { name: "Metrics" }).click();
  await expect(page.locator(".digest code")).toHaveText(natively({ instrument: "etf" }, { bars, chain }));
});
