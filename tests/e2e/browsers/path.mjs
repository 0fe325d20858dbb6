// The main path of the page, for every engine: load, change a limit, drop bars, drop a chain, share
// the link, reopen it in a fresh profile. The result is the same, digest for digest, and equals
// that of the command line.
//
// A driver only has to open addresses and to evaluate functions in the page.
import { readFileSync } from "node:fs";
import { natively } from "../command_line.mjs";

// What the path touches, by role and name as a user would say it, else by CSS.
const ON_PAGE = {
  limit: { label: "Maximum per profile" },
  metrics: { css: "[role=tab]", text: "Metrics" },
  digest: { css: ".digest code" },
  share: { css: "button", text: "Share link" },
  target: { css: "main" }, // where files are dropped
};

// What the changed limit is in a scenario.
const LIMIT = { typed: "31", scenario: { allocation: { max_profile_weight: 0.31 } } };
// What option quotes on a fund change by themselves.
const QUOTED = { instrument: "etf" };
const PATIENCE = 60_000;

const file = (name) =>
  ({ name, text: readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8") });
const bars = file("spy_2021_bars.csv");
const chain = file("spy_2021_chain.csv");

// Walks the path; `launch` starts a browser with a profile of its own. Returns what was seen.
export async function walk(launch, address, step) {
  const expected = natively({ ...LIMIT.scenario, ...QUOTED }, { bars: bars.text, chain: chain.text });
  const link = await step("make the result and share it", async () => {
    const page = await launch();
    try {
      await page.goto(address);
      await click(page, ON_PAGE.metrics);
      await changed(page, "", () => {});
      const again = await page.evaluate(requestedAgain);
      if (again.length) throw new Error(`requested more than once: ${again.join(" ")}`);
      await changed(page, await digest(page), () => type(page, ON_PAGE.limit, LIMIT.typed));
      await changed(page, await digest(page), () => drop(page, [bars]));
      await changed(page, await digest(page), () => drop(page, [chain]));
      await until("the digest of the command line", () => digest(page), (it) => it === expected);
      await click(page, ON_PAGE.share);
      return await until("a link in the address", () => page.evaluate(() => location.href),
        (href) => /#[1-4]\.[\w-]{60,}$/.test(href));
    } finally {
      await page.close();
    }
  });
  await step("reopen the link in a fresh profile", async () => {
    const page = await launch();
    try {
      await page.goto(link);
      await click(page, ON_PAGE.metrics);
      await changed(page, "", () => {});
      const limit = await until("the limit of the link", () => value(page, ON_PAGE.limit), Boolean);
      if (limit !== LIMIT.typed) throw new Error(`the limit is ${limit}, not ${LIMIT.typed}`);
      await drop(page, [bars, chain]);
      await until("the digest of the command line", () => digest(page), (it) => it === expected);
    } finally {
      await page.close();
    }
  });
  return { digest: expected, link: link.length };
}

// Polls until what is seen is as it should be.
async function until(what, look, is) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (is(seen)) return seen;
    if (Date.now() > end) throw new Error(`no ${what} within ${PATIENCE / 1000} s, but ${seen}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

// Does something that leads to another result, and waits until that is shown.
async function changed(page, before, what) {
  await what();
  return until("other result", () => digest(page), (it) => /^[0-9a-f]{64}$/.test(it) && it !== before);
}

const digest = (page) => page.evaluate(read, ON_PAGE.digest);
const value = (page, place) => page.evaluate(valueOf, place);

async function click(page, place) {
  await until(place.text, () => page.evaluate(press, place), Boolean);
}

async function type(page, place, text) {
  await until(place.label, () => page.evaluate(enter, place, text), Boolean);
}

const drop = (page, files) => page.evaluate(dropFiles, ON_PAGE.target, files);

// From here on functions that run in the page, each complete in itself.

function read({ css }) {
  return document.querySelector(css)?.textContent.trim() ?? "";
}

// What the page has requested more than once. A service worker's requests are its own.
function requestedAgain() {
  const all = performance.getEntriesByType("resource").map((entry) => entry.name);
  if (all.length < 6) return [`(only ${all.length} requests were recorded)`];
  return all.filter((name, at) => all.indexOf(name) !== at);
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
