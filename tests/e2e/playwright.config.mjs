// The browser tests: real Chromium against a served dist. Called by `cargo xtask test`, which sets
// CHROMIUM (the browser's program). Playwright puts the address that the server prints into
// ROTATION_URL.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "results",
  reporter: "list",
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  workers: 2,
  retries: process.env.CI ? 1 : 0, // a shared machine can stall for seconds; what fails twice fails
  webServer: { command: "node serve.mjs", wait: { stdout: /the page is at (?<rotation_url>\S+)/ } },
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
