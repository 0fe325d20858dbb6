// What tests do on the page in any browser. A driver only has to open addresses and to evaluate
// functions in the page.
import { readFileSync } from "node:fs";

// What is touched, by role and name as a user would say it, else by CSS.
export const ON_PAGE = {
  limit: { label: "Maximum per profile" },
  metrics: { css: "[role=tab]", text: "Metrics" },
  digest: { css: ".digest code" },
  share: { css: "button", text: "Share link" },
  target: { css: "main" }, // where files are dropped
};

const PATIENCE = 60_000;

// A file of the folder `data` as it is dropped on the page.
export const file = (name) =>
  ({ name, text: readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8") });

// Polls until what is seen is as it should be.
export async function until(what, look, is) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (is(seen)) return seen;
    if (Date.now() > end) throw new Error(`no ${what} within ${PATIENCE / 1000} s, but ${seen}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

// Does something that leads to another result, and waits until that is shown.
export async function changed(page, before, what) {
  await what();
  return until("other result", () => digest(page), (it) => /^[0-9a-f]{64}$/.test(it) && it !== before);
}

export const digest = (page) => page.evaluate(read, ON_PAGE.digest);
export const value = (page, place) => page.evaluate(valueOf, place);

export async function click(page, place) {
  await until(place.text, () => page.evaluate(press, place), Boolean);
}

export async function type(page, place, text) {
  await until(place.label, () => page.evaluate(enter, place, text), Boolean);
}

export const drop = (page, files) => page.evaluate(dropFiles, ON_PAGE.target, files);

// From here on functions that run in the page, each complete in itself.

function read({ css }) {
  return document.querySelector(css)?.textContent.trim() ?? "";
}

function press({ css, text }) {
  const found = [...document.querySelectorAll(css)]
    .find((element) => element.textContent.trim().startsWith(text) && !element.disabled);
  found?.click();
  return Boolean(found);
}

function valueOf({ label }) {
  const named = [...document.querySelectorAll("label")].find((it) => it.textContent.trim() === label);
  return (named?.control ?? document.querySelector(`[aria-label="${label}"]`))?.value ?? "";
}

function enter({ label }, text) {
  const named = [...document.querySelectorAll("label")].find((it) => it.textContent.trim() === label);
  const control = named?.control ?? document.querySelector(`[aria-label="${label}"]`);
  if (!control) return false;
  control.focus();
  control.value = text;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function dropFiles({ css }, files) {
  const dataTransfer = new DataTransfer();
  for (const { name, text } of files) dataTransfer.items.add(new File([text], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer });
    document.querySelector(css).dispatchEvent(event);
  }
}
