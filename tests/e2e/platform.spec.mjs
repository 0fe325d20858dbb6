// The ground rules of the page: it answers from any folder, and nothing leaves it.
import { createServer } from "node:http";
import { once } from "node:events";
import { expect, FINISHED, open, test } from "./fixtures.mjs";
import { drop, european } from "./desk.mjs";

for (const address of ["/", "/repo/"]) {
  test(`the page and its engine answer at ${address}`, async ({ page }) => {
    await open(page, address);
    await page.screenshot({ path: `results/answers${address.replaceAll("/", "-")}.png` });
    await expect(page.locator("#shell")).toHaveCount(0);
  });
}

test("the shell is read before the app is there", async ({ page }) => {
  await page.route("**/app-*_bg.wasm", async () => {}); // never answered
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.getByRole("heading", { name: "Six option profiles, one cash account" })).toBeVisible();
  await page.screenshot({ path: "results/shell.png" });
});

test("the sample's figures and curve are there before the app", async ({ page }) => {
  await page.route("**/app-*_bg.wasm", async () => {}); // never answered
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.locator(".kpi .value")).toHaveText(Array(8).fill(/\d/));
  await expect(page.locator(".sentence")).toContainText("in 19.8 years");
  await expect(page.locator(".drawing.wide .eq")).toBeVisible();
  await expect(page.locator(".drawing.narrow .eq")).toBeHidden();
  await expect(page.getByText("Sample: S&P 500 1999–2018")).toBeVisible();
});

test("the sample's figures are not shown where a link or kept files have others", async ({ page }) => {
  await page.route("**/app-*_bg.wasm", async () => {}); // never answered
  await page.goto("/#1.abc", { waitUntil: "commit" });
  await expect(page.locator(".kpi")).toHaveCount(8);
  await expect(page.locator(".kpi .value").first()).toBeHidden();
  await expect(page.locator(".sentence")).toBeHidden();
  await expect(page.getByText("Sample: S&P 500 1999–2018")).toBeHidden();
  await page.evaluate(() => localStorage.setItem("rotation.kept", "x"));
  await page.goto("about:blank"); // else only the fragment would change
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.locator(".kpi .value").first()).toBeHidden();
});

test("the figures before the app are those of its own first run", async ({ page }) => {
  let goOn;
  const waits = new Promise((done) => (goOn = done));
  await page.route("**/app-*_bg.wasm", async (route) => {
    await waits;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  const figures = () => page.locator(".kpi .value").allTextContents();
  await expect(page.locator(".kpi .value")).toHaveCount(8);
  const before = await figures();
  goOn();
  await expect(page.locator("#shell")).toHaveCount(0);
  await expect(page.locator(".prerendered")).toHaveCount(0);
  expect(await figures()).toEqual(before);
});

test("files dropped before the app has started are read when it has", async ({ page }) => {
  let goOn;
  const waits = new Promise((done) => (goOn = done));
  await page.route("**/app-*_bg.wasm", async (route) => {
    await waits;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.locator(".kpi .value")).toHaveCount(8);
  const prevented = await page.evaluate(({ name, text }) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    return ["dragover", "drop"].map((kind) =>
      !document.querySelector("#shell .desk").dispatchEvent(
        new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer })));
  }, { name: "early.csv", text: european("2012", "2014") });
  expect(prevented, "the browser does not leave the page for the file").toEqual([true, true]);
  await expect(page.getByRole("status")).toHaveText("The file will be read when the app has started …");
  goOn();
  await expect(page.locator(".data-chip")).toContainText("early");
  await expect(page.locator(".data-chip")).toContainText("2012–2013");
  await expect(page.locator(".run").getByRole("status")).toHaveText(FINISHED);
});

test("every file of a first visit is requested once", async ({ page }) => {
  const requested = [];
  page.on("request", (request) => requested.push(new URL(request.url()).pathname));
  await open(page);
  const files = requested.filter((path) => /\.(wasm|js|css|bars)$/.test(path));
  expect(files.length).toBeGreaterThan(6);
  expect(files.toSorted()).toEqual([...new Set(files)].toSorted());
});

