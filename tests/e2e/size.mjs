// Prints plain, gzip and brotli bytes of every file that a first visit to dist downloads.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = process.argv[2];
// The reader is fetched when the first file is dropped (platform.spec.mjs holds the page to it);
// pictures are for installing the page and for links to it.
const visited = (name) => !/\.(md|png)$/.test(name) && !name.startsWith("reader");
const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && visited(entry.name))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .sort();

const row = (name, sizes) => console.log(name.padEnd(40), ...sizes.map((size) => String(size).padStart(9)));
const total = [0, 0, 0];
row("file", ["plain", "gzip", "brotli"]);
for (const file of files) {
  const plain = readFileSync(file);
  const gzip = gzipSync(plain, { level: 9 });
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  const sizes = [plain.length, gzip.length, brotli.length];
  sizes.forEach((size, index) => (total[index] += size));
  row(relative(dist, file), sizes);
}
row("total", total);
