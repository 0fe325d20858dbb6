// Firefox, driven with puppeteer over WebDriver BiDi. FIREFOX is the path of its program.
import puppeteer from "puppeteer-core";

// A new Firefox with a profile of its own.
export async function launch() {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX,
    headless: true,
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  return {
    goto: (address) => page.goto(address),
    evaluate: (what, ...values) => page.evaluate(what, ...values),
    close: () => browser.close(),
  };
}
