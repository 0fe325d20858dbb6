// Structures are edited in a table of legs, with their payoff beside it.
import { readFileSync } from "node:fs";
import { expect, open, test } from "./fixtures.mjs";
import { figure, messages, tabTo, untilChanged, untouched } from "./desk.mjs";

const sheet = (page) => page.getByRole("dialog", { name: "Structures" });

async function edit(page, profile) {
  await page.locator("summary", { hasText: "Structures" }).click();
  await page.getByRole("button", { name: /Edit legs/ }).click();
  await expect(sheet(page)).toBeVisible();
  await sheet(page).getByRole("button", { name: profile, exact: true }).click();
}

test("a leg is changed, added and taken out, and each is another run", async ({ page }) => {
  await open(page);
  await edit(page, "LDG");
  const structure = page.locator("#structure-0");
  await expect(structure.locator("svg.payoff path:is(.eq, .base)")).toHaveCount(2);
  await expect(structure).toContainText(/Debit 6\.4\s%/);
  await untilChanged(page, () => structure.getByLabel("Leg 1, contracts").fill("2"));
  await expect(structure).toContainText(/Debit 9\.[5-7]\s%/);
  await untilChanged(page, () => structure.getByLabel("Leg 1, strike rule").selectOption("delta"));
  await untilChanged(page, () => structure.getByRole("button", { name: "Add a leg" }).click());
  await expect(structure.locator(".legs tbody tr")).toHaveCount(3);
  await page.waitForTimeout(500); // what follows within 0.4 s is one step of undo
  await untilChanged(page, () => structure.getByRole("button", { name: "Remove leg 3" }).click());
  await sheet(page).getByRole("button", { name: "Close" }).click();
  await expect(sheet(page), "keys are the page's again").toBeHidden();
  await expect(page.getByText("Customised: LDG")).toBeVisible();
  await untilChanged(page, () => page.keyboard.press("z"));
});

test("what cannot be traded says why and changes nothing", async ({ page }) => {
  await open(page);
  await edit(page, "SKEW");
  const structure = page.locator("#structure-0");
  const delta = structure.getByLabel("Leg 1, strike value");
  await untouched(page, () => delta.fill("140"));
  await expect(structure.locator(".error")).toContainText("expected a delta from 1 to 99, or 0.01 to 0.99, found 140");
  await expect(delta).toHaveValue("140"); // not lost
  await untouched(page, () => structure.getByLabel("Leg 1, DTE min").fill("0"));
  await expect(structure.locator(".error")).toContainText("found 0, 30, 40");
  await untilChanged(page, () => delta.fill("30"));
});

test("structures travel as JSON and in the link", async ({ page, browser, baseURL }) => {
  await open(page);
  await edit(page, "CHARM");
  const structure = page.locator("#structure-0");
  await untilChanged(page, () => structure.getByLabel("Stop loss").fill("2"));
  const download = page.waitForEvent("download");
  await sheet(page).getByRole("button", { name: "Download JSON" }).click();
  const json = readFileSync(await (await download).path(), "utf8");
  expect(JSON.parse(json)[0].structure.exits.stop_loss).toBe(0.02);
  const shown = await figure(page, "Final equity").textContent();

  await untilChanged(page, () => sheet(page).getByRole("button", { name: "Restore default" }).click());
  const load = (text) => sheet(page).getByLabel("Load JSON")
    .setInputFiles({ name: "charm.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await untilChanged(page, () => load(json));
  await expect(figure(page, "Final equity")).toHaveText(shown);
  await untouched(page, () => load("{ not json"));
  await expect(sheet(page).getByRole("alert")).toContainText("expected JSON");
  await untouched(page, () => load("[".repeat(20_000) + "]".repeat(20_000)));

  await sheet(page).getByRole("button", { name: "Close" }).click();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Share link" }).click();
  await expect(messages(page)).toContainText(/Link copied/);
  const other = await (await browser.newContext({ baseURL })).newPage();
  await open(other, page.url());
  await expect(figure(other, "Final equity")).toHaveText(shown);
  await expect(other.locator(".chip.ok")).toHaveText(/^reproduced/);
  await other.close();
});

// Every stop of the tab key in the dialog, and whether the focus can be seen there.
async function stops(page) {
  const found = [];
  for (let presses = 0; presses < 80; presses += 1) {
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      const shown = element.type === "file" ? element.parentElement : element;
      return {
        name: element.getAttribute("aria-label") || shown.textContent.trim(),
        inside: element.closest("dialog")?.id === "structures",
        isSeen: getComputedStyle(shown).outlineStyle !== "none",
      };
    });
    if (found.length > 3 && stop.name === found[0].name) break; // once around
    found.push(stop);
    await page.keyboard.press("Tab");
  }
  return found.filter((stop) => stop.name && stop.inside);
}

