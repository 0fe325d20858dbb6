// How fast the page is with option quotes of one's own, in a real browser:
// node tests/e2e/quotes.mjs DIST BARS CHAIN. Prints, as JSON, the seconds from dropping the files to
// the first result, and for changes of one limit the median milliseconds of the engine and from the
// change to the redrawn page.
import { chromium } from "@playwright/test";
import { serve } from "./serve.mjs";

const CHANGES = 15;
const [dist, bars, chain] = process.argv.slice(2);
const { address, close } = await serve(dist);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(address);
await page.locator(".kpi .value").first().waitFor();
await page.waitForTimeout(1500);
await page.locator(".top .chip").first().click();
const before = await page.locator(".kpi .value").first().textContent();
const started = Date.now();
await page.locator("#picker").setInputFiles([bars, chain]);
await page.waitForFunction((before) => {
  const done = /^[\d.]+\s(ms|s)$/.test(document.querySelector(".run [role=status]").textContent);
  return done && document.querySelector(".kpi .value").textContent !== before;
}, before, { timeout: 120_000 });
const first = (Date.now() - started) / 1_000;
await page.keyboard.press("Escape");
await page.waitForTimeout(4_000); // the runs at other levels of the model
const measured = await page.evaluate(async (changes) => {
  const field = [...document.querySelectorAll("label")]
    .find((label) => /^maximum per profile$/i.test(label.textContent.trim())).control;
  const equity = document.querySelector(".kpi .value");
  const status = () => document.querySelector(".run [role=status]").textContent;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const engine = [], redraws = [];
  for (let change = 0; change < changes; change++) {
    const before = equity.textContent;
    const started = performance.now();
    field.value = String(39 - change);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    while (document.querySelector(".kpi .value").textContent === before) await frame();
    redraws.push(performance.now() - started);
    const [, number, unit] = status().match(/^([\d.]+)\s(ms|s)$/) ?? [];
    engine.push(Number(number) * (unit === "s" ? 1_000 : 1));
    await new Promise((done) => setTimeout(done, 500));
  }
  return { engine, redraws };
}, CHANGES);
await browser.close();
close();
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
console.log(JSON.stringify({
  dropped_to_result_s: first,
  engine_ms: median(measured.engine),
  redrawn_ms: Math.round(median(measured.redraws)),
}, null, 2));
