// How fast a slider's chart follows: node tests/e2e/slider.mjs DIST [DIST ...]
// Moves a slider of each build in turns, 200 times in all, and waits until the chart is painted.
// Prints, as JSON, median and 95th percentile in milliseconds, and the longest task of the page.
import { chromium } from "@playwright/test";
import { serve } from "./serve.mjs";

const MOVES = Number(process.env.MOVES ?? 200);
const ROUND = 20;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function open(dist) {
  const host = await serve(dist, { brotli: true });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(host.address);
  await page.waitForFunction(() => /^[\d.]+\sm?s$/.test(document.querySelector(".run [role=status]")?.textContent));
  await page.waitForTimeout(1500);
  return { dist, host, page, times: [], longest: 0 };
}

// Moves the slider some times; the times until the chart was painted, and the longest task.
const move = ({ page }, moves) => page.evaluate(async (moves) => {
  const slider = document.querySelector("input[type=range][aria-label$=', slider']");
  const drawing = document.querySelector(".drawing");
  const tasks = [0];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration)));
  observer.observe({ entryTypes: ["longtask"] });
  const times = [];
  for (let step = 0; step < moves; step += 1) {
    const value = String(25 + ((Number(slider.value) - 24) % 14));
    const painted = new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error("the chart did not follow")), 10_000);
      const watcher = new MutationObserver(() => {
        clearTimeout(late);
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(done));
      });
      watcher.observe(drawing, { subtree: true, childList: true, attributes: true });
    });
    const started = performance.now();
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await painted;
    times.push(performance.now() - started);
    await new Promise((done) => setTimeout(done, 120));
  }
  observer.disconnect();
  return { times, longest: Math.max(...tasks) };
}, moves);

const builds = [];
for (const dist of process.argv.slice(2)) builds.push(await open(dist));
for (let round = 0; round < MOVES / ROUND; round += 1) {
  for (const build of builds) {
    const { times, longest } = await move(build, ROUND);
    build.times.push(...times);
    build.longest = Math.max(build.longest, longest);
  }
}
await browser.close();
for (const { host } of builds) host.close();
const share = (values, part) => values.toSorted((a, b) => a - b)[Math.floor(values.length * part)];
console.log(JSON.stringify(builds.map(({ dist, times, longest }) => ({
  dist,
  moves: times.length,
  median_ms: Math.round(share(times, 0.5)),
  p95_ms: Math.round(share(times, 0.95)),
  longest_task_ms: Math.round(longest),
})), null, 2));
