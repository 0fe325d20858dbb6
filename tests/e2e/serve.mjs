// Serves dist on this machine as a host of static pages does: node tests/e2e/serve.mjs [PORT] (any
// free port without). Files may be kept for ten minutes, are also found under /repo/, as on hosts
// that give each project a path, and come with brotli if asked for, compressed before the first
// request. ROTATION_DIST names the folder of another build.
import { createServer } from "node:http";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const DIST = process.env.ROTATION_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
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

// Starts the server: its address, how to stop it, how often each path was requested, and the folder,
// which may be changed while it runs.
export async function serve(folder = DIST, { brotli = false, port = 0 } = {}) {
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
    const name = normalize(path.replace(/^\/repo\//, "/"));
    const file = join(host.folder, name.endsWith("/") ? join(name, "index.html") : name);
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
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  host.address = `http://127.0.0.1:${server.address().port}/`;
  host.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return host;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await serve(DIST, { port: Number(process.argv[2] ?? 0) });
  console.log(`the page is at ${address}`);
}
