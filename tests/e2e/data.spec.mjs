// Files: the user's own data, what goes beside it, and what is wrong with it.
import { gzipSync } from "node:zlib";
import { FINISHED, expect, open, test } from "./fixtures.mjs";
import { drop, european, figure, messages, run, sample, untilChanged, untouched, volatility } from "./desk.mjs";

const dataChip = (page) => page.locator(".top .chip").first();
const dataSheet = (page) => page.getByRole("dialog", { name: "Data" });

test("a CSV of one's own, with semicolons and decimal commas, takes the sample's place", async ({ page }) => {
  await open(page);
  await untilChanged(page, () => drop(page, [{ name: "DAX daily.csv", text: european("2003", "2010") }]));
  await expect(dataChip(page)).toContainText("DAX daily · 2003–2009 · 1,763 days");
  await expect(page.locator(".prices")).toHaveText("prices: 100\u202f% model, no VIX");
  await dataChip(page).click();
  await expect(dataSheet(page)).toContainText("1,763, 2003-01-02 to 2009-12-31");
  await expect(dataSheet(page)).toContainText("semicolon-separated");
  await expect(dataSheet(page)).toContainText("decimal commas read as decimal points");
  await expect(dataSheet(page)).toContainText("estimated from realised volatility");
  await page.screenshot({ path: "results/data-own.png" });
  await untilChanged(page, () => dataSheet(page).getByRole("button", { name: "Use the sample" }).click());
  await expect(dataChip(page)).toContainText("S&P 500 · 1999–2018");
  await page.keyboard.press("Escape");
  await expect(dataSheet(page)).toBeHidden();
});

test("a VIX file dropped later goes beside the bars; two files at once are one market", async ({ page }) => {
  await open(page);
  await untilChanged(page, () => drop(page, [{ name: "index.csv", text: european("2012", "2019") }]));
  await untilChanged(page, () => drop(page, [{ name: "VIXCLS.csv", text: volatility() }]));
  await expect(dataChip(page)).toContainText("index · 2012–2018");
  await expect(page.locator(".prices")).toHaveText("prices: 100\u202f% model, VIX from 2014-01-03");
  const beside = await figure(page, "Final equity").textContent();
  await dataChip(page).click();
  await expect(dataSheet(page)).toContainText("on 1,257 of 1,760 days");
  await expect(dataSheet(page)).toContainText("FRED VIXCLS");
  await page.keyboard.press("Escape");
  await untilChanged(page, () => drop(page, [{ name: "other.csv", text: european("2012", "2019") }]));
  await expect(page.locator(".prices"), "new bars keep nothing else").toHaveText("prices: 100\u202f% model, no VIX");
  await untilChanged(page, () =>
    drop(page, [
      { name: "VIXCLS.csv", text: volatility() },
      { name: "index.csv", text: european("2012", "2019") },
    ]));
  await expect(figure(page, "Final equity")).toHaveText(beside);
});

test("a packed file is the file it holds, and each row left out can be read", async ({ page }) => {
  await open(page);
  const text = european("2003", "2010").replace(/\n2003-01-03[^\n]*/, "\n2003-01-03;0;0;0;0");
  const bytes = [...gzipSync(text)];
  await drop(page, [{ name: "DAX daily.csv.gz", bytes }]);
  await untilChanged(page, () => page.getByRole("button", { name: /skip/i }).first().click());
  await expect(dataChip(page)).toContainText("DAX daily · 2003–2009 · 1,762 days");
  await dataChip(page).click();
  await expect(dataSheet(page)).toContainText("unpacked from gzip");
  await dataSheet(page).getByText("Skipped rows, one by one").click();
  await dataSheet(page).getByText(/line 3, column ".*": expected a positive price, found "0"/).click();
  await expect(dataSheet(page).getByText("2003-01-03;0;0;0;0"), "the row itself").toBeVisible();
  await page.screenshot({ path: "results/data-left-out.png" });
  await untouched(page, () => drop(page, [{ name: "cut.csv.gz", bytes: bytes.slice(0, 2000) }]));
  await expect(messages(page)).toContainText("cut.csv.gz: expected a whole file, found a gzip file that is cut or damaged");
});

test("minute bars are recognised, and aggregated to days", async ({ page }) => {
  await open(page);
  const [header, ...days] = european("2003", "2010").trim().split("\n");
  const times = ["09:30", "12:00", "15:59"];
  const rows = days.flatMap((day) => times.map((time) => day.replace(";", ` ${time};`)));
  await untouched(page, () => drop(page, [{ name: "minutes.csv", text: [header, ...rows].join("\n") }]));
  await expect(messages(page)).toContainText("found intraday bars: 3 rows a day from 09:30 to 15:59");
  await expect(page.getByRole("button", { name: /clean rows/ })).toHaveCount(0);
  await untilChanged(page, () => page.getByRole("button", { name: "Aggregate to daily bars" }).click());
  await expect(dataChip(page)).toContainText("minutes · 2003–2009 · 1,763 days");
});

