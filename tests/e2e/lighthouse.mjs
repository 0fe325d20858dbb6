// Lighthouse's performance on a phone, median of three: node lighthouse.mjs [DIST] (called by
// `cargo xtask floors`). Files are served with brotli, as hosts of static pages do.
import { fileURLToPath } from "node:url";
import lighthouse from "lighthouse";
import { chromium } from "@playwright/test";
import { serve } from "./serve.mjs";

const RUNS = Number(process.env.RUNS ?? 3);
const dist = process.argv[2] ?? fileURLToPath(new URL("../../dist", import.meta.url));
const host = await serve(dist, { brotli: true });
const port = 20_000 + (process.pid % 20_000);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: [`--remote-debugging-port=${port}`, "--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const runs = [];
for (let run = 0; run < RUNS; run += 1) {
  const { lhr } = await lighthouse(host.address, {
    port, logLevel: "error", onlyCategories: ["performance"],
  });
  const value = (audit) => lhr.audits[audit].numericValue;
  runs.push({
    score: Math.round(lhr.categories.performance.score * 100),
    first_paint_ms: Math.round(value("first-contentful-paint")),
    largest_paint_ms: Math.round(value("largest-contentful-paint")),
    blocking_ms: Math.round(value("total-blocking-time")),
    speed_index_ms: Math.round(value("speed-index")),
    layout_shift: Number(value("cumulative-layout-shift").toFixed(4)),
  });
}
await browser.close();
host.close();
runs.sort((a, b) => a.score - b.score);
console.log(JSON.stringify({ median: runs[Math.floor(runs.length / 2)], runs }, null, 2));
