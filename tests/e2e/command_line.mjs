// The same run on the command line, to compare with what the page says.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

// The digest of a scenario over files given as text; over the sample without bars.
export function natively(scenario, { bars, chain }) {
  const folder = mkdtempSync(join(tmpdir(), "rotation-"));
  const file = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const source = bars ? ["--bars", file("bars.csv", bars)] : ["--sample"];
  if (chain) source.push("--chain", file("chain.csv", chain));
  const rotation = ["run", "--quiet", "--bin", "rotation", "--", "run", ...source];
  const choices = ["--scenario", file("scenario.json", JSON.stringify({ model_version: 2, ...scenario }))];
  execFileSync("cargo", [...rotation, ...choices, "--out", folder], { cwd: root });
  return JSON.parse(readFileSync(join(folder, "report.json"), "utf8")).digest;
}
