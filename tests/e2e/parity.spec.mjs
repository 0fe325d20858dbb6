// The same scenario over the same data has the same digest in the browser and on the command line:
// six scenarios over each of two markets, between them every part of the engine.
import { natively } from "./command_line.mjs";
import { drop, enter, run, sample, untilChanged } from "./desk.mjs";
import { FINISHED, expect, open, test } from "./fixtures.mjs";

// What is typed and chosen on the page, and the same as JSON for the command line.
const SCENARIOS = [
  { type: {}, choose: {}, json: {} },
  {
    type: { "Maximum per profile": "31", "Rebalance threshold": "8" },
    choose: { "When weights change": "resize to target" },
    json: {
      allocation: { max_profile_weight: 0.31, rebalance_threshold: 0.08 },
      style: "resize",
    },
  },
  {
    type: { "Interest rate": "3", "Dividend yield": "1.5" },
    choose: {
      "Hedge with": "shares",
      "Portfolio hedge": "daily",
      "Interest on cash": true,
    },
    json: {
      model: { rate: 0.03, dividend_yield: 0.015 },
      hedging: { instrument: "shares", portfolio: "daily" },
      interest: true,
    },
  },
  {
    type: { "Interest rate": "4", "Initial capital": "5000000" },
    choose: { Instrument: "fund (American, in shares)", "Spread model": "fund options" },
    json: {
      model: { rate: 0.04 }, capital: 5_000_000, instrument: "etf", costs: { spread: "etf" },
    },
  },
  {
    type: { "Stop loss": "4", "Max drawdown halt": "25", "Vega limit per vol point": "0.2" },
    choose: { "Sizing basis": "maximum loss", Contracts: "hundredths" },
    json: {
      limits: { stop_loss: 0.04, drawdown: 0.25, vega: 0.002 },
      sizes: { by: "maximum_loss", fractional: true },
    },
  },
  {
    type: { "Value at risk limit, 1 day, 99 %": "1", "Delta limit": "10" },
    choose: {
      "Delta above its limit": "hedge",
      "Third Fridays settle": "at the open (AM)",
      "Expiries listed": "third Fridays",
      "Orders fill at": "next close",
    },
    json: {
      limits: { value_at_risk: 0.01, delta: 0.1, hedge_delta: true },
      structures: { third_fridays: "open", expiries: "monthly" },
      timing: "next_close",
    },
  },
];

// The sample, and its last three years without the volatility index.
const MARKETS = [
  { name: "the sample", data: null },
  {
    name: "bars alone",
    data: sample.trim().split("\n")
      .filter((row, index) => index === 0 || row >= "2016")
      .map((row) => row.split(",").slice(0, 5).join(",")).join("\n"),
  },
];

for (const market of MARKETS) {
  test(`page and command line agree to the micro-dollar on ${market.name}`, async ({ page }) => {
    test.setTimeout(600_000); // the command line may have to be built first
    for (const scenario of SCENARIOS) {
      await page.goto("about:blank"); // each begins from the defaults
      await open(page);
      if (market.data) {
        await untilChanged(page, () => drop(page, [{ name: "bars.csv", text: market.data }]));
      }
      if (Object.keys(scenario.json).length > 0) {
        await untilChanged(page, () => enter(page, scenario));
        await page.waitForTimeout(1_000); // the last of several changes
        await expect(run(page)).toHaveText(FINISHED);
      }
      await page.getByRole("tab", { name: "Metrics" }).click();
      const expected = natively(scenario.json, { bars: market.data });
      await expect(page.locator(".digest code"), JSON.stringify(scenario.json)).toHaveText(expected);
    }
  });
}
