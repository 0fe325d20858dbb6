// What every browser test builds on: a page that must stay free of errors.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as base, expect } from "@playwright/test";

export { expect };

// What the bar at the top says of a run that has ended well: "85 ms", "1.2 s".
export const FINISHED = /^[\d.]+\s(ms|s)$/;

// `offences` collects what the page must never do. A test that provokes one says so by emptying it.
export const test = base.extend({
  offences: async ({}, use) => use([]),
  page: async ({ page, offences }, use) => {
    page.on("console", (message) => {
      if (message.type() === "error") offences.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => offences.push(`error: ${error.message}`));
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      if (reason !== "net::ERR_ABORTED") offences.push(`request: ${request.url()} ${reason}`);
    });
    await page.exposeBinding("reportViolation", (_, text) => offences.push(`policy: ${text}`));
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) =>
        window.reportViolation(`${event.violatedDirective} ${event.blockedURI}`));
    });
    await use(page);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 50))); // reports under way
    expect(offences, "the page stayed free of errors").toEqual([]);
  },
});

// Opens the page and waits until the first result is shown.
export async function open(page, address = "/") {
  await page.goto(address);
  await expect(page.locator(".run").getByRole("status")).toHaveText(FINISHED, { timeout: 30_000 });
  await expect(page.locator(".kpi .value").first()).toHaveText(/\d/);
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// What is against the rules of accessibility, with the first places of each.
export async function offences(page) {
  await page.evaluate(axe); // from outside, so that the policy of the page does not forbid it
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target).join(" | ")}`);
}