test("a second file of prices is not taken for the VIX", async ({ page }) => {
  await open(page);
  const low = "date,open,high,low,close\n" + Array.from({ length: 28 }, (_, day) =>
    `2005-02-${String(day + 1).padStart(2, "0")},20,21,19,20`).join("\n");
  const files = [{ name: "DAX.csv", text: european("2003", "2010") }, { name: "F.csv", text: low }];
  await untouched(page, () => drop(page, files));
  await expect(messages(page)).toContainText("DAX.csv and F.csv: expected one file of daily bars");
  await expect(messages(page)).toContainText("drop one alone, or name the volatility index in its file name");
});

test("a file without a good row offers its problems", async ({ page }) => {
  await open(page);
  const text = "date,open,high,low,close\n2014-01-02,-1,11,9,10\n2014-01-03,-1,11,9,10\n";
  await untouched(page, () => drop(page, [{ name: "bad.csv", text }]));
  await expect(messages(page)).toContainText("no row could be used");
  await expect(page.getByRole("button", { name: /clean rows/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Problems as CSV" })).toBeVisible();
  await messages(page).getByText("2 bad rows").click();
  await expect(messages(page)).toContainText('line 3, column "open": expected a positive price');
});

test("files can be chosen instead of dropped", async ({ page }) => {
  await open(page);
  await dataChip(page).click();
  const chooser = page.waitForEvent("filechooser");
  await dataSheet(page).getByRole("button", { name: "Choose files" }).click();
  const file = { name: "chosen.csv", mimeType: "text/csv", buffer: Buffer.from(european("2003", "2010")) };
  await untilChanged(page, async () => (await chooser).setFiles([file]));
  await expect(dataChip(page)).toContainText("chosen · 2003–2009");
});

test("a file that is no data is refused in words, and the result stays", async ({ page }) => {
  await open(page);
  const check = async (file, ...words) => {
    await untouched(page, () => drop(page, [file]));
    for (const text of words) await expect(messages(page)).toContainText(text);
    await expect(messages(page)).toContainText("Your previous data and result are unchanged.");
    await expect(dataChip(page)).toContainText("S&P 500 · 1999–2018");
  };
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13];
  await check({ name: "picture.csv", bytes: png }, "picture.csv", "found an image");
  await check({ name: "empty.csv", text: "" }, "empty.csv", "empty file");
  await check({ name: "header.csv", text: "date,open,high,low,close\n" }, "header.csv line 1", "no");
  await check({ name: "short.csv", text: "date,open\n2014-01-03,1\n" }, "short.csv line 1", "high, low, close");
  await page.screenshot({ path: "results/refused.png" });
  await messages(page).getByRole("button", { name: "Dismiss" }).click();
  await expect(messages(page)).not.toContainText("short.csv");
});

test("too large a file of bars is refused", async ({ page }) => {
  await open(page);
  await untouched(page, () => page.evaluate(() => {
    const transfer = new DataTransfer();
    const piece = new Uint8Array(1 << 20).fill(10);
    transfer.items.add(new File(["date,open,high,low,close\n", ...Array(200).fill(piece)], "huge.csv"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }));
  await expect(messages(page)).toContainText("huge.csv: expected at most 64 MiB, found 201 MiB; cut the file");
});

test("bad rows are listed, and can be skipped", async ({ page }) => {
  await open(page);
  const rows = sample.trim().split("\n");
  rows[100] = rows[100].replace(/,[^,]*,/, ",-1.5,");
  rows[200] = rows[199];
  rows[300] = rows[300].replace(/,[^,]*$/, ",").replace(/^([^,]*),.*/, "$1,NaN,NaN,NaN,NaN,");
  await untouched(page, () => drop(page, [{ name: "holes.csv", text: rows.join("\n") }]));
  await expect(messages(page)).toContainText('holes.csv line 101, column "open"');
  await expect(messages(page)).toContainText("3 bad rows");
  const saved = page.waitForEvent("download");
  await messages(page).getByRole("button", { name: "Problems as CSV" }).click();
  expect((await saved).suggestedFilename()).toBe("problems.csv");
  await untilChanged(page, () => messages(page).getByRole("button", { name: "Use 5,028 clean rows, skip 3" }).click());
  await expect(dataChip(page)).toContainText("holes · 1999–2018 · 5,028 days");
  await dataChip(page).click();
  await expect(dataSheet(page)).toContainText("5,028 of 5,031 rows");
  await expect(dataSheet(page)).toContainText("skipped 1 row");
});

test("too few days for the signals are reported, and the last result stays", async ({ page }) => {
  await open(page);
  await untouched(page, () => drop(page, [{ name: "week.csv", text: european("2009-12-20", "2010") }]));
  await expect(messages(page)).toContainText("No result");
  await expect(messages(page)).toContainText("load more history");
  await expect(run(page)).toHaveText("failed");
});

test("a long run shows how far it is and can be cancelled", async ({ page }) => {
  test.slow();
  await open(page);
  const before = await figure(page, "Final equity").textContent();
  // Every day that a file may have, 1800 to 2199: some seconds of work.
  const rows = [];
  for (let day = Date.UTC(1800, 0, 1), close = 1000; day <= Date.UTC(2199, 11, 31); day += 86_400_000) {
    close *= 1 + 0.01 * Math.sin(day / 86_400_000 * 1.7);
    const date = new Date(day).toISOString().slice(0, 10);
    rows.push(`${date},${close.toFixed(2)},${(close * 1.01).toFixed(2)},${(close * 0.99).toFixed(2)},${close.toFixed(2)}`);
  }
  await drop(page, [{ name: "ages.csv", text: `date,open,high,low,close\n${rows.join("\n")}` }]);
  // In one step, or a fast engine would have ended before the click.
  const bar = await page.waitForFunction(() => {
    const says = document.querySelector(".run [role=status]").textContent;
    const bar = document.querySelector("[role=progressbar]");
    if (!/^[\d,]+ of 146,097 days$/.test(says) || !bar) return false;
    document.querySelector(".run button").click();
    return bar.getAttribute("aria-label");
  }, null, { timeout: 60_000, polling: "raf" });
  expect(await bar.jsonValue()).toBe("Running");
  await expect(run(page)).toHaveText("cancelled");
  await expect(messages(page)).toContainText("cancelled");
  await expect(figure(page, "Final equity"), "the old result stays").toHaveText(before);
  // The engine is there again, with the data it had.
  await untilChanged(page, async () => {
    await page.getByLabel("Last day", { exact: true }).fill("1801-12-31");
  });
});

test("a file dropped beside the page's middle does not make the browser leave", async ({ page }) => {
  await open(page);
  const address = page.url();
  const transfer = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["nothing"], "note.txt"));
    return transfer;
  });
  await page.locator(".top").dispatchEvent("dragover", { dataTransfer: transfer });
  await expect(page.locator(".veil")).toBeVisible();
  await page.locator(".top").dispatchEvent("drop", { dataTransfer: transfer });
  await expect(page.locator(".veil")).toBeHidden();
  await expect(messages(page)).toContainText("note.txt");
  expect(page.url()).toBe(address);
});

