// A static server on this machine, as a host of static pages is: brotli, and files that may be kept
// for ten minutes. `folder` may be changed while it runs; `requests` counts them by address.
import { createServer } from "node:http";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

export async function serve(folder) {
  const packed = new Map();
  const host = { folder, requests: new Map() };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    host.requests.set(path, (host.requests.get(path) ?? 0) + 1);
    const file = join(host.folder, normalize(path.endsWith("/") ? `${path}index.html` : path));
    let body;
    try {
      body = readFileSync(file);
    } catch {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("not found");
      return;
    }
    const headers = {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Cache-Control": "max-age=600",
    };
    const takesBrotli = request.headers["accept-encoding"]?.includes("br");
    if (takesBrotli && extname(file) !== ".png") {
      headers["Content-Encoding"] = "br";
      const { plain, brotli } = packed.get(file) ?? {};
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
      const isKnown = plain?.equals(body);
      packed.set(file, { plain: body, brotli: isKnown ? brotli : brotliCompressSync(body, { params }) });
      body = packed.get(file).brotli;
    }
    response.writeHead(200, { ...headers, "Content-Length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  host.address = `http://127.0.0.1:${server.address().port}/`;
  host.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return host;
}
