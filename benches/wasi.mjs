// The command line as WebAssembly, in Node: node benches/wasi.mjs rotation.wasm ARGUMENTS.. (called
// by `cargo xtask bench`). It sees nothing of the disk.
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [program, ...rest] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: ["rotation", ...rest] });
const module = await WebAssembly.compile(await readFile(program));
process.exitCode = wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
