// Keeps one whole release of the page, so that it works offline. The build writes RELEASE and FILES.
// Files but the page itself are named after their content, so that releases cannot be mixed.
const RELEASE = "development";
const FILES = [];
const PAGE = new URL("./", self.location).href;
const PREFIX = `rotation ${new URL(PAGE).pathname} `; // other folders of the host have caches too

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.url.split(/[?#]/)[0];
  if (request.method !== "GET" || !address.startsWith(PAGE)) return;
  if (request.mode === "navigate") event.respondWith(navigate(request, address));
  else event.respondWith(find(address).then((found) => found ?? fetch(request)));
});

// All files or none: half a release is deleted, and the browser tries again at the next visit.
async function install() {
  const cache = await caches.open(PREFIX + RELEASE);
  try {
    const page = await fetch(PAGE, { cache: "reload" });
    const text = await page.clone().text();
    if (!page.ok || !text.includes(RELEASE)) throw new Error("the page is of another release");
    await cache.put(PAGE, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
    await cache.addAll(FILES.map((file) => new URL(file, PAGE).href));
  } catch (error) {
    await caches.delete(PREFIX + RELEASE);
    throw error;
  }
}

// The release before is kept for pages that are still open in another tab; older ones are deleted.
async function activate() {
  const releases = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const others = releases.filter((name) => name !== PREFIX + RELEASE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function navigate(request, address) {
  if (address === PAGE || address === `${PAGE}index.html`) {
    return (await own(PAGE)) ?? fetch(request);
  }
  return fetch(request).catch(() => Response.redirect(PAGE));
}

async function own(address) {
  return (await caches.open(PREFIX + RELEASE)).match(address);
}

async function find(address) {
  return (await own(address)) ?? (await caches.match(address));
}
