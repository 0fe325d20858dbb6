// How the page looks and what it is made of: no sideways scroll, nothing against the rules of
// accessibility, screenshots for the eye.
import { enter, untilChanged } from "./desk.mjs";
import { expect, offences, open, test } from "./fixtures.mjs";

for (const [width, height] of [[1440, 1000], [1280, 900], [390, 844]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`at ${width} pixels, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      await open(page);
      await page.screenshot({ path: `results/${width}-${colorScheme}.png` });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider, "the page does not scroll sideways").toBeLessThanOrEqual(0);
      expect(await offences(page)).toEqual([]);
    });
  }
}

for (const [width, height] of [[1440, 1000], [390, 844]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`limits, hedges, the day and the structures at ${width} pixels, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await open(page);
      await untilChanged(page, () => enter(page, {
        type: { "Stop loss": "4", "Value at risk limit, 1 day, 99 %": "1", "Vega limit per vol point": "0.2" },
        choose: { "Portfolio hedge": "daily" },
      }));
      await page.getByRole("button", { name: /Edit legs/ }).click();
      const structures = page.getByRole("dialog", { name: "Structures" });
      await structures.getByRole("button", { name: "SKEW", exact: true }).click();
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: `results/structures-${width}-${colorScheme}.png` });
      expect(await offences(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape"); // the scenario, which lies over a narrow page
      for (const name of ["Limits", "Hedges"]) {
        await page.getByRole("tab", { name }).click();
        await page.locator(".tablecard").scrollIntoViewIfNeeded();
        await page.screenshot({ path: `results/${name}-${width}-${colorScheme}.png` });
        expect(await offences(page), name).toEqual([]);
      }
      await page.locator(".day").screenshot({ path: `results/day-${width}-${colorScheme}.png` });
      await page.locator(".chartcard").screenshot({ path: `results/chart-${width}-${colorScheme}.png` });
    });
  }
}

test("on a phone the scenario is one tap away", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  const maximum = page.getByLabel("Maximum per profile", { exact: true });
  await expect(maximum).toBeHidden();
  await page.getByRole("button", { name: "Scenario" }).click();
  await expect(maximum).toBeVisible();
  await page.screenshot({ path: "results/390-scenario.png" });
  await untilChanged(page, () => maximum.fill("25"));
  await page.getByRole("button", { name: "Done" }).click();
  await expect(maximum).toBeHidden();
});

test("the theme is chosen and remembered", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  const theme = page.getByRole("button", { name: /^Theme/ });
  await theme.click(); // light
  await theme.click(); // dark
  await expect(theme).toHaveAccessibleName("Theme: dark. Change it");
  expect(await ground()).not.toBe(light);
  await open(page);
  expect(await ground()).not.toBe(light);
});

test("hints go once they were heeded, and stay away", async ({ page }) => {
  await open(page);
  await expect(page.locator(".hint")).toHaveCount(3);
  await untilChanged(page, () => page.getByLabel("Maximum per profile", { exact: true }).fill("25"));
  await expect(page.getByText("move a limit")).toHaveCount(0);
  await open(page);
  await expect(page.locator(".hint")).toHaveCount(2);
});

for (const [width, height] of [[1440, 900], [800, 900], [390, 844], [320, 640]]) {
  test(`nothing moves at ${width} pixels when the app takes the place of the shell`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.addInitScript(() => {
      window.shifts = 0;
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifts += shift.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await open(page);
    await expect(page.locator(".level")).toHaveText(/%/); // the last figures to arrive
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => window.shifts)).toBeLessThan(0.01);
  });
}

for (const width of [390, 320]) {
  test(`every note of the key figures has one line at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await open(page);
    const notes = page.locator(".kpi .note");
    const lines = () => notes.evaluateAll((notes) => notes.map((note) =>
      `${note.textContent}: ${Math.round(note.getBoundingClientRect().height / 16)}`));
    expect((await lines()).filter((line) => !line.endsWith(": 1"))).toEqual([]);
    if (width < 390) return;
    // The longest: a worst fall between two days.
    await page.locator(".kpi").filter({ hasText: "Max drawdown" }).locator(".note")
      .evaluate((note) => (note.textContent = "1999-03-18 → 2018-12-13"));
    expect((await lines()).filter((line) => !line.endsWith(": 1"))).toEqual([]);
  });
}
