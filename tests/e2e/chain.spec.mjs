// Option quotes: what is quoted is traded at its quotes, on the page as on the command line.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { natively } from "./command_line.mjs";
import { drop, enter, run, untilChanged } from "./desk.mjs";
import { FINISHED, expect, open, test } from "./fixtures.mjs";

// SPY from January to May 2021, and twenty real quotes a day from March 10 on.
const data = (name) => readFileSync(new URL(`data/${name}`, import.meta.url), "utf8");
const bars = data("spy_2021_bars.csv");
const chain = data("spy_2021_chain.csv");

async function load(page) {
  await open(page);
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
  await expect(held.getByText("Legs held at the close")).toBeVisible();
  await expect(held.getByText(/^Pricing: \d+ (quoted|interpolated|stale)/)).toBeVisible();
});

test("page and command line agree to the micro-dollar on quotes", async ({ page }) => {
  test.setTimeout(600_000); // the command line may have to be built first
  await load(page);
  await page.waitForTimeout(1_000);
  await expect(run(page)).toHaveText(FINISHED);
  await page.getByRole("tab", { name: "Metrics" }).click();
  await expect(page.locator(".digest code")).toHaveText(natively({ instrument: "etf" }, { bars, chain }));
});

test("what the option quotes are on is traded, without being chosen", async ({ page }) => {
  await load(page);
  await expect(page.getByText("Instrument set to fund (American, in shares)")).toBeVisible();
  const instrument = page.getByLabel("Instrument", { exact: true });
  const chosen = () => instrument.evaluate((select) => select.selectedOptions[0].textContent);
  expect(await chosen()).toBe("fund (American, in shares)");
  // On the same level the choice is the user's, and stays when files are read again.
  await enter(page, { choose: { Instrument: "index" } });
  await drop(page, [{ name: "spy_2021_chain.csv", text: chain }]);
  await expect(page.locator(".reading")).toBeHidden();
  await expect(run(page)).toHaveText(FINISHED);
  expect(await chosen()).toBe("index");
  // A scenario that is reset has a result as well, and one step takes it back.
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await expect.poll(chosen).toBe("fund (American, in shares)");
  await page.keyboard.press("z");
  await expect.poll(chosen).toBe("index");
  await page.keyboard.press("z");
  await expect.poll(chosen).toBe("fund (American, in shares)");
  await expect(run(page)).toHaveText(FINISHED);
  // What was chosen for the quotes goes with them.
  await page.locator(".top .chip").first().click();
  const sheet = page.getByRole("dialog", { name: "Data" });
  await untilChanged(page, () => sheet.getByRole("button", { name: "Use the sample" }).click());
  await expect.poll(chosen).toBe("mini index (1/10)");
});

// A folder as a vendor's archive unpacks: bars, a file of quotes for each day, and what is no data.
function folder() {
  const root = mkdtempSync(join(tmpdir(), "vendor-"));
  mkdirSync(join(root, "2021"));
  writeFileSync(join(root, "spy_2021_bars.csv"), bars);
  writeFileSync(join(root, "readme.txt"), "Thank you.");
  writeFileSync(join(root, ".DS_Store"), "\0\0");
  const [header, ...rows] = chain.trim().split("\n");
  const day = header.split(",").indexOf("quotedate");
  const days = Map.groupBy?.(rows, (row) => row.split(",")[day]) ?? rows.reduce((days, row) => {
    const key = row.split(",")[day];
    return days.set(key, [...(days.get(key) ?? []), row]);
  }, new Map());
  for (const [date, quotes] of days) {
    writeFileSync(join(root, "2021", `spy_${date}.csv`), [header, ...quotes, ""].join("\n"));
  }
  return { root, days: days.size };
}

test("a folder of one-day files is one chain", async ({ page }) => {
  await load(page);
  const final = await page.locator(".kpi .value").first().textContent();
  await page.locator(".top .chip").first().click();
  const sheet = page.getByRole("dialog", { name: "Data" });
  await untilChanged(page, () => sheet.getByRole("button", { name: "Use the sample" }).click());
  const { root, days } = folder();
  const chooser = page.waitForEvent("filechooser");
  await sheet.getByRole("button", { name: "Choose a folder" }).click();
  await untilChanged(page, async () => (await chooser).setFiles(root));
  await expect(page.locator(".kpi .value").first()).toHaveText(final);
  await sheet.getByText(`${days + 1} files, one by one`).click();
  await expect(sheet).toContainText("spy_2021-05-03.csv");
  await expect(sheet).not.toContainText("readme");
  await expect(sheet).toContainText(`940 quotes on ${days} days`);
  await page.screenshot({ path: "results/data-folder.png" });
});

test("a folder is opened when it is dropped", async ({ page }) => {
  await open(page);
  await page.evaluate(({ bars }) => {
    // A script cannot drop a folder: this is what a browser hands over for one.
    const file = { name: "spy.csv", fullPath: "/year/spy.csv", isDirectory: false,
      file: (done) => done(new File([bars], "spy.csv")) };
    const other = { ...file, name: ".DS_Store", fullPath: "/year/.DS_Store" };
    const parts = [[file, other], []];
    const folder = { name: "year", fullPath: "/year", isDirectory: true,
      createReader: () => ({ readEntries: (done) => done(parts.shift()) }) };
    DataTransferItem.prototype.webkitGetAsEntry = () => folder;
  }, { bars });
  await untilChanged(page, () => drop(page, [{ name: "year", text: "" }]));
  await expect(page.locator(".top .chip").first()).toContainText("spy · 2021");
});
