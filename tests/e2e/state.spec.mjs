// What is in view says the truth about the figures: which prices they rest on, and whether they are
// those of what is chosen now.
import { readFileSync } from "node:fs";
import { expect, FINISHED, open, test } from "./fixtures.mjs";
import { drop, european, figure, messages, run, sample, untilChanged, untouched } from "./desk.mjs";

const read = (name) => readFileSync(new URL(`data/${name}`, import.meta.url), "utf8");
const spy = [
  { name: "spy_2021_bars.csv", text: read("spy_2021_bars.csv") },
  { name: "spy_2021_chain.csv", text: read("spy_2021_chain.csv") },
];

test("with a chain the price source counts what the result rests on, at every width", async ({ page }) => {
  await open(page);
  await expect(page.locator(".prices")).toHaveText(/prices: 100\s% model, VIX quoted/);
  await untilChanged(page, () => drop(page, spy));
  await expect(page.locator(".prices")).toHaveText(/\d+\s% (quoted|interpolated|stale)/);
  await expect(page.locator(".prices")).not.toContainText("100\u202f% model");
  for (const width of [1280, 768, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(page.locator(".prices"), `at ${width}`).toBeVisible();
    const box = await page.locator(".prices").boundingBox();
    expect(box.width, `room for the price source at ${width}`).toBeGreaterThan(60);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wider, `no sideways scroll at ${width}`).toBeLessThanOrEqual(0);
  }
});

test("figures of other data than is loaded say so", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "week.csv", text: european("2009-12-20", "2010") }]);
  await expect(messages(page)).toContainText("load more history");
  await expect(page.locator(".outdated")).toContainText(/These figures are of S&P 500.*, not of week/);
  await expect(page.locator(".desk")).toHaveClass(/stale/);
  const dimmed = (selector) =>
    page.locator(selector).first().evaluate((element) => Number(getComputedStyle(element).opacity));
  for (const place of [".kpi dd.value", ".sentence", ".frame", ".day > :not(.dayhead)"]) {
    await expect.poll(() => dimmed(place), place).toBeLessThan(1);
  }
  await untilChanged(page, () => drop(page, [{ name: "years.csv", text: european("2003", "2010") }]));
  await expect(page.locator(".outdated")).toHaveCount(0);
  await expect(page.locator(".desk")).not.toHaveClass(/stale/);
});

test("without any result too little data claims no earlier one", async ({ page, offences }) => {
  await page.route("**/data/sp500*", (route) => route.abort());
  await page.goto("/");
  await expect(page.locator("#shell")).toHaveCount(0); // the app has taken its place
  await drop(page, [{ name: "week.csv", text: european("2009-12-20", "2010") }]);
  await expect(messages(page)).toContainText("load more history");
  await expect(messages(page)).not.toContainText("last run that finished");
  await expect(page.locator(".desk")).toHaveClass(/empty/);
  offences.length = 0; // what the browser writes about the missing sample to the console
});

test("an invalid field says that the figures leave it out", async ({ page }) => {
  await open(page);
  const maximum = page.getByLabel("Maximum per profile", { exact: true });
  await untouched(page, () => maximum.fill("140"));
  await expect(page.locator(".outdated")).toHaveText(/1 field has an error/);
  await page.locator(".formhead").getByRole("button", { name: "Reset" }).click();
  await expect(page.locator(".outdated")).toHaveCount(0);
});

test("on a phone the bar at the top keeps its height through a run", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.evaluate(() => {
    window.heights = new Set();
    const top = document.querySelector(".top");
    new ResizeObserver(() => window.heights.add(Math.round(top.getBoundingClientRect().height))).observe(top);
  });
  await page.locator("#open-scenario").click();
  await untilChanged(page, () => page.getByLabel("Maximum per profile", { exact: true }).fill("25"));
  await page.getByRole("button", { name: "Done" }).click();
  expect(await page.evaluate(() => [...window.heights])).toHaveLength(1);
});

test("a drag and a double click on the chart select no text", async ({ page }) => {
  await open(page);
  const box = await page.locator("#glass").boundingBox();
  const at = (share) => [box.x + box.width * share, box.y + box.height / 2];
  await page.mouse.move(...at(0.3));
  await page.mouse.dblclick(...at(0.3));
  await page.mouse.move(...at(0.3));
  await page.mouse.down();
  await page.mouse.move(...at(0.6), { steps: 5 });
  await page.mouse.up();
  expect(await page.evaluate(() => String(getSelection()))).toBe("");
});

test("Ctrl+Z undoes outside of text fields and is the browser's inside", async ({ page }) => {
  await open(page);
  const maximum = page.getByLabel("Maximum per profile", { exact: true });
  await untilChanged(page, () => maximum.fill("25"));
  await maximum.blur();
  await untilChanged(page, () => page.keyboard.press("Control+z"));
  await expect(maximum).toHaveValue("40");
  await untilChanged(page, () => page.keyboard.press("Control+y"));
  await expect(maximum).toHaveValue("25");
});

test("a dragged slider shows results while it moves, and the last value last", async ({ page }) => {
  await open(page);
  const slider = page.getByLabel("Minimum per profile, slider");
  const shown = new Set();
  for (let value = 1; value <= 20; value += 1) {
    await slider.fill(String(value));
    await page.waitForTimeout(100);
    shown.add(await figure(page, "Final equity").textContent());
  }
  expect(shown.size, "results that were shown on the way").toBeGreaterThan(3);
  await expect(run(page)).toHaveText(FINISHED);
  await expect(page.getByLabel("Minimum per profile", { exact: true })).toHaveValue("20");
});

test("one bad file among good ones leaves the good ones", async ({ page }) => {
  await open(page);
  const picture = { name: "picture.csv", bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13] };
  await untilChanged(page, () => drop(page, [{ name: "own.csv", text: european("2003", "2010") }, picture]));
  await expect(page.locator(".data-chip")).toContainText("own · 2003–2009");
  await expect(messages(page)).toContainText("picture.csv");
});

test("a pinned baseline survives a reload", async ({ page }) => {
  await open(page);
  await untilChanged(page, () => page.getByLabel("Maximum per profile", { exact: true }).fill("30"));
  await page.getByRole("button", { name: "Pin baseline" }).click();
  await untilChanged(page, () => page.getByLabel("Maximum per profile", { exact: true }).fill("20"));
  await page.waitForTimeout(800); // the address follows
  await page.reload();
  await expect(run(page)).toHaveText(FINISHED, { timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Unpin baseline" })).toBeVisible();
  await expect(page.locator(".kpi").first()).toContainText(/[+−]/);
});

test("the sample file can be dropped as the user's own", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "sp500.csv", text: sample }]);
  await expect(page.locator(".data-chip")).toContainText("sp500 · 1999–2018 · 5,031 days");
});
