// Every vendor's file, dropped as it is: that it is called by its name, and becomes a market.
import { readFileSync } from "node:fs";
import { expect, open, test } from "./fixtures.mjs";
import { drop } from "./desk.mjs";

const dataChip = (page) => page.locator(".top .chip").first();
const dataSheet = (page) => page.getByRole("dialog", { name: "Data" });
const source = readFileSync(new URL("data/spy_2021_bars.csv", import.meta.url), "utf8");
const DAYS = source.trim().split("\n").slice(1).map((row) => row.split(","))
  .map(([date, open, high, low, close]) => ({ date, open, high, low, close, compact: date.replaceAll("-", ""),
    american: `${date.slice(5, 7)}/${date.slice(8)}/${date.slice(0, 4)}`,
    // Midnight in New York; the hour that summer makes stays on the day.
    nanoseconds: `${Date.parse(`${date}T05:00:00Z`)}000000` }));
const file = (name, header, row) => ({ name, text: [header, ...DAYS.map(row)].join("\n") });
const own = file("spy.csv", "date,open,high,low,close", (d) => `${d.date},${d.open},${d.high},${d.low},${d.close}`);

const BARS = {
  "Yahoo or Nasdaq daily bars": [
    file("SPY.csv", "Date,Open,High,Low,Close,Adj Close,Volume",
      (d) => `${d.date},${d.open},${d.high},${d.low},${d.close},${d.close},0`),
    file("EOD-SPY.csv", "Date,Open,High,Low,Close,Volume,Adj. Close",
      (d) => `${d.date},${d.open},${d.high},${d.low},${d.close},0,${d.close}`)],
  "yfinance download": [file("SPY.csv", "Price,Close,High,Low,Open,Volume\nTicker,SPY,SPY,SPY,SPY,SPY\nDate,,,,,",
    (d) => `${d.date},${d.close},${d.high},${d.low},${d.open},0`)],
  "yfinance history": [file("SPY.csv", "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits",
    (d) => `${d.date} 00:00:00-05:00,${d.open},${d.high},${d.low},${d.close},0,0.0,0.0`)],
  Stooq: [file("spy.us.txt", "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>",
    (d) => `SPY.US,D,${d.compact},000000,${d.open},${d.high},${d.low},${d.close},0,0`)],
  "plain bars": [file("spy_us_d.csv", "Date,Open,High,Low,Close,Volume",
    (d) => `${d.date},${d.open},${d.high},${d.low},${d.close},0`)],
  "Polygon day aggregates": [file("spy.csv", "ticker,volume,open,close,high,low,window_start,transactions",
    (d) => `SPY,0,${d.open},${d.close},${d.high},${d.low},${d.nanoseconds},1`)],
  Tiingo: [file("spy.csv",
    "symbol,date,open,close,high,low,volume,adjClose,adjHigh,adjLow,adjOpen,adjVolume,divCash,splitFactor",
    (d) => `SPY,${d.date},${d.open},${d.close},${d.high},${d.low},0,${d.close},0,0,0,0,0.0,1.0`)],
  "Interactive Brokers bars": [file("spy.csv", "date,open,high,low,close,volume,average,barCount",
    (d) => `${d.compact},${d.open},${d.high},${d.low},${d.close},0,${d.close},1`)],
};

const log = "Date Opened,Time Opened,Legs,Premium,Date Closed,Time Closed,P/L,No. of Contracts,Funds at Close\n";
const BESIDE = {
  "FRED VIXCLS": [file("VIXCLS.csv", "observation_date,VIXCLS", (d) => `${d.date},20.1`),
    file("old.csv", "DATE,VIXCLS", (d) => `${d.date},20.1`)],
  "Cboe VIX history": [
    file("VIX_History.csv", "DATE,OPEN,HIGH,LOW,CLOSE", (d) => `${d.american},20,21,19,20.1`)],
  "daily values of vix": [
    file("vixcurrent.csv", "VIX data\nDate,VIX Open,VIX High,VIX Low,VIX Close", (d) => `${d.american},20,21,19,20.1`)],
  "event calendar": [{ name: "fomc.csv", text: `date,event_type,event_name\n${DAYS[3].date},fomc,FOMC\n` }],
  "Option Omega trade log": [{ name: "log.csv",
    text: `${log}${DAYS[1].date},10:00,x,100,${DAYS[2].date},15:00,50,1,100050\n` }],
};

