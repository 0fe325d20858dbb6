// Files that stay in this browser: where they are stored, what fails, and what another tab does.
import { expect, open, test } from "./fixtures.mjs";
import { drop, european, figure, messages, untilChanged, volatility } from "./desk.mjs";

const dataChip = (page) => page.locator(".top .chip").first();
const dataSheet = (page) => page.getByRole("dialog", { name: "Data" });
const keepButton = (page) => dataSheet(page).getByRole("button", { name: /^Keep the/ });

const own = { name: "own.csv", text: european("2003", "2010") };
const other = { name: "other.csv", text: european("2005", "2010") };

// Drops a file, opens the sheet and keeps what is loaded.
async function keep(page, file) {
  await untilChanged(page, () => drop(page, [file]));
  if (!await dataSheet(page).isVisible()) await dataChip(page).click();
  await keepButton(page).click();
}

const isKept = (page, name) =>
  expect(dataSheet(page)).toContainText(new RegExp(`${name}\\.csv \\(\\d+ kB\\): opened with the page`));

// The folders in the private file system.
const folders = (page) => page.evaluate(async () => {
  const names = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
  return names;
});

// The keys in the database.
const stored = (page) => page.evaluate(() => new Promise((done, failed) => {
  const opening = indexedDB.open("rotation", 1);
  opening.onerror = failed;
  opening.onsuccess = () => {
    const asked = opening.result.transaction("files").objectStore("files").getAllKeys();
    asked.onsuccess = () => { opening.result.close(); done(asked.result); };
  };
}));

test("files are kept on this computer if the user says so, and deleted", async ({ page }) => {
  await open(page);
  await dataChip(page).click();
  await expect(keepButton(page), "the sample need not be kept").toHaveCount(0);
  const files = [{ name: "own.csv", text: european("2003", "2010") }, { name: "VIXCLS.csv", text: volatility() }];
  await untilChanged(page, () => drop(page, files));
  const final = await figure(page, "Final equity").textContent();
  await expect(dataSheet(page)).toContainText("after a reload the page opens with the sample");
  await dataSheet(page).getByRole("button", { name: "Keep the files" }).click();
  await expect(dataSheet(page)).toContainText(/own\.csv, VIXCLS\.csv \(\d+ kB\): opened with the page, never sent/);
  await page.screenshot({ path: "results/data-kept.png" });
  await page.reload();
  await expect(dataChip(page)).toContainText("own · 2003–2009");
  await expect(figure(page, "Final equity")).toHaveText(final);
  await dataChip(page).click();
  await untilChanged(page, () => drop(page, [{ name: "other.csv", text: european("2005", "2010") }]));
  await dataSheet(page).getByRole("button", { name: "Keep the present files instead" }).click();
  await expect(dataSheet(page)).toContainText(/other\.csv \(\d+ kB\): opened with the page/);
  await page.reload();
  await expect(dataChip(page)).toContainText("other · 2005–2009");
  await dataChip(page).click();
  // What is kept may be kept anew with something beside it, and is there when it is deleted.
  await drop(page, [{ name: "VIXCLS.csv", text: volatility() }]);
  await expect(dataSheet(page)).toContainText("FRED VIXCLS");
  await dataSheet(page).getByRole("button", { name: "Keep the present files instead" }).click();
  await expect(dataSheet(page)).toContainText(/other\.csv, VIXCLS\.csv \(\d+ kB\): opened with the page/);
  await dataSheet(page).getByRole("button", { name: "Delete them" }).click();
  await expect(dataSheet(page)).toContainText("Nothing is kept");
  const again = page.waitForEvent("download");
  await dataSheet(page).getByRole("button", { name: "Cleaned bars as CSV" }).click();
  await again;
  await page.reload();
  await expect(dataChip(page)).toContainText("S&P 500 · 1999–2018");
  await expect.poll(() => folders(page)).toEqual([]);
});

test("kept files that are gone are said to be, and the sample takes their place", async ({ page }) => {
  await open(page);
  await page.evaluate(() => localStorage.setItem("rotation.kept", "refuse\n12 lost.csv"));
  await page.reload();
  await expect(messages(page)).toContainText("the files kept on this computer are not there any more");
  await expect(dataChip(page)).toContainText("S&P 500 · 1999–2018");
});

test("files kept by an earlier release are found again", async ({ page }) => {
  await open(page);
  await page.evaluate(async (text) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("data", { create: true });
    const stream = await (await folder.getFileHandle("0", { create: true })).createWritable();
    await stream.write(text);
    await stream.close();
    localStorage.setItem("rotation.kept", `refuse\n${new Blob([text]).size} own.csv`);
  }, own.text);
  await page.reload();
  await expect(dataChip(page)).toContainText("own · 2003–2009");
  await keep(page, other);
  await isKept(page, "other");
  await expect.poll(() => folders(page), "the old folder is gone").toEqual([expect.stringMatching(/^kept-/)]);
});

