// Serves dist on this machine: node tests/e2e/serve.mjs [PORT] (any free port without).
// The files come as the plainest host would send them, also under /repo/, as from hosts that give
// each project a path. A file with a .br beside it is sent compressed. ROTATION_DIST names the folder
// of another build.
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

const folder = process.env.ROTATION_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));

// Starts the server; its address, and how to stop it.
export async function serve(port = 0) {
  const files = sirv(folder, { brotli: true, etag: true });
  const server = createServer((request, response) => {
    request.url = request.url.replace(/^\/repo\//, "/");
    response.setHeader("Cache-Control", "no-cache");
    files(request, response, () => response.writeHead(404).end());
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  const address = `http://127.0.0.1:${server.address().port}/`;
  return { address, close: () => server.close() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await serve(Number(process.argv[2] ?? 0));
  console.log(`the page is at ${address}`);
}
