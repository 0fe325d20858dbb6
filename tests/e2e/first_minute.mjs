// How long a first visit takes on a slow phone: node first_minute.mjs [DIST] (called by
// `cargo xtask floors`). 1.6 Mb/s, 150 ms, a fourth of the processor's speed, files with brotli.
// Prints, as JSON, medians in milliseconds: until the sample's figures and curve are in view, until
// the controls answer, until the app's own result has replaced the prerendered one; besides, the
// layout shift and how often each file was requested.
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { serve } from "./serve.mjs";

const VISITS = Number(process.env.VISITS ?? 3);
const dist = process.argv[2] ?? fileURLToPath(new URL("../../dist", import.meta.url));
const host = await serve(dist, { brotli: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function visit() {
  host.requests.clear();
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, deviceScaleFactor: 2 });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.addInitScript(() => {
    const seen = (window.seen = { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    const inView = (element) => {
      const box = element?.getBoundingClientRect();
      return !!box && box.width > 0 && box.top < innerHeight && getComputedStyle(element).visibility === "visible";
    };
    const look = () => {
      const now = performance.now();
      const figure = document.querySelector(".kpi .value");
      const curves = [...document.querySelectorAll(".drawing .eq")];
      if (inView(figure) && /\d/.test(figure.textContent) && curves.some(inView)) seen.figures ??= now;
      if (!document.getElementById("shell") && document.querySelector("#scenario input")) seen.controls ??= now;
      if (seen.controls && figure && !document.querySelector(".prerendered") && /\d/.test(figure.textContent)) {
        seen.result ??= now;
      }
      if (!seen.result) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(host.address, { waitUntil: "commit" });
  await page.waitForFunction(() => window.seen.result, undefined, { timeout: 60_000 });
  await page.waitForTimeout(1500);
  const seen = await page.evaluate(() => window.seen);
  await context.close();
  return { ...seen, requests: Object.fromEntries(host.requests) };
}

const visits = [];
for (let number = 0; number < VISITS; number += 1) visits.push(await visit());
await browser.close();
host.close();
const median = (read) => visits.map(read).toSorted((a, b) => a - b)[Math.floor(visits.length / 2)];
console.log(JSON.stringify({
  figures_and_curve_in_view_ms: Math.round(median((visit) => visit.figures)),
  controls_alive_ms: Math.round(median((visit) => visit.controls)),
  own_result_ms: Math.round(median((visit) => visit.result)),
  layout_shift: Number(Math.max(...visits.map((visit) => visit.shift)).toFixed(4)),
  requests: visits.at(-1).requests,
}, null, 2));
