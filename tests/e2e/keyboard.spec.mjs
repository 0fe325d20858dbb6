// Everything can be done without a mouse, and what has the focus can be seen.
import { expect, open, test } from "./fixtures.mjs";
import { messages, tabTo, untilChanged } from "./desk.mjs";

test("a scenario is changed, undone, pinned and shared by keys alone", async ({ page }) => {
  await page.context().grantPermissions(["clipboard-write"]);
  await open(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the result" })).toBeFocused();
  const maximum = page.getByLabel("Maximum per profile", { exact: true });
  await tabTo(page, maximum);
  await untilChanged(page, () => page.keyboard.press("ArrowDown"));
  await expect(maximum).toHaveValue("39");
  await page.keyboard.press("Control+A");
  await untilChanged(page, () => page.keyboard.type("22"));
  await tabTo(page, page.getByLabel("Trend up, LDG", { exact: true }));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByLabel("Trend down, SDG", { exact: true })).toBeFocused();
  await untilChanged(page, () => page.keyboard.type("0"));
  await page.keyboard.press("Tab");
  await expect(page.locator("summary", { hasText: "Costs and execution" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Half-spread paid", { exact: true })).toBeVisible();
  await untilChanged(page, () => page.keyboard.press("z"));
  await expect(page.getByLabel("Trend down, SDG", { exact: true })).toHaveValue("1");
  await untilChanged(page, () => page.keyboard.press("y"));
  await page.keyboard.press("b");
  await expect(page.getByRole("button", { name: "Unpin baseline" })).toHaveAttribute("aria-pressed", "true");
  await tabTo(page, page.getByRole("button", { name: "Share link" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(messages(page)).toContainText("Link copied");
});

test("keys open, close and jump", async ({ page }) => {
  await open(page);
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys).toBeVisible();
  await expect(keys).toContainText("pin this result as the baseline");
  await page.keyboard.press("b");
  await expect(page.getByRole("button", { name: "Pin baseline" }), "a dialog takes the keys").toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await page.keyboard.press("/");
  await expect(page.locator("#filter")).toBeFocused();
  await page.keyboard.type("bz");
  await expect(page.locator("#filter"), "letters are text in text").toHaveValue("bz");
});
