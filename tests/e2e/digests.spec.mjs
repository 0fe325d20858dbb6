// Twelve scenarios over three markets have the digests of the native program in Chromium; run.mjs in
// `browsers` compares the same in Firefox and WebKit.
import { compare, MARKETS } from "./browsers/digests.mjs";
import { expect, test } from "./fixtures.mjs";

for (const market of Object.keys(MARKETS)) {
  test(`twelve scenarios on ${market} have the digests of the native program`, async ({ page }) => {
    test.setTimeout(300_000);
    const driver = {
      goto: (address) => page.goto(address),
      // As text: the policy of the page forbids to make functions from text inside it.
      evaluate: (what, ...values) => page.evaluate(`(${what})(...${JSON.stringify(values)})`),
    };
    expect(await compare(driver, "/", market)).toBe(12);
  });
}
