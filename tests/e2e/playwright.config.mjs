// The browser tests: real Chromium against a served dist. Called by `cargo xtask test`, which sets
// ROTATION_URL (where dist is served) and CHROMIUM (the browser's program).
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "results",
  reporter: "list",
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  workers: 2,
  use: {
    baseURL: process.env.ROTATION_URL,
    serviceWorkers: "block", // it would answer in place of what a test serves; offline.spec.mjs allows it
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
