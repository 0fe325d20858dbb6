// The main path of the page, for every engine: load, change a limit, drop bars, drop a chain, share
// the link, reopen it in a fresh profile. The result is the same, digest for digest, and equals
// that of the command line.
//
// A driver only has to open addresses and to evaluate functions in the page.
import { natively } from "../command_line.mjs";
import { changed, click, digest, drop, file, ON_PAGE, type, until, value } from "./on_page.mjs";

// What the changed limit is in a scenario.
const LIMIT = { typed: "31", scenario: { allocation: { max_profile_weight: 0.31 } } };
// What option quotes on a fund change by themselves.
const QUOTED = { instrument: "etf" };

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
        (href) => /#[1-5]\.[\w-]{60,}$/.test(href));
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

// Runs in the page. What it has requested more than once; a service worker's requests are its own.
function requestedAgain() {
  const all = performance.getEntriesByType("resource").map((entry) => entry.name);
  if (all.length < 6) return [`(only ${all.length} requests were recorded)`];
  return all.filter((name, at) => all.indexOf(name) !== at);
}