/** Three strikes around the close of a day, a call and a put each, a month away. */
const day = DAYS.at(-10);
const spot = Number(day.close);
const expiry = new Date(Date.parse(day.date) + 30 * 86_400_000).toISOString().slice(0, 10);
const STRIKES = [-5, 0, 5].map((off) => Math.round(spot) + off);
const mid = (right, strike) => Math.max(0, right === "C" ? spot - strike : strike - spot) + 4;
const quotes = STRIKES.flatMap((strike) => ["C", "P"].map((right) => ({
  right, strike, word: right === "C" ? "call" : "put", bid: (mid(right, strike) - 0.05).toFixed(2),
  ask: (mid(right, strike) + 0.05).toFixed(2), last: mid(right, strike).toFixed(2),
  symbol: `SPY${expiry.slice(2).replaceAll("-", "")}${right}${String(strike * 1000).padStart(8, "0")}`,
})));
const each = (name, header, row) => ({ name, text: [header, ...quotes.map(row)].join("\n") });
const pairs = (name, header, row) => ({ name, text: [header, ...STRIKES.map((strike, at) =>
  row(strike, quotes[2 * at], quotes[2 * at + 1]))].join("\n") });
const [e, d] = [expiry, day.date];

const CHAINS = {
  "OptionsDX chain": [pairs("spy_eod.txt",
    "[QUOTE_DATE], [UNDERLYING_LAST], [EXPIRE_DATE], [C_IV], [C_BID], [C_ASK], [STRIKE], [P_BID], [P_ASK], [P_IV]",
    (k, c, p) => `${d}, ${spot}, ${e}, 0.11, ${c.bid}, ${c.ask}, ${k}, ${p.bid}, ${p.ask}, 0.11`)],
  "Cboe end-of-day chain": [each("UnderlyingOptionsEODCalcs.csv",
    "underlying_symbol,quote_date,root,expiration,strike,option_type,bid_1545,ask_1545,implied_volatility_1545,bid_eod,ask_eod,underlying_bid_eod,underlying_ask_eod",
    (q) => `SPY,${d},SPY,${e},${q.strike},${q.word},0,0,0.11,${q.bid},${q.ask},${spot},${spot}`),
  each("UnderlyingOptionsEOD.csv",
    "underlying_symbol,quote_date,root,expiration,strike,option_type,bid_1545,bid_eod,ask_eod,underlying_bid_eod,underlying_ask_eod",
    (q) => `SPY,${d},SPY,${e},${q.strike},${q.word},0,${q.bid},${q.ask},${spot},${spot}`)],
  "ORATS chain": [pairs("ORATS_SMV_Strikes.csv",
    "ticker,stkPx,expirDate,strike,cBidPx,cAskPx,pBidPx,pAskPx,cMidIv,pMidIv,delta,spot_px,trade_date",
    (k, c, p) => `SPY,${spot},${e},${k},${c.bid},${c.ask},${p.bid},${p.ask},0.11,0.11,0.5,${spot},${d}`)],
  "historicaloptiondata chain": ["Exchange,OptionSymbol,Blank", "Flags,OptionSymbol,Blank"].map((more, at) =>
    each(`L${at + 2}_options.csv`,
      `UnderlyingSymbol,UnderlyingPrice,${more},Type,Expiration, DataDate,Strike,Last,Bid,Ask,Volume,OpenInterest${at ? ",T1OpenInterest,IVMean" : ""}`,
      (q) => `SPY,${spot},*,${q.symbol},,${q.word},${e},${d},${q.strike},0,${q.bid},${q.ask},1,1${at ? ",1,0.11" : ""}`)),
  "Delta-Neutral chain": [each("options.csv",
    "underlying,underlying_last,exchange,optionroot,optionext,type,expiration,quotedate,strike,last,bid,ask,volume,openinterest,impliedvol",
    (q) => `SPY,${spot},*,${q.symbol},,${q.word},${e},${day.american},${q.strike},0,${q.bid},${q.ask},1,1,0.11`)],
  "Alpha Vantage chain": [each("SPY.csv",
    "contractID,symbol,expiration,strike,type,last,mark,bid,bid_size,ask,ask_size,volume,open_interest,date,implied_volatility",
    (q) => `${q.symbol},SPY,${e},${q.strike},${q.word},0,0,${q.bid},1,${q.ask},1,1,1,${d},0.11`)],
  "yfinance chain": [each("calls.csv",
    "contractSymbol,lastTradeDate,strike,lastPrice,bid,ask,change,volume,openInterest,impliedVolatility",
    (q) => `${q.symbol},${d} 20:59:59+00:00,${q.strike},0,${q.bid},${q.ask},0,1,1,0.11`)],
  "Dolt chain": [each("option_chain.csv", "date,act_symbol,expiration,strike,call_put,bid,ask,vol,delta",
    (q) => `${d},SPY,${e},${q.strike},${q.word},${q.bid},${q.ask},0.11,0.5`)],
  "Polygon day aggregates of options": [each("day_aggs.csv",
    "ticker,volume,open,close,high,low,window_start,transactions",
    (q) => `O:${q.symbol},1,${q.last},${q.last},${q.last},${q.last},${day.nanoseconds},1`)],
};

