// The scenario form: help, errors, undo of a drag, and what differs from the default.
import { expect, open, test } from "./fixtures.mjs";
import { untilChanged, untouched } from "./desk.mjs";

const form = (page) => page.getByRole("complementary", { name: "Scenario" });
const field = (page, label) => form(page).getByLabel(label, { exact: true });
const unfold = (page, title) => form(page).locator("summary", { hasText: title }).click();
const structures = (page) => page.getByRole("dialog", { name: "Structures" });

async function editStructures(page, profile) {
  await unfold(page, "Structures");
  await form(page).getByRole("button", { name: /Edit legs/ }).click();
  await structures(page).getByRole("button", { name: profile, exact: true }).click();
}

test("a field keeps what is typed until it is left", async ({ page }) => {
  await open(page);
  const capital = field(page, "Initial capital");
  await capital.fill("2500000.");
  await expect(capital).toHaveValue("2500000.");
  await capital.press("Tab");
  await expect(capital).toHaveValue("2,500,000");
});

test("a weight without a structure is marked at its cell and in the structures", async ({ page }) => {
  await open(page);
  const cell = field(page, "Trend up, SDG");
  await cell.fill("1");
  await expect(form(page).getByText("No structure for this regime: SDG in Trend up.")).toBeVisible();
  await expect(cell).toHaveAttribute("title", /no structure for this regime/);
  await editStructures(page, "SDG");
  await expect(structures(page)).toContainText("No structure for these regimes: Trend up, Compression.");
});

test("a delta is typed as 0.3 or 30, and a wrong cell is not marked as changed", async ({ page }) => {
  await open(page);
  await editStructures(page, "SKEW");
  const delta = structures(page).getByLabel("Leg 1, strike value");
  await untilChanged(page, () => delta.fill("0.3"));
  await delta.press("Tab");
  await expect(delta).toHaveValue("30");
  const contracts = structures(page).getByLabel("Leg 1, contracts");
  await untouched(page, () => contracts.fill("1.5"));
  await expect(structures(page)).toContainText("Contracts: expected a whole number from 1 to 100, found 1.5");
  await expect(contracts).toHaveClass(/wrong/);
  await expect(contracts).not.toHaveClass(/changed/);
});

test("a refused file of structures says so inside the dialog", async ({ page }) => {
  await open(page);
  await editStructures(page, "CHARM");
  const file = { name: "wrong.json", mimeType: "application/json", buffer: Buffer.from("{ not json") };
  await structures(page).getByLabel("Load JSON").setInputFiles(file);
  await expect(structures(page).getByRole("alert")).toContainText("expected JSON");
  await structures(page).getByRole("button", { name: "Dismiss" }).click();
  await expect(structures(page).getByRole("alert")).toBeEmpty();
});

test("a fraction of a day is refused", async ({ page }) => {
  await open(page);
  await unfold(page, "Regime rules");
  await untouched(page, () => field(page, "Event window").fill("2.5"));
  const error = form(page).getByText("Event window: expected a whole number, 0 to 30 days, found 2.5");
  await expect(error).toBeVisible();
});

test("a drag of a slider is one step of undo, however long it pauses", async ({ page }) => {
  await open(page);
  const maximum = field(page, "Maximum per profile");
  const box = await field(page, "Maximum per profile, slider").boundingBox();
  const y = box.y + box.height / 2;
  const at = (share) => box.x + box.width * share;
  await page.mouse.move(at(0.37), y);
  await page.mouse.down();
  await page.mouse.move(at(0.5), y, { steps: 3 });
  await expect(maximum).not.toHaveValue("40");
  await page.waitForTimeout(700); // longer than changes of one step lie apart
  const paused = await maximum.inputValue();
  await page.mouse.move(at(0.8), y, { steps: 3 });
  await expect(maximum).not.toHaveValue(paused);
  await page.mouse.up();
  await form(page).getByRole("button", { name: "Undo" }).click();
  await expect(maximum).toHaveValue("40");
});

test("an error below a field does not move its neighbour", async ({ page }) => {
  await open(page);
  const top = async () => (await field(page, "Last day").boundingBox()).y
    - (await field(page, "First day").boundingBox()).y;
  const before = await top();
  await field(page, "First day").fill("2014-02-30");
  await expect(form(page).getByText("expected a date such as 2014-01-03")).toBeVisible();
  expect(await top()).toBe(before);
});

test("help takes no room until it is opened", async ({ page }) => {
  await open(page);
  const help = form(page).getByText("Excess is redistributed; any remainder stays in cash.");
  await expect(help).toBeHidden();
  await form(page).getByRole("button", { name: "Help: Maximum per profile" }).click();
  await expect(help).toBeVisible();
  await expect(help).toContainText("Range: 1 to 100 %.");
  await expect(field(page, "Maximum per profile")).toHaveAccessibleDescription(/Excess is redistributed/);
});

test("a button opens the browser's calendar", async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    HTMLInputElement.prototype.showPicker = function () { window.picked = this.type; };
  });
  await form(page).getByRole("button", { name: "First day: open calendar" }).click();
  expect(await page.evaluate(() => window.picked)).toBe("date");
});

test("a changed list looks changed, and heads of the grid do not touch", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page);
  const heads = await form(page).locator(".compat thead abbr").evaluateAll((heads) =>
    heads.map((head) => head.getBoundingClientRect()).map(({ left, right }) => [left, right]));
  for (let at = 1; at < heads.length; at += 1) {
    expect(heads[at][0] - heads[at - 1][1]).toBeGreaterThan(2);
  }
  await unfold(page, "Costs and execution");
  const list = field(page, "Orders fill at");
  const look = () => list.evaluate((list) => {
    const { appearance, borderColor, backgroundColor } = getComputedStyle(list);
    return { appearance, borderColor, backgroundColor };
  });
  const before = await look();
  expect(before.appearance).toBe("none"); // else WebKit paints over both
  await list.selectOption("next close");
  await expect.poll(async () => (await look()).borderColor).not.toBe(before.borderColor);
  expect((await look()).backgroundColor).not.toBe(before.backgroundColor);
});

test("what differs from the default is counted and leads to its field", async ({ page }) => {
  await open(page);
  await expect(page.getByText("No changes from default")).toBeVisible();
  await unfold(page, "Costs and execution");
  await field(page, "Cost multiplier").fill("2");
  await unfold(page, "Costs and execution");
  await field(page, "Choppy, LDG").fill("0.7");
  await page.getByText("2 changes from default").click();
  await page.getByRole("button", { name: /^Cost multiplier/ }).click();
  await expect(field(page, "Cost multiplier")).toBeFocused();
  await page.getByRole("button", { name: /^Choppy, LDG/ }).click();
  await expect(field(page, "Choppy, LDG")).toBeFocused();
});

test("on a phone every target of the form is large enough", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.getByRole("button", { name: "Scenario", exact: true }).click();
  const small = await form(page).locator("button, select, summary, input[type=checkbox], input[type=text]")
    .evaluateAll((all) => all.filter((own) => own.checkVisibility()).map((own) => {
      const { width, height } = own.getBoundingClientRect();
      return { name: own.ariaLabel ?? own.textContent ?? own.id, width, height };
    }).filter(({ width, height }) => width < 24 || height < 24));
  expect(small).toEqual([]);
  const undo = await form(page).getByRole("button", { name: "Undo" }).boundingBox();
  expect(undo.height).toBeGreaterThanOrEqual(44);
});
