// Runs before `npm start` and `npm test`. Installs the dependencies if node_modules does not match
// package-lock.json. Uses only Node, because nothing may be installed yet.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";

const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages;

function isInstalled() {
  try {
    // npm writes this file last. It does not contain optional packages for other platforms.
    const installed = packagesOf("node_modules/.package-lock.json");
    return Object.entries(packagesOf("package-lock.json")).every(
      ([path, { version, optional }]) =>
        path === "" || optional || installed[path]?.version === version,
    );
  } catch {
    return false;
  }
}

if (!isInstalled()) {
  process.stderr.write(
    "· install             npm ci: node_modules does not match package-lock.json\n",
  );
  process.exitCode = spawnSync("npm ci", { shell: true, stdio: ["ignore", 2, 2] }).status ?? 1;
}
