// Files as vendors have them: columns nobody knows, more quotes than are needed, more than fit.
import { readFileSync } from "node:fs";
import { FINISHED, expect, open, test } from "./fixtures.mjs";
import { drop, enter, european, figure, messages, run, untilChanged, untouched, volatility } from "./desk.mjs";

const dataChip = (page) => page.locator(".top .chip").first();
const dataSheet = (page) => page.getByRole("dialog", { name: "Data" });
const data = (name) => readFileSync(new URL(`data/${name}`, import.meta.url), "utf8");
const bars = { name: "spy.csv", text: data("spy_2021_bars.csv") };

test("columns without a known header are mapped once, and remembered", async ({ page }) => {
  await open(page);
  const own = european("2003", "2010").replace(/^[^\n]*/, "Tag;Start;Hoch;Tief;Ende");
  await untouched(page, () => drop(page, [{ name: "own.csv", text: own }]));
  await expect(dataSheet(page)).toBeVisible();
  await expect(dataSheet(page)).toContainText("What are the columns of own.csv?");
  const holds = (column) => dataSheet(page).getByLabel(`What ${column} holds`);
  await expect(holds("Tag"), "guessed by its cells").toHaveValue("date");
  await expect(holds("Hoch"), "never below the others").toHaveValue("high");
  await page.screenshot({ path: "results/mapping.png" });
  const meanings = { Start: "open", Hoch: "high", Tief: "low", Ende: "close" };
  for (const [column, meaning] of Object.entries(meanings)) await holds(column).selectOption(meaning);
  await untilChanged(page, () => dataSheet(page).getByRole("button", { name: "Import with this mapping" }).click());
  await expect(dataChip(page)).toContainText("own · 2003–2009");
  await expect(dataSheet(page)).toContainText("Hoch → high");
  await dataSheet(page).getByRole("button", { name: "Map columns again" }).click();
  await expect(dataSheet(page)).toContainText("What are the columns of own.csv?");
  await expect(dataChip(page), "the market stays").toContainText("own · 2003–2009");
  await untouched(page, () => dataSheet(page).getByRole("button", { name: "Import with this mapping" }).click());
  await page.reload();
  await expect(run(page)).toHaveText(FINISHED);
  await untilChanged(page, () => drop(page, [{ name: "again.csv", text: own }]));
  await expect(dataChip(page)).toContainText("again · 2003–2009");
});

test("a file with several underlyings offers them; what is kept of quotes is said and stays", async ({ page }) => {
  await open(page);
  // What is traded must be on the level of the quotes.
  await untilChanged(page, () => enter(page, { choose: { Instrument: "fund (American, in shares)" } }));
  const [header, ...rows] = data("spy_2021_chain.csv").trim().split("\n");
  const of = (symbol) => rows.map((row) => `${symbol},${row}`);
  const text = [`symbol,${header}`, ...of("SPY"), ...of("QQQ")].join("\n");
  await untouched(page, () => drop(page, [bars, { name: "market.csv", text }]));
  await expect(messages(page)).toContainText("expected rows of one underlying, found SPY, QQQ");
  await untilChanged(page, () => messages(page).getByRole("button", { name: "Read SPY" }).click());
  await dataChip(page).click();
  await expect(dataSheet(page)).toContainText(`${rows.length.toLocaleString("en")} option quotes filtered out`);
  const most = dataSheet(page).getByLabel("Max DTE");
  await most.fill("30");
  await untilChanged(page, () => dataSheet(page).getByRole("button", { name: "Read the files again" }).click());
  await expect(most).toHaveValue("30");
  await most.fill("soon");
  await dataSheet(page).getByRole("button", { name: "Read the files again" }).click();
  await expect(dataSheet(page)).toContainText("Max DTE: expected a number such as 180, found soon");
  await page.screenshot({ path: "results/filters.png" });
});

