// How fast a large file of option quotes is read, in a real browser: node tests/e2e/reading.mjs
// (called by `cargo xtask floors`). Two million rows are made up in a file that is deleted again.
// Prints, as JSON, medians: MB a second and MB of memory as the reader last reports, and the
// seconds from dropping the files to the market.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { chromium } from "@playwright/test";
import { serve } from "./serve.mjs";

const TURNS = 5;
const [DAYS, EXPIRIES, STRIKES] = [250, 20, 200];

const folder = await mkdtemp(join(tmpdir(), "rotation-"));
const files = ["bars.csv", "chain.csv"].map((name) => join(folder, name));
const megabytes = await write(...files);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const { address, close } = await serve();
const turns = [];
for (let turn = 0; turn < TURNS; turn++) turns.push(await read(browser));
await browser.close();
close();
await rm(folder, { recursive: true });
const median = (of) => turns.map(of).toSorted((a, b) => a - b)[Math.floor(TURNS / 2)];
console.log(JSON.stringify({
  file_megabytes: Math.round(megabytes),
  reading_megabytes_a_second: median((turn) => turn.speed),
  dropped_to_market_s: Number(median((turn) => turn.seconds).toFixed(2)),
  reader_memory_megabytes: median((turn) => turn.memory),
}, null, 2));

async function read(browser) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(address);
  await page.locator(".kpi .value").first().waitFor();
  await page.waitForTimeout(1500);
  await page.locator(".top .chip").first().click();
  // The progress that the page shows while files are read, and when the market is there.
  await page.evaluate(() => {
    window.progress = [];
    const look = () => {
      const text = document.querySelector(".reading")?.textContent;
      if (text && text !== window.progress.at(-1)) window.progress.push(text);
      const chip = document.querySelector(".top .chip").textContent;
      if (/^bars/.test(chip)) window.ended ??= performance.now();
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    document.querySelector("#picker").addEventListener("change", () => (window.began = performance.now()), true);
  });
  await page.locator("#picker").setInputFiles(files);
  await page.waitForFunction(() => window.ended, null, { timeout: 60_000 });
  const { progress, seconds } = await page.evaluate(() => ({
    progress: window.progress.at(-1), seconds: (window.ended - window.began) / 1000,
  }));
  await page.close();
  const [, speed, memory] = progress.match(/(\d+) MB\/s.* in (\d+) MB of memory/);
  return { speed: Number(speed), memory: Number(memory), seconds };
}

// Quotes around an underlying at 2,700, each day with as many expiries and strikes.
async function write(bars, chain) {
  const date = (day) => new Date(Date.UTC(2018, 0, 2 + day)).toISOString().slice(0, 10);
  const days = [...Array(DAYS).keys()];
  await writeFile(bars, ["date,open,high,low,close", ...days.map((day) => `${date(day)},2700,2710,2690,2700`)].join("\n"));
  const file = createWriteStream(chain);
  file.write("quote_date,expiry,strike,type,bid,ask,iv,delta,volume,open_interest,underlying\n");
  for (const day of days) {
    let text = "";
    for (let week = 1; week <= EXPIRIES; week++) {
      const expiry = date(day + 7 * week);
      for (let strike = 1700; strike < 1700 + 10 * STRIKES; strike += 10) {
        const value = 20 + Math.sqrt(week) * 9 * Math.exp(-Math.abs(strike - 2700) / 200);
        const [call, put] = [Math.max(0, 2700 - strike) + value, Math.max(0, strike - 2700) + value];
        for (const [right, mid, delta] of [["C", call, 0.4871], ["P", put, -0.5129]]) {
          text += `${date(day)},${expiry},${strike},${right},${mid.toFixed(2)},${(mid + 0.4).toFixed(2)},`
            + `0.16${strike % 100},${delta},${strike % 97},${strike % 890},2700.00\n`;
        }
      }
    }
    if (!file.write(text)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  return file.bytesWritten / 1e6;
}
