// Fetches the app once the prerendered outcome of the sample is on screen, then the engine and the
// sample, and hides that outcome where it would not be what the user asked for. Until the app
// listens, it keeps the files that are dropped.
// A classic script in the head, so that it runs before the page is painted. What the app uses of it
// is `loader`.
(() => {
  const { app, module } = document.currentScript.dataset;
  const root = document.documentElement;
  const absolute = (file) => new URL(file, document.baseURI).href;
  const named = (name) => absolute(document.querySelector(`meta[name="${name}"]`).content);
  const remembered = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // a browser that remembers nothing
    }
  };
  const get = async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    return response;
  };

  // The chosen theme first, so that the page does not change from one to the other.
  const theme = remembered("rotation.theme");
  if (theme) root.dataset.theme = theme;
  // A link and kept files have another result than the prerendered one.
  const keepsFiles = remembered("rotation.kept") !== null;
  if (keepsFiles || location.hash.length > 1) root.classList.add("not-sample");

  const compile = async (address) => {
    const response = await get(address);
    const isWasm = response.headers.get("content-type")?.startsWith("application/wasm");
    if (isWasm) return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await response.arrayBuffer());
  };
  // Compiled modules of workers by name: a restarted worker neither fetches nor compiles again.
  const modules = {};
  const compiled = (name) => {
    modules[name] ??= compile(named(`${name}-module`));
    modules[name].catch(() => delete modules[name]); // the next start tries again
    return modules[name];
  };

  // A worker started from a file would not be bound by the policy of the page and could send data
  // away; one started from a blob is. Its module is the first message, or why there is none.
  const scripts = {};
  const create = (name) => {
    scripts[name] ??= URL.createObjectURL(new Blob([`
      try {
        importScripts(${JSON.stringify(named(`${name}-script`))});
      } catch {
        throw new Error("its program could not be fetched");
      }
      onmessage = ({ data }) => {
        onmessage = null;
        if (typeof data === "string") throw new Error(data);
        wasm_bindgen({ module_or_path: data }).catch((error) => setTimeout(() => { throw error; }));
      };`], { type: "text/javascript" }));
    return new Worker(scripts[name]);
  };

  // When the whole prerendered page is on screen: programs that were fetched with the styles would
  // take their share of a slow line. The entry of the first paint comes once that is presented. A
  // hidden page paints nothing.
  const painted = new Promise((done) => {
    document.addEventListener("DOMContentLoaded", () => {
      setTimeout(done, 1_000);
      const next = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
      new PerformanceObserver(next).observe({ type: "paint", buffered: true });
    });
  });

  // The engine loads its script meanwhile; it gets its module when the app listens.
  let spare;
  painted.then(() => {
    spare ??= create("engine");
    spare.onerror = (event) => {
      event.preventDefault(); // the app starts another and hears why that fails
      spare = undefined;
    };
  });

  // What the app asks for first. It is fetched when the app has arrived, for both together would
  // share a slow line, and while the app starts.
  const fetchSample = () => get(named("sample")).then((response) => response.arrayBuffer());
  let sample;
  const fetchNext = () => {
    compiled("engine");
    if (keepsFiles) return;
    sample = fetchSample();
    sample.catch(() => {}); // reported when the app asks for it
  };

  // Files that are dropped before the app listens. Without this the browser would leave the page
  // for them. Folders can be asked for only during the event.
  const early = { files: [], folders: [] };
  const keepFiles = (event) => {
    event.preventDefault();
    for (const item of event.dataTransfer?.items ?? []) {
      if (item.kind !== "file") continue;
      const entry = item.webkitGetAsEntry?.();
      if (entry?.isDirectory) early.folders.push(entry);
      else early.files.push(item.getAsFile());
    }
    const count = early.files.length + early.folders.length;
    if (count) showStatus(`${count === 1 ? "The file" : `${count} files`} will be read when the app has started …`);
  };
  const allowDrop = (event) => event.preventDefault();
  addEventListener("dragover", allowDrop);
  addEventListener("drop", keepFiles);
  const showStatus = (text) => {
    const status = document.getElementById("status");
    if (status) status.textContent = text;
    return status;
  };

  window.loader = {
    // A worker, "engine" or "reader", to which its module is on the way.
    worker(name) {
      const worker = (name === "engine" && spare) || create(name);
      if (worker === spare) {
        spare.onerror = null;
        spare = undefined;
      }
      const failed = () => "its program could not be fetched";
      compiled(name).catch(failed).then((module) => worker.postMessage(module));
      return worker;
    },
    // The bytes of the sample.
    sample() {
      const fetched = sample ?? fetchSample();
      sample = undefined;
      return fetched;
    },
    // The files and folders that were dropped until now; from now on the app listens.
    dropped() {
      removeEventListener("dragover", allowDrop);
      removeEventListener("drop", keepFiles);
      return early;
    },
    // Whether a new version of the page waits, which "loader-update" on the window announces.
    hasUpdate: false,
    // Replaces the page by its new version.
    update: () => location.reload(),
  };

  const start = async () => {
    await painted;
    const imported = import(absolute(app));
    imported.catch(() => {}); // reported below
    const program = await compile(absolute(module));
    fetchNext();
    const { default: initialise } = await imported;
    await initialise({ module_or_path: program });
  };
  start().then(install, (error) => {
    const status = showStatus(`The page could not start: ${error.message}. Reload it; if that does not help, try a current browser.`);
    if (status) status.className = "failure";
    throw error;
  });

  // Installs the service worker, with which the page works offline. A new version of the page is
  // installed beside the old one and takes over only when the user says so.
  async function install() {
    if (!navigator.serviceWorker) return;
    await modules.engine?.catch(() => {}); // first what this visit needs
    const registration = await navigator.serviceWorker.register(absolute("sw.js")).catch(() => {});
    if (!registration) return; // the browser allows none, for example in a private window
    const announce = () => {
      if (!registration.waiting || !navigator.serviceWorker.controller) return;
      loader.hasUpdate = true;
      loader.update = () => {
        if (!registration.waiting) return location.reload(); // another tab has let it take over
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
        registration.waiting.postMessage("take over");
      };
      dispatchEvent(new Event("loader-update"));
    };
    const watch = () => registration.installing?.addEventListener("statechange", announce);
    registration.addEventListener("updatefound", watch);
    watch(); // the browser may have found one already
    announce();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") registration.update().catch(() => {});
    });
  }
})();