test("files beside the sample are kept with it", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "VIXCLS.csv", text: volatility() }]);
  await dataChip(page).click();
  await keepButton(page).click();
  await expect(dataSheet(page)).toContainText(/VIXCLS\.csv \(\d+ kB\) beside the sample: opened with the page/);
  await page.reload();
  await expect(dataChip(page)).toContainText("S&P 500 · 1999–2018");
  await expect(figure(page, "Final equity")).toHaveText(/\d/);
  await dataChip(page).click();
  await expect(dataSheet(page)).toContainText("VIXCLS.csv");
  await expect(keepButton(page), "they are what is kept").toHaveCount(0);
});

for (const [what, script] of [
  ["cannot write private files", () => { delete FileSystemFileHandle.prototype.createWritable; }],
  ["has no storage manager", () => { Object.defineProperty(navigator, "storage", { value: undefined }); }],
  ["refuses private files", () => {
    StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("private", "SecurityError"));
  }],
]) {
  test(`a browser that ${what} keeps files in a database`, async ({ page }) => {
    await page.addInitScript(script);
    await open(page);
    await keep(page, own);
    await isKept(page, "own");
    const final = await figure(page, "Final equity").textContent();
    await page.reload();
    await expect(dataChip(page)).toContainText("own · 2003–2009");
    await expect(figure(page, "Final equity")).toHaveText(final);
    expect(await stored(page)).toEqual([expect.stringMatching(/^kept-\d+-\d+\/0$/)]);
    await keep(page, other);
    await isKept(page, "other");
    await expect.poll(() => stored(page)).toHaveLength(1);
    await dataSheet(page).getByRole("button", { name: "Delete them" }).click();
    await expect.poll(() => stored(page)).toEqual([]);
    await page.reload();
    await expect(dataChip(page)).toContainText("S&P 500 · 1999–2018");
  });
}

for (const [what, script] of [
  ["has nowhere to keep files", () => {
    Object.defineProperty(navigator, "storage", { value: undefined });
    Object.defineProperty(window, "indexedDB", { value: undefined });
  }],
  ["remembers nothing", () => {
    Storage.prototype.setItem = () => { throw new DOMException("off", "SecurityError"); };
  }],
  ["forbids storage", () => {
    Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("off", "SecurityError"); } });
  }],
]) {
  test(`a browser that ${what} is not offered to`, async ({ page }) => {
    await page.addInitScript(script);
    await open(page);
    await untilChanged(page, () => drop(page, [own]));
    await dataChip(page).click();
    await page.waitForTimeout(500);
    await expect(keepButton(page)).toHaveCount(0);
    await expect(dataSheet(page)).not.toContainText("opened with the page");
  });
}

// What fails while another set is written leaves the one before as it was.
for (const [what, script, says] of [
  ["a full disk", () => {
    FileSystemWritableFileStream.prototype.write = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  }, /there is no room for \d+ kB; free disk space/],
  ["a file that is cut", () => {
    const write = FileSystemWritableFileStream.prototype.write;
    FileSystemWritableFileStream.prototype.write = function (blob) { return write.call(this, blob.slice(0, 9)); };
    Object.defineProperty(window, "indexedDB", { value: undefined });
  }, /other\.csv was not stored whole/],
  ["storage that is full for the entry itself", () => {
    const setItem = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, text) {
      if (key === "rotation.kept") throw new DOMException("full", "QuotaExceededError");
      setItem.call(this, key, text);
    };
  }, /storage is turned off for this page, or full/],
]) {
  test(`${what} is said in the sheet, and the files before stay kept`, async ({ page }) => {
    await open(page);
    await keep(page, own);
    await isKept(page, "own");
    const before = await folders(page);
    await page.evaluate(script);
    await keep(page, other);
    await expect(dataSheet(page).getByText(says)).toBeVisible();
    await expect(dataSheet(page)).toContainText(/Still kept: own\.csv/);
    await isKept(page, "own");
    await expect.poll(() => folders(page)).toEqual(before);
    await page.reload();
    await expect(dataChip(page)).toContainText("own · 2003–2009");
  });
}

test("two tabs that keep files tell each other, and one whole set is left", async ({ page, context }) => {
  await open(page);
  await keep(page, own);
  await isKept(page, "own");
  const second = await context.newPage();
  await open(second);
  await keep(second, other);
  await isKept(second, "other");
  await expect(dataSheet(page)).toContainText(/Another tab of this page keeps other files now: other\.csv/);
  await isKept(page, "other");
  // Both at once: whichever is last counts, and its files are whole.
  const third = { name: "third.csv", text: european("2006", "2010") };
  await untilChanged(page, () => drop(page, [third]));
  await untilChanged(second, () => drop(second, [own]));
  await Promise.all([page, second].map((tab) => keepButton(tab).click()));
  await Promise.all([page, second].map((tab) => expect(dataSheet(tab)).toContainText(/The files are kept on this computer|Another tab/)));
  const kept = await page.evaluate(() => localStorage.getItem("rotation.kept"));
  expect(await folders(page)).toContain(/ files:(\S+)/.exec(kept)[1]);
  const name = kept.includes("third.csv") ? "third · 2006–2009" : "own · 2003–2009";
  await page.reload();
  await expect(dataChip(page)).toContainText(name);
  await second.reload();
  await expect(dataChip(second)).toContainText(name);
  await dataChip(second).click();
  await dataSheet(second).getByRole("button", { name: "Delete them" }).click();
  await expect(dataSheet(second)).toContainText("Nothing is kept");
});
