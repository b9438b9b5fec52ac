// Runs before `npm start` and `npm test`, when nothing may be installed yet: plain JavaScript that
// imports Node's own modules alone.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { fileURLToPath } from "node:url";

const usage = `Usage: node scripts/ensure-installed.mjs [--help]

Installs the dependencies by \`npm ci\` if node_modules is missing or is not what package-lock.json
says, and checks that this Node is one that package.json allows. Does nothing, and needs no network,
if all is in place. Exit code: 0 in place, 1 failed, 2 wrong usage.
`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

process.exitCode = main(process.argv.slice(2));

function main(args) {
  if (args.length > 0) {
    const wanted = args.length === 1 && args[0] === "--help";
    if (wanted) process.stdout.write(usage);
    else process.stderr.write(`✗ Unknown argument ${args.join(" ")}\n${usage}`);
    return wanted ? 0 : 2;
  }
  try {
    return ensureInstalled();
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function ensureInstalled() {
  const start = performance.now();
  const manifest = readJson("package.json");
  // `engines` is for users of the package; its tools ask for more.
  const engines = manifest.devEngines?.runtime?.version ?? manifest.engines?.node ?? "*";
  if (!satisfies(process.versions.node, engines)) {
    return fail(
      `This is Node ${process.versions.node}; the project needs ${engines}. ` +
        "Install a newer Node (https://nodejs.org) and run the command again.",
    );
  }
  const unlocked = findUnlocked(manifest, readJson("package-lock.json"));
  if (unlocked !== undefined) {
    return fail(
      `package-lock.json does not know the ${unlocked} that package.json asks for. ` +
        "Run `npm install` and commit the lock file.",
    );
  }
  const difference = findDifference();
  if (difference === undefined) {
    say(`✓ install             node_modules is what package-lock.json says  ${since(start)}`);
    return 0;
  }
  say(`· install             npm ci, because ${difference}`);
  const installed = runNpm(["ci", "--include=dev", "--no-audit", "--no-fund"]);
  if (installed.error !== undefined) {
    return fail(`npm could not be started (${installed.error.message}). Is npm installed?`);
  }
  if (installed.status !== 0) {
    return fail("npm ci failed, see above; nothing counts as installed. Run the command again.");
  }
  const remaining = findDifference();
  if (remaining !== undefined) {
    return fail(`npm ci ended, and still ${remaining}. Remove node_modules and run it again.`);
  }
  say(`✓ install             npm ci  ${since(start)}`);
  return 0;
}

/** Says how node_modules differs from the lock file, or gives `undefined` if it does not. */
function findDifference() {
  const lockPath = join(root, "node_modules", ".package-lock.json");
  // npm writes this file last, so an install that was cut short has none.
  if (!existsSync(lockPath)) return "node_modules is missing or incomplete";
  let installed;
  try {
    installed = JSON.parse(readFileSync(lockPath, "utf8")).packages ?? {};
  } catch {
    return "node_modules/.package-lock.json is broken";
  }
  const wanted = readJson("package-lock.json").packages ?? {};
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "" || entry.link === true) continue;
    const found = installed[path];
    if (found === undefined) {
      // An optional package may be absent, unless it is this platform's: then node_modules comes
      // from another machine, or was installed without what esbuild and its like need to run.
      if (entry.optional === true && !isForThisPlatform(entry)) continue;
      return `${path} is not installed`;
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${path} is ${found.version}, and the lock file says ${entry.version}`;
    }
    if (!isOnDisk(path, entry.version)) return `${path} is damaged`;
  }
  const extra = Object.keys(installed).find((path) => wanted[path] === undefined);
  return extra === undefined ? undefined : `${extra} is not in the lock file`;
}

/** Whether a package names this system and processor (and C library) as the ones it is made for. */
function isForThisPlatform({ os, cpu, libc }) {
  if (os === undefined || cpu === undefined) return false;
  return (
    allows(os, process.platform) &&
    allows(cpu, process.arch) &&
    (libc === undefined || allows(libc, isGlibc() ? "glibc" : "musl"))
  );
}

/** Reads npm's lists of names, in which `!name` excludes one. */
function allows(names, name) {
  const excluded = names.filter((each) => each.startsWith("!"));
  return excluded.length > 0 ? !excluded.includes(`!${name}`) : names.includes(name);
}

function isGlibc() {
  return process.report?.getReport().header.glibcVersionRuntime !== undefined;
}

/** npm's own list can outlive the files: a package's folder may have been removed since. */
function isOnDisk(path, version) {
  try {
    return readJson(join(path, "package.json")).version === version;
  } catch {
    return false;
  }
}

/** The first dependency of package.json that the lock file was not made for. */
function findUnlocked(manifest, lock) {
  const locked = lock.packages?.[""] ?? {};
  for (const group of ["dependencies", "devDependencies", "optionalDependencies"]) {
    for (const [name, range] of Object.entries(manifest[group] ?? {})) {
      if (locked[group]?.[name] !== range) return `${name}@${range}`;
    }
  }
  return undefined;
}

/** Whether a version fits a range such as `>=20.19`, `^20.19.0 || >=22.12.0` or `>=20 <23`. */
function satisfies(version, range) {
  const actual = numbers(version);
  return range.split("||").some((alternative) =>
    alternative
      .replace(/([<>=^~]+)\s+/g, "$1")
      .trim()
      .split(/\s+/)
      .every((comparator) => {
        const [, operator, wantedText] = /^(>=|<=|>|<|=|\^|~)?v?([\d.]*)/.exec(comparator);
        const wanted = numbers(wantedText);
        if (wanted.length === 0) return true;
        const order = compare(actual, wanted);
        if (operator === ">=") return order >= 0;
        if (operator === ">") return order > 0;
        if (operator === "<=") return order <= 0;
        if (operator === "<") return order < 0;
        // `^20.19.0` and `~20.19.0` allow more than the version itself, a bare `20` any 20.x.
        const fixed = operator === "^" ? 1 : operator === "~" ? 2 : wanted.length;
        return order >= 0 && wanted.slice(0, fixed).every((part, index) => part === actual[index]);
      }),
  );
}

function numbers(version) {
  return version.split(".").filter(Boolean).map(Number);
}

function compare(one, other) {
  for (const index of [0, 1, 2]) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function runNpm(args) {
  // Within `npm start` this names the running npm, whatever the shell's PATH finds first.
  const cli = process.env.npm_execpath;
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  if (cli?.endsWith(".js")) return spawnSync(process.execPath, [cli, ...args], options);
  // On Windows npm is a .cmd file, which only a shell starts.
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
}

function readJson(path) {
  const full = join(root, path);
  try {
    return JSON.parse(readFileSync(full, "utf8"));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error.message.replace(full, path)}`, {
      cause: error,
    });
  }
}

function since(start) {
  const milliseconds = performance.now() - start;
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(message) {
  say(`✗ ${message}`);
  return 1;
}
