// WebKitGTK's MiniBrowser, driven over W3C WebDriver. WEBKIT_DRIVER is the path of WebKitWebDriver,
// MINI_BROWSER that of the browser; both need a display, such as that of xvfb-run.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

// A new MiniBrowser with a profile of its own, which ends with it.
export async function launch() {
  const port = await freePort();
  // The sandbox of the web process needs rights that containers do not give.
  const env = { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
  const driver = spawn(process.env.WEBKIT_DRIVER, [`--port=${port}`], { env, stdio: "ignore" });
  const call = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`,
      { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`WebDriver, ${path}: ${value.error}: ${value.message}`);
    return value;
  };
  try {
    await ready(call);
    const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: {
      "webkitgtk:browserOptions": { binary: process.env.MINI_BROWSER, args: ["--automation"] },
    } } });
    const session = `/session/${sessionId}`;
    await call("POST", `${session}/window/rect`, { width: 1440, height: 900 });
    return {
      goto: (url) => call("POST", `${session}/url`, { url }),
      evaluate: (what, ...args) =>
        call("POST", `${session}/execute/sync`, { script: `return (${what}).apply(null, arguments)`, args }),
      close: async () => {
        await call("DELETE", session);
        driver.kill();
      },
    };
  } catch (error) {
    driver.kill();
    throw error;
  }
}

async function ready(call) {
  for (let tries = 0; ; tries++) {
    try {
      return await call("GET", "/status");
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}
