// The chosen light first, so that the page does not turn from one into the other.
try {
  const theme = localStorage.getItem("rotation.theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {} // a browser that remembers nothing shows the system's

// Loads the app. Until it has started the page shows its shell; if it cannot start, the shell says so.
const { app, module } = document.querySelector("script[data-app]").dataset;
const absolute = (file) => new URL(file, document.baseURI).href;
try {
  const { default: start } = await import(absolute(app));
  await start({ module_or_path: absolute(module) });
} catch (error) {
  const status = document.getElementById("status");
  if (status) {
    status.className = "failure";
    status.textContent = `The page could not start: ${error.message}. Reload it; if that does not help, try a current browser.`;
  }
  throw error;
}
