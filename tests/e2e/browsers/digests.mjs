// Twelve scenarios over three markets in any browser: the digests of the native program, which
// `cargo test --test it digests` writes and checks. Each scenario is opened as a link.
import { readFileSync } from "node:fs";
import { changed, click, digest, drop, file, ON_PAGE, until } from "./on_page.mjs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

export const ROWS = JSON.parse(read("../../golden/digests.json"));

const sample = read("../../../www/data/sp500.csv");
const bars = sample.trim().split("\n")
  .filter((row, index) => index === 0 || row >= "2016")
  .map((row) => row.split(",").slice(0, 5).join(",")).join("\n");

// The files of each market, as the test that makes the digests reads them.
export const MARKETS = {
  "sample": [],
  "bars alone": [{ name: "bars.csv", text: bars }],
  "fund": [file("spy_2021_bars.csv"), file("spy_2021_chain.csv")],
};

// Opens every scenario of a market, one after the other, in one page; the number of them.
export async function compare(page, address, market) {
  const rows = ROWS.filter((row) => row.market === market);
  await page.goto(address);
  await click(page, ON_PAGE.metrics);
  await changed(page, "", () => {});
  if (MARKETS[market].length > 0) {
    await changed(page, await digest(page), () => drop(page, MARKETS[market]));
  }
  for (const row of rows) {
    await page.evaluate(open, row.link);
    await until(`digest of "${row.scenario}" on ${market}: ${row.digest}`, () => digest(page),
      (it) => it === row.digest);
  }
  return rows.length;
}

// Runs in the page.
function open(link) {
  location.hash = link;
}