test("of several loads at once, the last one is shown", async ({ page }) => {
  const own = { name: "own.csv", text: european("2003", "2010") };
  await open(page);
  await untilChanged(page, () => drop(page, [own]));
  const equity = await figure(page, "Final equity").textContent();
  const picture = { name: "pic.csv", text: "\u0089PNG\r\n\u001a\n" };

  // A bad file right behind a good one ends its run, which is made up for.
  await drop(page, [own]);
  await drop(page, [picture]);
  await expect(messages(page)).toContainText("pic.csv");
  await expect(run(page)).toHaveText(FINISHED);
  await expect(page.locator(".desk")).not.toHaveClass(/stale|running/);
  await expect(figure(page, "Final equity")).toHaveText(equity);

  // The sample twice at once, and a change after it.
  await dataChip(page).click();
  const sampleButton = dataSheet(page).getByRole("button", { name: "Use the sample" });
  await untilChanged(page, () => sampleButton.evaluate((button) => { button.click(); button.click(); }));
  await expect(dataChip(page)).toContainText("S&P 500 · 1999–2018");
  await expect(run(page)).toHaveText(FINISHED);

  // The sample, and a file before it is there: the file is wanted.
  await page.route("**/sp500.bars", async (route) => {
    await new Promise((done) => setTimeout(done, 1_500));
    await route.continue();
  });
  await sampleButton.click();
  await drop(page, [own]);
  await expect(dataChip(page)).toContainText("own · 2003–2009");
  await page.waitForTimeout(2_500);
  await expect(dataChip(page)).toContainText("own · 2003–2009");
  await expect(figure(page, "Final equity")).toHaveText(equity);
});

test("a change made while files are read is run when reading is cancelled", async ({ page }) => {
  await open(page);
  const equity = await figure(page, "Final equity").textContent();
  await page.route("**/reader_bg-*.wasm", () => {}); // never answered
  await drop(page, [{ name: "own.csv", text: european("2003", "2010") }]);
  await page.getByLabel("Maximum per profile", { exact: true }).fill("33");
  await page.locator(".run").getByRole("button", { name: "Cancel" }).click();
  await expect(messages(page)).toContainText("Reading was cancelled");
  await expect(run(page)).toHaveText(FINISHED);
  await expect(figure(page, "Final equity")).not.toHaveText(equity);
});

test("a reader that cannot be loaded loses nothing, and is tried again", async ({ page, offences }) => {
  const own = { name: "own.csv", text: european("2003", "2010") };
  await open(page);
  await page.route("**/reader_bg-*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  await drop(page, [own]);
  await expect(messages(page)).toContainText("the reader could not be loaded");
  await expect(messages(page)).toContainText("drop them again");
  await expect(run(page)).toHaveText(FINISHED);
  offences.length = 0; // what the browser writes about the missing file to the console
  await page.unroute("**/reader_bg-*.wasm");
  await untilChanged(page, () => drop(page, [own]));
  await expect(dataChip(page)).toContainText("own · 2003–2009");
});
