// The files of tests/cases, dropped on the page: what the command line has to end with and say, the
// page has to as well, where its user sees it.
import { readFileSync } from "node:fs";
import { FINISHED, expect, open, test } from "./fixtures.mjs";
import { drop, messages } from "./desk.mjs";

const CASES = new URL("../cases/", import.meta.url);
const read = (name) => ({ name, bytes: [...readFileSync(new URL(name, CASES))] });
const { cases } = JSON.parse(readFileSync(new URL("expected.json", CASES), "utf8"));
// Quotes without bars of their own are read beside these.
const more = [2, 3, 4, 5].map((day) => `2024-01-0${day},470,472,468,470,0\n`);
const bars = readFileSync(new URL("cboe_delivery_code.bars.csv", CASES), "utf8");
const BARS = { name: "bars.csv", text: bars.replace(/\n*$/, "\n") + more.join("") };
// The command line has no use for a trade log; the page shows it beside its own curve.
cases.option_omega_log.right.push([{ of: "main", exit: 0, says: "trades? from another program" }]);
// One quote tells no price of the underlying, so that it cannot be read beside bars.
cases.tradier_two_types.right.push([{ of: "main", exit: 2, says: "neither; add a column .underlying" }]);

const dataChip = (page) => page.locator(".top .chip").first();
const dataSheet = (page) => page.getByRole("dialog", { name: "Data" });
const SAMPLE = /^S&P 500 · 1999–2018/;

// Drops files and waits until they were loaded or refused: whether they were loaded, and what the
// page says of them.
async function load(page, files) {
  await drop(page, files);
  const refusal = messages(page).getByText(/Not loaded|was left out: expected/);
  await dataChip(page).click();
  const listed = dataSheet(page).getByText(files.at(-1).name);
  await expect(refusal.or(listed).first(), "loaded or refused").toBeVisible({ timeout: 15_000 });
  const isLoaded = (await refusal.count()) === 0;
  const notice = await messages(page).innerText();
  const said = isLoaded ? notice + (await dataSheet(page).innerText()) : notice;
  await page.keyboard.press("Escape");
  return { isLoaded, said };
}

// Whether one of the ways that are right is what happened.
function isRight({ isLoaded, said }, { right }) {
  const main = right.flatMap((way) => way.filter(({ of }) => of === "main"));
  return main.some(({ exit, says, never }) =>
    (exit === 0) === isLoaded
      && (says === undefined || new RegExp(says, "i").test(said))
      && (never === undefined || !new RegExp(never, "i").test(said)));
}

for (const [name, wanted] of Object.entries(cases)) {
  test(`${name}: ${wanted.wanted}`, async ({ page }) => {
    await open(page);
    let found = await load(page, wanted.files.map(read));
    if (/on the days of the bars/.test(found.said) && wanted.files.length === 1) {
      found = await load(page, [BARS, ...wanted.files.map(read)]);
    }
    expect(isRight(found, wanted), `${name}: ${JSON.stringify(found)}`).toBe(true);
    // What was loaded is run, or the page says why it cannot be.
    if (found.isLoaded) {
      await expect(async () => {
        const isDone = FINISHED.test(await page.locator(".run").getByRole("status").textContent());
        expect(isDone || (await messages(page).getByText("No result").count()) > 0).toBe(true);
      }).toPass();
    } else {
      await expect(dataChip(page), "what was good is here").toHaveText(/^(S&P 500 · 1999|bars · 2023)/);
    }
  });
}

// The columns of some cases in order, by what they hold; none for a column that is left out.
const LAYOUTS = {
  stooq_polish: ["date", "open", "high", "low", "close", "volume"],
  investing_price: ["date", "close", "open", "high", "low", null, null],
  nse_month_name: ["date", null, "open", "high", "low", null, null, "close", null, "volume"],
  space_thousands: ["date", "open", "high", "low", "close"],
  nasdaq_dollar_sign: ["date", "close", "volume", "open", "high", "low"],
  ce_pe: ["date", "expiry", "strike", "type", "bid", "ask"],
  iv_with_percent_sign: ["date", "expiry", "strike", "type", "bid", "ask", "iv"],
};

for (const [name, layout] of Object.entries(LAYOUTS)) {
  test(`${name} under words that nobody knows is mapped by hand`, async ({ page }) => {
    await open(page);
    const rows = readFileSync(new URL(`${name}.csv`, CASES), "utf8").trim().split("\n").slice(1);
    const words = layout.map((_, at) => `Spalte ${"ABCDEFGHIJ"[at]}`);
    const text = [words.join(rows[0].includes(";") ? ";" : ","), ...rows].join("\n");
    await drop(page, [...(layout.includes("strike") ? [BARS] : []), { name: "own.csv", text }]);
    await expect(dataSheet(page)).toContainText("What are the columns of own.csv?");
    await expect(dataChip(page), "nothing is loaded before the answer").toHaveText(SAMPLE);
    for (const [at, meaning] of layout.entries()) {
      const holds = dataSheet(page).getByLabel(`What ${words[at]} holds`);
      await holds.selectOption(meaning ?? "");
    }
    await dataSheet(page).getByRole("button", { name: "Import with this mapping" }).click();
    const days = layout.includes("strike") ? "bars · 2023–2024 · 79 days" : "own · 2023–2023 · 15 days";
    await expect(dataChip(page)).toContainText(days);
    await expect(dataSheet(page)).toContainText(`${words[0]} → date`);
  });
}
