// The page on paper, in forced colours, and where scrollbars take space.
import { chromium } from "@playwright/test";
import { expect, open, test } from "./fixtures.mjs";

// CSS pixels of a page without its margins of 12 mm.
const PAPERS = {
  "A4 portrait": { width: 703, height: 1032 },
  "A4 landscape": { width: 1032, height: 703 },
  "Letter portrait": { width: 725, height: 965 },
  "Letter landscape": { width: 965, height: 725 },
};

for (const [name, viewport] of Object.entries(PAPERS)) {
  test(`on ${name} the first page has figures, sentence and the whole chart`, async ({ page }) => {
    await open(page);
    await page.setViewportSize(viewport);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    for (const part of [".kpi .value", ".sentence", ".drawing svg", ".legends"]) {
      const box = await page.locator(part).first().boundingBox();
      expect(box.x + box.width, part).toBeLessThanOrEqual(viewport.width);
      expect(box.y + box.height, part).toBeLessThanOrEqual(viewport.height);
    }
    await expect(page.locator(".form, .controls, .tablecard, .glass").filter({ visible: true })).toHaveCount(0);
    await expect(page.locator(".top .btn").filter({ visible: true })).toHaveCount(0);
    const ink = await page.locator(".kpi .value").first().evaluate((value) => getComputedStyle(value).color);
    expect(ink, "the light theme").toBe("rgb(20, 24, 31)");
  });
}

test("in forced colours swatches and tracks of sliders are seen", async ({ page, context }) => {
  await open(page);
  await page.emulateMedia({ forcedColors: "active" });
  const colour = (selector) => page.locator(selector).first()
    .evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await colour(".swatch.p1")).toBe("rgb(0, 114, 178)");
  expect(await colour(".swatch.p2")).toBe("rgb(213, 94, 0)");
  // The track at its left end, beside the page's own colour.
  const box = await page.locator(".slider").first().boundingBox();
  const picture = await page.screenshot({ clip: { x: box.x + 20, y: box.y, width: 8, height: box.height } });
  const blank = await context.newPage();
  const colours = await blank.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return new Set(new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer)).size;
  }, picture.toString("base64"));
  expect(colours).toBeGreaterThan(1);
});

test("nothing is reported on load where scrollbars take space", async ({ baseURL }) => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    ignoreDefaultArgs: ["--hide-scrollbars"],
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage({ baseURL, viewport: { width: 1280, height: 700 }, serviceWorkers: "block" });
    await page.addInitScript(() => {
      window.errors = [];
      addEventListener("error", (event) => window.errors.push(event.message));
    });
    await open(page);
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => window.errors)).toEqual([]);
  } finally {
    await browser.close();
  }
});
