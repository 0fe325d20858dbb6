// What the tests of the desk do to the page, in the words of its user.
import { readFileSync } from "node:fs";
import { FINISHED, expect } from "./fixtures.mjs";

export const sample = readFileSync(new URL("../../www/data/sp500.csv", import.meta.url), "utf8");

// The figure under a heading, such as "Final equity".
export const figure = (page, name) =>
  page.locator(".kpi").filter({ hasText: name }).locator(".value");

// What the bar at the top says of the run.
export const run = (page) => page.locator(".run").getByRole("status");

export const messages = (page) => page.getByRole("region", { name: "Messages" });

// Drops files on the middle of the page; text is given as a string, bytes as an array.
export async function drop(page, files) {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text, bytes } of files) {
      transfer.items.add(new File([text ?? new Uint8Array(bytes)], name));
    }
    return transfer;
  }, files);
  const target = page.locator(".desk");
  await target.dispatchEvent("dragover", { dataTransfer: transfer });
  await target.dispatchEvent("drop", { dataTransfer: transfer });
}

// Does something that leads to another result, and waits until that is shown.
export async function untilChanged(page, what) {
  const before = await figure(page, "Final equity").textContent();
  await what();
  await expect(figure(page, "Final equity")).not.toHaveText(before);
  await expect(run(page)).toHaveText(FINISHED);
}

// Does something that must not lead to another result.
export async function untouched(page, what) {
  const figures = () => page.locator(".kpi .value").allTextContents();
  const before = await figures();
  await what();
  await page.waitForTimeout(400); // longer than a run takes to begin and to be shown
  expect(await figures()).toEqual(before);
}

// The sample's rows from one year on, as a European export would have them.
export function european(from, to) {
  const rows = sample.trim().split("\n").slice(1).filter((row) => row >= from && row < to);
  const lines = rows.map((row) => row.split(",").slice(0, 5).join(";").replaceAll(".", ","));
  return `Date;Open;High;Low;Close\n${lines.join("\n")}\n`;
}

// The VIX of the sample as a file of its own.
export function volatility() {
  const rows = sample.trim().split("\n").slice(1).map((row) => row.split(","));
  const known = rows.filter((cells) => cells[5] && cells[0] > "2014-01-02");
  return `DATE,VIXCLS\n${known.map((cells) => `${cells[0]},${cells[5]}`).join("\n")}\n`;
}

// Every part of the form can be reached without unfolding it by hand first.
const unfold = (page) => page.evaluate(() => {
  for (const fold of document.querySelectorAll(".form details, .folds details")) fold.open = true;
});

// Types numbers and chooses options, each by the label of its field; `true` ticks a box.
export async function enter(page, { type = {}, choose = {} }) {
  await unfold(page);
  for (const [label, text] of Object.entries(type)) {
    await page.getByLabel(label, { exact: true }).fill(text);
  }
  for (const [label, option] of Object.entries(choose)) {
    const control = page.getByLabel(label, { exact: true });
    await (option === true ? control.check() : control.selectOption({ label: option }));
  }
}

// Presses the tab key until the focus is there.
export async function tabTo(page, target, key = "Tab") {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the tab key does not reach ${target}`);
}