test("legs are edited by keys alone, and the focus is never lost", async ({ page }) => {
  await open(page);
  const opener = page.getByRole("button", { name: /Edit legs/ });
  await page.locator("summary", { hasText: "Structures" }).focus();
  await page.keyboard.press("Enter");
  await tabTo(page, opener);
  await page.keyboard.press("Enter");
  await expect(sheet(page)).toBeVisible();
  await tabTo(page, sheet(page).getByRole("button", { name: "SKEW", exact: true }));
  await page.keyboard.press("Enter");
  const cell = (leg, what) => page.getByLabel(`Leg ${leg}, ${what}`, { exact: true });
  await expect(cell(1, "strike value")).toHaveValue("25");

  const all = await stops(page);
  expect(all.filter((stop) => !stop.isSeen), "the focus can be seen everywhere").toEqual([]);
  const names = all.map((stop) => stop.name);
  const row = (leg) => [
    "side", "contracts", "call or put", "strike rule", "strike value", "DTE target", "DTE min",
    "DTE max", "roll at DTE",
  ].map((what) => `Leg ${leg}, ${what}`).concat(`Remove leg ${leg}`);
  const first = names.indexOf("Leg 1, side");
  const atTheMoney = row(2).filter((name) => name !== "Leg 2, strike value");
  expect(names.slice(first, first + 19), "in reading order").toEqual([...row(1), ...atTheMoney]);

  await tabTo(page, cell(2, "contracts"));
  await untilChanged(page, () => page.keyboard.press("ArrowUp"));
  await expect(cell(2, "contracts")).toHaveValue("2");
  await tabTo(page, cell(1, "strike value"), "Shift+Tab");
  await page.keyboard.press("Control+A");
  await untilChanged(page, () => page.keyboard.type("30"));
  await tabTo(page, cell(1, "call or put"), "Shift+Tab");
  await untilChanged(page, () => page.keyboard.type("c"));
  await expect(cell(1, "call or put")).toHaveValue("call");

  await tabTo(page, sheet(page).getByRole("button", { name: "Add a leg" }));
  await page.keyboard.press("Enter");
  await expect(cell(3, "side")).toBeFocused();
  await tabTo(page, sheet(page).getByRole("button", { name: "Remove leg 3" }));
  await page.keyboard.press("Enter");
  await expect(cell(2, "side")).toBeFocused();
  await expect(cell(3, "side")).toHaveCount(0);
  await tabTo(page, sheet(page).getByRole("button", { name: "Restore default" }));
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name of the structure").first()).toBeFocused();

  await page.keyboard.press("Escape");
  await expect(sheet(page)).toBeHidden();
  await expect(opener).toBeFocused();
});

test("on a phone the structures lead back to the scenario they were opened from", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.getByRole("button", { name: "Scenario" }).click();
  await edit(page, "SKEW");
  await sheet(page).getByRole("button", { name: "Close" }).click();
  await expect(sheet(page)).toBeHidden();
  await expect(page.getByRole("button", { name: /Edit legs/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Maximum per profile", { exact: true })).toBeHidden();
});
