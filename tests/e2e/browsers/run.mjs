// The main path and the digests in another engine than Chromium:
// node tests/e2e/browsers/run.mjs firefox|webkit
// (called by `cargo xtask test`). Ends with the counts of its steps, as Playwright does.
import { serve } from "../serve.mjs";
import { compare, MARKETS } from "./digests.mjs";
import { walk } from "./path.mjs";

const name = process.argv[2];
const { launch } = await import(`./${name}.mjs`);
const { address, close } = await serve();
let passed = 0;
const step = async (what, run) => {
  const started = performance.now();
  const result = await run();
  console.log(`  ✓  ${name}: ${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  passed += 1;
  return result;
};
try {
  const { digest, link } = await walk(launch, address, step);
  console.log(`  ${name}: digest ${digest}, a link of ${link} characters`);
  for (const market of Object.keys(MARKETS)) {
    await step(`the digests of the native program on ${market}`, async () => {
      const page = await launch();
      try {
        return await compare(page, address, market);
      } finally {
        await page.close();
      }
    });
  }
} catch (error) {
  console.log(`  ✘  ${name}: ${error.stack}`);
  console.log("  1 failed");
  process.exitCode = 1;
}
close();
console.log(`  ${passed} passed (${performance.now().toFixed(0)}ms)`);