/** Drops files beside others and reads in the data's sheet what the last of them was called. */
async function recognised(page, name, files) {
  await drop(page, files);
  const article = dataSheet(page).locator("article.file").filter({ hasText: files.at(-1).name });
  await expect(article.last(), files.at(-1).name).toContainText(name);
}

test("bars of every vendor", async ({ page }) => {
  await open(page);
  await dataChip(page).click();
  for (const [name, files] of Object.entries(BARS)) {
    for (const dropped of files) {
      await recognised(page, name, [dropped]);
      await expect(dataChip(page)).toContainText(`${DAYS.length} days`);
    }
  }
});

test("files beside bars", async ({ page }) => {
  await open(page);
  await dataChip(page).click();
  for (const [name, files] of Object.entries(BESIDE)) {
    for (const dropped of files) await recognised(page, name, [own, dropped]);
  }
});

test("option quotes of every vendor", async ({ page }) => {
  await open(page);
  await dataChip(page).click();
  for (const [name, files] of Object.entries(CHAINS)) {
    for (const dropped of files) {
      await recognised(page, name, [own, dropped]);
      await expect(dataSheet(page)).toContainText("6 quotes on 1 day");
    }
  }
  await expect(dataSheet(page), "trades are no quotes").toContainText("neither bid nor ask");
  await page.screenshot({ path: "results/formats.png" });
});

test("the underlying among those of a whole market, in files that follow each other", async ({ page }) => {
  const header = "ticker,volume,open,close,high,low,window_start,transactions";
  const row = (ticker) => (d) => `${ticker},0,${d.open},${d.close},${d.high},${d.low},${d.nanoseconds},1`;
  const half = (name, days) => ({ name,
    text: [header, ...days.flatMap((d) => ["AAPL", "SPY", "ZM"].map((ticker) => row(ticker)(d)))].join("\n") });
  const middle = Math.floor(DAYS.length / 2);
  await open(page);
  await dataChip(page).click();
  await drop(page, [half("late.csv", DAYS.slice(middle)), half("early.csv", DAYS.slice(0, middle))]);
  await expect(dataSheet(page)).toContainText("expected rows of one underlying, found AAPL, SPY, ZM");
  await dataSheet(page).getByRole("button", { name: "Read SPY" }).click();
  await expect(dataChip(page)).toContainText(`${DAYS.length} days`);
  for (const name of ["early.csv", "late.csv"]) {
    const article = dataSheet(page).locator("article.file").filter({ hasText: name });
    await expect(article).toContainText(/\d+ rows of other symbols filtered out/);
  }
  // Too many to be offered: one is named.
  const market = DAYS.flatMap((d) => ["SPY", ...Array.from({ length: 30 }, (_, n) => `A${n}`)].map((t) => row(t)(d)));
  await dataSheet(page).getByText("Keep one underlying, or some option quotes").click();
  await dataSheet(page).getByLabel("Underlying", { exact: true }).fill("");
  await drop(page, [{ name: "market.csv", text: [header, ...market].join("\n") }]);
  const refused = dataSheet(page).locator(".refused");
  await expect(refused).toContainText("and 11 more; choose the underlying to read");
  await refused.getByLabel("Underlying").fill("spy");
  await refused.getByRole("button", { name: "Read it" }).click();
  await expect(dataSheet(page).locator("article.file").filter({ hasText: "market.csv" })).toHaveCount(1);
  await expect(dataChip(page)).toContainText(`${DAYS.length} days`);
});

test("a decimal comma that nothing tells is shown, and can be chosen", async ({ page }) => {
  await open(page);
  const price = (text) => `"${(Number(text) / 100).toFixed(3).replace(".", ",")}"`;
  await drop(page, [file("spy.csv", "date,open,high,low,close",
    (d) => [d.date, ...[d.open, d.high, d.low, d.close].map(price)].join(","))]);
  await expect(dataChip(page)).toContainText(`${DAYS.length} days`);
  await dataChip(page).click();
  const doubt = dataSheet(page).getByText(/may be a decimal comma or stand between thousands/);
  await expect(doubt).toBeVisible();
  await dataSheet(page).getByText("Choose the decimal mark, the order of dates").click();
  await dataSheet(page).getByLabel("Decimal mark").selectOption("comma");
  await dataSheet(page).getByRole("button", { name: "Read the files again" }).last().click();
  await expect(doubt).toHaveCount(0);
  await expect(dataChip(page)).toContainText(`${DAYS.length} days`);
});
