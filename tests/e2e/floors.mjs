// How fast the page is, in a real browser: node tests/e2e/floors.mjs (called by `cargo xtask floors`).
// Prints, as JSON, medians over changes of one field: the worker's milliseconds from signals to
// review, the milliseconds from the change to the redrawn page, and the longest task of the page's
// own thread during them; first with the default scenario, then with hedging and all limits on.
import { chromium } from "@playwright/test";
import { enter } from "./desk.mjs";
import { serve } from "./serve.mjs";

const EVERYTHING = {
  type: {
    "Stop loss": "5", "Take profit": "10", "Maximum holding period": "60", "Max drawdown halt": "50",
    "Value at risk limit, 1 day, 99 %": "5", "Delta limit": "100", "Gamma limit per 1 %": "100", "Vega limit per vol point": "5",
    "No new positions before events": "2",
  },
  choose: { "Portfolio hedge": "daily", "Cut exposure when VIX is high": true },
};

const CHANGES = 21;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const { address, close } = await serve();
await page.goto(address);
await page.locator(".kpi .value").first().waitFor();
await page.waitForTimeout(1500);
const measure = () => page.evaluate(async (changes) => {
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ entryTypes: ["longtask"] });
  const field = [...document.querySelectorAll("label")]
    .find((label) => /^maximum per profile$/i.test(label.textContent.trim())).control;
  const equity = document.querySelector(".kpi .value");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const runs = [], redraws = [];
  for (let change = 0; change < changes; change++) {
    const before = equity.textContent;
    const started = performance.now();
    field.value = String(30 + change / 2);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    // Watched, not asked for at every frame: frames drawn for the question would share the processor
    // with what is measured.
    await new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error("no change was shown")), 10_000);
      const watcher = new MutationObserver(() => {
        if (document.querySelector(".kpi .value").textContent === before) return;
        clearTimeout(late);
        watcher.disconnect();
        done();
      });
      watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await frame();
    redraws.push(performance.now() - started);
    runs.push(Number.parseFloat(document.querySelector(".run [role=status]").textContent));
    await new Promise((done) => setTimeout(done, 600));
  }
  return { runs, redraws, tasks };
}, CHANGES);
const plain = await measure();
await enter(page, EVERYTHING);
await page.waitForTimeout(1500);
const everything = await measure();
await browser.close();
close();
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const figures = ({ runs, redraws, tasks }) => ({
  worker_signals_to_report_ms: median(runs),
  change_to_redrawn_ms: Math.round(median(redraws)),
  longest_task_ms: Math.round(Math.max(0, ...tasks)),
  long_tasks: tasks.length,
});
console.log(JSON.stringify({ plain: figures(plain), everything: figures(everything) }, null, 2));