test("a page that cannot start says so", async ({ page, offences }) => {
  await page.route("**/app-*_bg.wasm", (route) => route.fulfill({ status: 500, body: "" }));
  await page.goto("/");
  await expect(page.getByRole("status")).toContainText("The page could not start");
  await page.waitForLoadState("networkidle");
  await expect.poll(() => offences.filter((text) => text.includes("answered 500")).length).toBeGreaterThan(0);
  offences.length = 0;
});

test("an engine that cannot be loaded fails with a message", async ({ page, offences }) => {
  await page.route("**/engine_bg-*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto("/");
  await expect(page.locator("body")).toContainText("the engine could not be loaded");
  await expect(page.locator("body")).toContainText("check the connection and reload the page");
  await page.waitForLoadState("networkidle"); // the sample may have started another engine
  offences.length = 0; // what the browser writes about the missing file to the console
});

test("an engine of another release is refused", async ({ page }) => {
  await page.route("**/engine_bg-*.wasm", async (route) => {
    const response = await route.fetch();
    const build = await page.locator("meta[name=build]").getAttribute("content");
    const bytes = await response.body();
    const at = bytes.indexOf(build, "latin1");
    expect(at, "the engine carries its build").toBeGreaterThan(0);
    bytes.write("ffffffffffff", at, "latin1");
    await route.fulfill({ response, body: bytes });
  });
  await page.goto("/");
  await expect(page.locator("body")).toContainText("its engine is build ffffffffffff");
  await expect(page.locator("body")).toContainText("reload the page to get both from one release");
});

test("the reader of files is fetched with the first file, not before", async ({ page }) => {
  const fetched = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  await open(page);
  const readers = () => fetched.filter((path) => path.startsWith("/reader"));
  expect(fetched.some((path) => path.startsWith("/engine_bg-"))).toBe(true);
  expect(readers()).toEqual([]);
  await drop(page, [{ name: "index.csv", text: european("2012", "2014") }]);
  await expect.poll(() => readers().length).toBe(2);
});

test("index.html holds no inline script and no inline style", async ({ request }) => {
  const html = await (await request.get("/")).text();
  const scripts = html.match(/<script\b[^>]*>[\s\S]*?<\/script>/g);
  expect(scripts).toHaveLength(1);
  expect(scripts[0]).toMatch(/^<script src="start-[0-9a-f]{16}\.js"[^>]*><\/script>$/);
  expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/);
  expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
});

test("every file of the page is where the page says, under a name that changes with it", async ({ page, request }) => {
  await open(page, "/repo/");
  for (const name of ["engine-script", "engine-module", "reader-script", "reader-module"]) {
    const file = await page.locator(`meta[name=${name}]`).getAttribute("content");
    expect(file).toMatch(/^(engine|reader)(_bg)?-[0-9a-f]{16}\.(js|wasm)$/);
    expect((await request.get(`/repo/${file}`)).status()).toBe(200);
  }
});

test.describe("nothing can be sent to another origin", () => {
  // Another origin that would gladly take the data: only the page's policy stands in the way.
  let server, elsewhere, taken;
  test.beforeEach(async () => {
    taken = [];
    server = createServer((request, response) => {
      taken.push(request.url);
      response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end("thanks");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    elsewhere = `http://127.0.0.1:${server.address().port}/take`;
  });
  test.afterEach(() => server.close());

  const send = async (address) => {
    try {
      await fetch(address, { method: "POST", body: "prices" });
      return "sent";
    } catch {
      return "blocked";
    }
  };

  test("from the page", async ({ page, offences }) => {
    await open(page);
    expect(await page.evaluate(send, elsewhere)).toBe("blocked");
    expect(taken).toEqual([]);
    await expect.poll(() => offences.join("\n")).toContain("policy: connect-src");
    offences.length = 0;
  });

  test("from the worker in which the engine runs", async ({ page, offences }) => {
    const started = page.waitForEvent("worker");
    await open(page);
    const worker = await started;
    expect(worker.url()).toMatch(/^blob:/);
    expect(await worker.evaluate(send, elsewhere)).toBe("blocked");
    expect(taken).toEqual([]);
    offences.length = 0; // what the browser writes about it to the console
  });

  test("unless the policy is taken away, which shows that these tests can fail", async ({ browser, baseURL }) => {
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.goto(baseURL);
    expect(await page.evaluate(send, elsewhere)).toBe("sent");
    expect(taken).toEqual(["/take"]);
    await context.close();
  });
});