test("what was read is saved in the canonical layout, and read again as the same", async ({ page }) => {
  await open(page);
  await untilChanged(page, () => drop(page, [{ name: "DAX daily.csv", text: european("2003", "2010") }]));
  const equity = await figure(page, "Final equity").textContent();
  await dataChip(page).click();
  const saved = page.waitForEvent("download");
  await dataSheet(page).getByRole("button", { name: "Cleaned bars as CSV" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe("DAX daily-cleaned.csv");
  const text = readFileSync(await file.path(), "utf8");
  // Something else asked for while a file is made to be saved waits for it, and is not lost.
  const second = page.waitForEvent("download");
  await dataSheet(page).getByRole("button", { name: "Cleaned bars as CSV" }).click();
  const later = untilChanged(page, () => drop(page, [{ name: "later.csv", text: european("2005", "2010") }]));
  await second;
  await later;
  await expect(dataChip(page)).toContainText("later · 2005–2009");
  expect(text.split("\n")[0].trim()).toBe("date,open,high,low,close");
  await untilChanged(page, () => dataSheet(page).getByRole("button", { name: "Use the sample" }).click());
  await untilChanged(page, () => drop(page, [{ name: "DAX again.csv", text }]));
  await expect(figure(page, "Final equity")).toHaveText(equity);

  // A change made while a file is made to be saved is run once it is.
  await page.route("**/reader_bg-*.wasm", async (route) => {
    await new Promise((done) => setTimeout(done, 1_500));
    await route.continue();
  });
  const third = page.waitForEvent("download");
  await dataSheet(page).getByRole("button", { name: "Cleaned bars as CSV" }).click();
  await page.keyboard.press("Escape");
  await untilChanged(page, () => page.getByLabel("Maximum per profile", { exact: true }).fill("33"));
  await third;
});

test("a file is read although nobody can fetch its next bytes meanwhile", async ({ page }) => {
  const script = "onmessage = ({ data: [slice";
  let broken = 0;
  await page.route("**/reader_bg-*.wasm", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    const at = body.indexOf(script);
    if (at >= 0) broken += body.write("(", at);
    await route.fulfill({ response, body });
  });
  const [header, ...rows] = data("spy_2021_chain.csv").trim().split("\n");
  const times = Math.ceil(6_000_000 / rows.join("\n").length);
  const text = [header, ...Array(times).fill(rows).flat()].join("\n"); // what is quoted again is left out
  await open(page);
  await untilChanged(page, () => enter(page, { choose: { Instrument: "fund (American, in shares)" } }));
  await untilChanged(page, () => drop(page, [bars, { name: "long.csv", text }]));
  await dataChip(page).click();
  await expect(dataSheet(page).locator("article.file").filter({ hasText: "long.csv" })).toHaveCount(1);
  expect(broken, "the script was found").toBe(1);
});

test("a file of half a gigabyte is read piece by piece, says how far it is, and can be cancelled", async ({ page }) => {
  test.slow();
  await open(page);
  await untouched(page, () => page.evaluate((bars) => {
    const transfer = new DataTransfer();
    // A day of quotes, too far from the money to be asked for, again and again.
    const lines = [];
    for (let strike = 1; strike <= 20_000; strike += 1) lines.push(`2021-03-10,2021-06-18,${strike / 100},c,380,381\n`);
    const day = new Blob(lines);
    const parts = ["quote_date,expiry,strike,type,bid,ask\n", ...Array(600).fill(day)];
    transfer.items.add(new File([bars], "spy.csv"));
    transfer.items.add(new File(parts, "many.csv"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, bars.text));
  await dataChip(page).click();
  await expect(dataSheet(page).getByText(/Reading spy\.csv, many\.csv … [\d,]+ of \d{3} MB, [\d,]+ MB\/s; [\d,]+ rows/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("progressbar", { name: "Reading" })).toBeVisible();
  await page.screenshot({ path: "results/reading.png" });
  await page.keyboard.press("Escape");
  await page.locator(".run").getByRole("button", { name: "Cancel" }).click();
  await expect(messages(page)).toContainText("Reading was cancelled");
  await expect(dataChip(page)).toContainText("S&P 500 · 1999–2018");
});

test("trades of another program are drawn beside the result, and taken off again", async ({ page }) => {
  await open(page);
  const header = "Date Opened,Legs,Premium,Date Closed,P/L,No. of Contracts,Funds at Close,Strategy";
  const row = (date, profit, funds) => `${date},1 P STO 5,500,${date},${profit},1,${funds},IC`;
  const log = [header, row("2010-06-01", 5_000, 105_000), row("2004-03-01", 10_000, 100_000)].join("\n");
  const legend = page.locator(".legends");
  const line = page.locator(".chart .log");
  await expect(line).toHaveCount(0);
  await untouched(page, () => drop(page, [{ name: "mine.csv", text: log }]));
  await expect(legend).toContainText("mine.csv, from the same start");
  await expect(line).toHaveCount(1);
  await expect(dataChip(page), "the market stays").toContainText("S&P 500");
  await untilChanged(page, () => drop(page, [{ name: "own.csv", text: european("2003", "2012") }]));
  await expect(line, "another market, the same trades").toHaveCount(1);
  await dataChip(page).click();
  await expect(dataSheet(page)).toContainText("2 trades from another program, 2004-03-01 to 2010-06-01");
  await dataSheet(page).getByRole("button", { name: "Remove" }).click();
  await expect(line).toHaveCount(0);
  await expect(legend).not.toContainText("mine");
  // Neither does it come back with the other files, nor one that another has replaced.
  await untouched(page, () => drop(page, [{ name: "VIX_History.csv", text: volatility() }]));
  await dataSheet(page).getByText("none of its days has a bar").waitFor();
  await expect(line).toHaveCount(0);
  await untouched(page, () => drop(page, [{ name: "mine.csv", text: log }]));
  await untouched(page, () => drop(page, [{ name: "yours.csv", text: log }]));
  await untilChanged(page, () => dataSheet(page).getByRole("button", { name: "Use the sample" }).click());
  await expect(legend).toContainText("yours.csv");
  await untouched(page, () => drop(page, [{ name: "mine.csv", text: log.replace("105000", "-3") }]));
  await expect(messages(page)).toContainText("expected funds of a dollar at least");
});

test("how files were read is a tab of its own", async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "Data quality" }).click();
  const panel = page.locator("#tabpanel");
  await expect(panel).toContainText("This is the built-in sample");
  const trade = "Date Opened,Date Closed,P/L,Funds at Close\n2010-06-01,2010-06-01,5,x\n2010-06-02,2010-06-02,5,105\n";
  await untouched(page, () => drop(page, [{ name: "mine.csv", text: trade }]));
  await untouched(page, () => messages(page).getByRole("button", { name: /skip 1/ }).click());
  await expect(panel, "a trade log as well").toContainText("skipped 1 row: expected dollars");
  const text = european("2003", "2010").split("\n").toSpliced(40, 3).toSpliced(60, 0, "30.02.2003;1;1;1;1;1;").join("\n");
  await untouched(page, () => drop(page, [{ name: "own.csv", text }]));
  await untilChanged(page, () => messages(page).getByRole("button", { name: /skip 1/ }).click());
  const looked = panel.getByRole("row", { name: /trading days of the exchange without a bar/ });
  await expect(looked).toContainText("△ 3");
  await expect(looked, "and what it means").toContainText("the run goes from bar to bar");
  await expect(panel.getByRole("row", { name: /moves of more than 20 %/ })).toContainText("✓ none");
  await expect(panel.getByRole("img", { name: /^Bars: [\d,]+ days$/ })).toBeVisible();
  const missing = looked.getByRole("button").first();
  const day = await missing.textContent();
  await missing.click();
  const shown = (await page.locator("#day-title").textContent()).match(/\d{4}-\d\d-\d\d/)[0];
  const days = (new Date(day) - new Date(shown)) / 86_400_000;
  expect(days, `${shown} is the last day before ${day}`).toBeGreaterThan(0);
  expect(days).toBeLessThan(5);
  await panel.getByText("Skipped rows, one by one").first().click();
  await panel.locator(".problems").getByText("line 61").click();
  await expect(panel.locator("pre").first()).toContainText("30.02.2003");
});
