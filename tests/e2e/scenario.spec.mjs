// The scenario: what is chosen is run, what cannot be run is said, nothing typed is lost.
import { expect, open, test } from "./fixtures.mjs";
import { figure, run, untilChanged, untouched } from "./desk.mjs";

test("the sample is already run when the page is there", async ({ page }) => {
  await open(page);
  await expect(page.locator(".kpi .value")).toHaveCount(8);
  for (const value of await page.locator(".kpi .value").allTextContents()) {
    expect(value).toMatch(/\d/);
  }
  await expect(figure(page, "Ledger residual")).toHaveText("0.000000");
  await expect(page.locator(".top")).toContainText("S&P 500 · 1999–2018 · 5,031 days");
  await expect(page.locator(".top")).toContainText("VIX quoted");
});

test("a change of a limit changes the figures, shows itself and can be undone", async ({ page }) => {
  await open(page);
  const before = await figure(page, "Final equity").textContent();
  const maximum = page.getByLabel("Maximum per profile", { exact: true });
  await untilChanged(page, () => maximum.fill("25"));
  const field = page.locator(".field").filter({ has: maximum });
  await expect(field).toHaveClass(/changed/);
  await expect(field.getByRole("button", { name: /reset$/ })).toHaveText("was 40\u202f%");
  await expect(page.locator("summary", { hasText: "Allocation limits" })).toContainText("1 changed");
  await untilChanged(page, () => page.getByRole("button", { name: "Undo" }).click());
  await expect(figure(page, "Final equity")).toHaveText(before);
  await expect(maximum).toHaveValue("40");
  await untilChanged(page, () => page.getByRole("button", { name: "Redo" }).click());
  await expect(maximum).toHaveValue("25");
  await untilChanged(page, () => field.getByRole("button", { name: /reset$/ }).click());
  await expect(maximum).toHaveValue("40");
  await expect(figure(page, "Final equity")).toHaveText(before);
});

test("a slider, a cell of the grid, a choice and a date are run too", async ({ page }) => {
  await open(page);
  await untilChanged(page, () => page.getByLabel("Minimum per profile, slider").fill("15"));
  await expect(page.getByLabel("Minimum per profile", { exact: true })).toHaveValue("15");
  await untilChanged(page, () => page.getByLabel("Choppy, LDG", { exact: true }).fill("1"));
  await untilChanged(page, () => page.getByLabel("First day", { exact: true }).fill("2014-01-03"));
  await page.locator("summary", { hasText: "Costs and execution" }).click();
  await untilChanged(page, () => page.getByLabel("Orders fill at", { exact: true }).selectOption("next close"));
  await page.getByLabel("Orders fill at", { exact: true }).selectOption("same close (looks ahead)");
  await expect(page.getByText("For comparison only.")).toBeVisible();
});

test("styles that the program sets stay while the page changes", async ({ page }) => {
  await open(page);
  const cell = page.locator(".compat td").filter({ has: page.getByLabel("Choppy, LDG", { exact: true }) });
  const tint = () => cell.evaluate((cell) => getComputedStyle(cell).getPropertyValue("--v"));
  expect(await tint()).toBe("0.2");
  await untilChanged(page, () => page.getByLabel("Choppy, LDG", { exact: true }).fill("0.7"));
  expect(await tint()).toBe("0.7");
  await page.getByRole("slider", { name: "Day under the crosshair" }).focus();
  const hair = () => page.locator(".hair").evaluate((hair) => hair.style.transform);
  await page.keyboard.press("ArrowLeft");
  const before = await hair();
  await page.keyboard.press("PageUp");
  expect(await hair()).not.toBe(before);
  expect(await hair()).toMatch(/^translate\(/);
});

test("what cannot be run is said beside it, stays as typed, and the result stays", async ({ page }) => {
  await open(page);
  const check = async (label, text, message) => {
    const input = page.getByLabel(label, { exact: true });
    await untouched(page, () => input.fill(text));
    await expect(input).toHaveValue(text);
    await expect(input).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator(".field").filter({ has: input }).locator(".error")).toContainText(message);
    await input.press("Tab");
    await expect(input, "still there when it is left").toHaveValue(text);
  };
  await check("Initial capital", "0", "expected 1,000 to 10,000,000,000 USD, found 0");
  await check("Initial capital", "1e30", "expected 1,000 to 10,000,000,000 USD");
  await check("Initial capital", "", "found nothing; type a number");
  await check("Maximum per profile", "101", "expected 1 to 100 %, found 101");
  await check("Rebalance threshold", "some", "found \"some\"");
  await check("First day", "2014-02-30", "expected a date such as 2014-01-03");
  await check("First day", "2030-01-01", "expected a day from 1999-01-04 to 2018-12-31");
  await expect(page.locator("summary", { hasText: "Allocation limits" })).toContainText("2 errors");
  // The rest keeps working.
  await untilChanged(page, () => page.getByLabel("Minimum per profile", { exact: true }).fill("12"));
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await expect(page.getByLabel("Initial capital", { exact: true })).toHaveValue("1,000,000");
  await expect(page.locator("[aria-invalid=true]")).toHaveCount(0);
});

test("limits that contradict each other wait for each other", async ({ page }) => {
  await open(page);
  const minimum = page.getByLabel("Minimum per profile", { exact: true });
  await untouched(page, () => minimum.fill("50"));
  const error = page.locator(".field").filter({ has: minimum }).locator(".error");
  await expect(error).toHaveText(/^Minimum per profile \(50 %\) is above maximum per profile \(40 %\)/);
  await untilChanged(page, () => page.getByLabel("Maximum per profile", { exact: true }).fill("60"));
  await expect(error).toBeEmpty();
  await page.getByLabel("First day", { exact: true }).fill("2014-01-03");
  await page.getByLabel("Last day", { exact: true }).fill("2010-01-04");
  await expect(page.locator(".two .error").last()).toContainText("before it starts on 2014-01-03");
});

test("a pinned baseline is what changes are measured against", async ({ page }) => {
  await open(page);
  const maximum = page.getByLabel("Maximum per profile", { exact: true });
  await untilChanged(page, () => maximum.fill("30"));
  await page.getByRole("button", { name: "Pin baseline" }).click();
  const field = page.locator(".field").filter({ has: maximum });
  await expect(field).not.toHaveClass(/changed/);
  await untilChanged(page, () => maximum.fill("20"));
  await expect(field.getByRole("button", { name: /reset$/ })).toHaveText("was 30\u202f%");
  await expect(page.locator(".kpi").first()).toContainText(/[+−]/);
  await expect(run(page)).toHaveText(/ms$/);
});

test("a change is redrawn without holding the page", async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    window.held = [];
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) window.held.push(Math.round(task.duration));
    }).observe({ type: "longtask" });
  });
  const times = [];
  for (const limit of ["30", "35", "25", "38", "32"]) {
    const before = Date.now();
    await untilChanged(page, () => page.getByLabel("Maximum per profile", { exact: true }).fill(limit));
    times.push(Date.now() - before);
  }
  const held = await page.evaluate(() => window.held);
  console.log(`from a change to a redrawn page: ${times} ms; tasks over 50 ms: ${held}`);
  expect(Math.min(...times)).toBeLessThan(3_000); // what a busy machine may take; the floor is measured elsewhere
});
