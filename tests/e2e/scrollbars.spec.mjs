// The page where scrollbars take space, as on most desktops: Playwright hides them otherwise.
import { expect, open, test } from "./fixtures.mjs";

test.use({
  launchOptions: async ({ launchOptions }, use) =>
    use({ ...launchOptions, ignoreDefaultArgs: ["--hide-scrollbars"] }),
});

for (const width of [1440, 1000, 390]) {
  test(`no resize observer is in a loop at ${width} pixels`, async ({ page }) => {
    await page.addInitScript(() => {
      window.loops = [];
      addEventListener("error", (event) => window.loops.push(event.message));
    });
    await page.setViewportSize({ width, height: 700 });
    await open(page);
    expect(await page.evaluate(() => innerWidth - document.documentElement.clientWidth),
      "the scrollbar takes space").toBeGreaterThan(5);
    for (const by of [-40, 25, -3]) {
      await page.setViewportSize({ width: width + by, height: 700 });
      await page.waitForTimeout(150);
    }
    expect(await page.evaluate(() => window.loops)).toEqual([]);
    // One that does change what it watches is seen.
    await page.evaluate(() => new ResizeObserver(([{ target, contentRect }]) => {
      if (contentRect.height < 3000) target.style.height = `${contentRect.height + 100}px`;
    }).observe(document.querySelector("main")));
    await expect.poll(() => page.evaluate(() => window.loops.length)).toBeGreaterThan(0);
  });
}
