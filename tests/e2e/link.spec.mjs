// Links: the scenario leaves in the address and comes back from it, digest for digest.
import { expect, open, test } from "./fixtures.mjs";
import { drop, european, figure, messages, untilChanged } from "./desk.mjs";

const maximum = (page) => page.getByLabel("Maximum per profile", { exact: true });

async function share(page) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Share link" }).click();
  await expect(messages(page)).toContainText(/Link copied, [\d,]+ characters/);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  return link;
}

// Another browser profile: nothing is shared with the first but the link.
async function another(browser, baseURL, link) {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await open(page, link);
  return page;
}

test("a link opened in another profile restores every field and reproduces the result", async ({ page, browser, baseURL }) => {
  await open(page);
  expect(new URL(page.url()).hash, "a page that was only looked at keeps its address").toBe("");
  await untilChanged(page, () => maximum(page).fill("31"));
  await page.getByLabel("Choppy, LDG", { exact: true }).fill("0.7");
  await page.getByLabel("First day", { exact: true }).fill("2001-06-01");
  await page.locator("summary", { hasText: "Structures" }).click();
  await untilChanged(page, () => page.getByLabel("VOV trades", { exact: true }).selectOption("25-delta strangle"));
  const link = await share(page);
  expect(link.length).toBeLessThan(400);
  const other = await another(browser, baseURL, link);
  await expect(maximum(other)).toHaveValue("31");
  await expect(other.getByLabel("Choppy, LDG", { exact: true })).toHaveValue("0.7");
  await expect(other.getByLabel("First day", { exact: true })).toHaveValue("2001-06-01");
  await other.locator("summary", { hasText: "Structures" }).click();
  await expect(other.getByLabel("VOV trades", { exact: true })).toHaveValue("1");
  await expect(other.locator(".chip.ok")).toHaveText(/^reproduced [0-9a-f]{4}…[0-9a-f]{4}$/);
  await expect(messages(other)).toContainText("digest for digest");
  const figures = (page) => page.locator(".kpi .value").allTextContents();
  expect(await figures(other)).toEqual(await figures(page));
  await other.screenshot({ path: "results/reproduced.png" });
  await untilChanged(other, () => maximum(other).fill("32"));
  await expect(other.locator(".chip.ok"), "the user has gone on").toHaveCount(0);
  await other.context().close();
});

test("the address follows the scenario, and an address put in is followed", async ({ page }) => {
  await open(page);
  await untilChanged(page, () => maximum(page).fill("31"));
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1\./);
  const link = new URL(page.url()).hash;
  await untilChanged(page, () => maximum(page).fill("22"));
  await expect.poll(() => new URL(page.url()).hash).not.toBe(link);
  await untilChanged(page, () => page.evaluate((hash) => { location.hash = hash; }, link));
  await expect(maximum(page)).toHaveValue("31");
});

test("a cut, a newer and a hostile link give a message and the defaults", async ({ page }) => {
  await open(page);
  const before = await figure(page, "Final equity").textContent();
  await untilChanged(page, () => maximum(page).fill("31"));
  const link = await share(page);
  const check = async (fragment, message) => {
    await page.goto("about:blank");
    await open(page, `/#${fragment}`);
    await expect(messages(page)).toContainText(message);
    await expect(messages(page)).toContainText("Shown are the defaults.");
    await expect(maximum(page)).toHaveValue("40");
    await expect(figure(page, "Final equity")).toHaveText(before);
  };
  const fragment = link.slice(link.indexOf("#") + 1);
  await check(fragment.slice(0, -9), "incomplete or damaged");
  await check(`9.${fragment.slice(2)}`, "of a version this page does not know");
  await check("<img src=x onerror=alert(1)>", "incomplete or damaged");
  await check(`1.${"A".repeat(9_000)}`, "more than a link can have");
});

test("a link to other data says so, and reproduces once that data is there", async ({ page, browser, baseURL }) => {
  const file = { name: "mine.csv", text: european("2003", "2010") };
  await open(page);
  await untilChanged(page, () => drop(page, [file]));
  await untilChanged(page, () => maximum(page).fill("31"));
  const other = await another(browser, baseURL, await share(page));
  await expect(messages(other)).toContainText("This link was made with other data: mine (fingerprint");
  await expect(messages(other)).toContainText("shown is its scenario on S&P 500 1999–2018");
  await expect(other.locator(".chip.bad")).toHaveText("link: other data");
  await expect(maximum(other)).toHaveValue("31");
  await other.screenshot({ path: "results/other-data.png" });
  await untilChanged(other, () => drop(other, [file]));
  await expect(other.locator(".chip.ok")).toHaveText(/^reproduced/);
  await other.context().close();
});
