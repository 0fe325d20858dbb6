// A static server on this machine, as a host of static pages is: files may be kept for ten minutes,
// and come with brotli if asked for, compressed before the first request. `folder` may be changed
// while it runs; `requests` counts them by address.
import { createServer } from "node:http";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
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

const compress = (body) => brotliCompressSync(body, {
  params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
});

export async function serve(folder, { brotli = false } = {}) {
  const packed = new Map();
  const files = brotli ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  for (const entry of files.filter((entry) => entry.isFile() && extname(entry.name) !== ".png")) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    packed.set(file, compress(readFileSync(file)));
  }
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
    if (packed.has(file) && request.headers["accept-encoding"]?.includes("br")) {
      headers["Content-Encoding"] = "br";
      body = packed.get(file);
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
