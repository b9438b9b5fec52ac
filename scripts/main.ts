import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { isTypescript } from "./command/stamp.js";

/** The libraries that the project must install to run the generator, with their major versions. */
const peers: Readonly<Record<string, string>> = {
  "openapi-typescript": "7",
  "@redocly/openapi-core": "2",
  typescript: "5",
};

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Runs `datameta-client generate`.
 *
 * @param argv - the arguments after `generate`
 * @returns the exit code
 */
export async function run(argv: string[]): Promise<number> {
  // Node 22.8 and later can cache compiled code.
  (nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
  const wanted = { ...peers, ...(argv.includes("--validators") && { ajv: "8" }) };
  const problem = provide(wanted);
  if (problem !== undefined) {
    process.stderr.write(`✗ ${problem}\n`);
    return 1;
  }
  const { publishedCommand } = await import("./published-command.js");
  return publishedCommand([...Object.keys(peers), "ajv"])(argv);
}

/** Makes the libraries loadable. Returns a message if the project must install some of them. */
function provide(wanted: Readonly<Record<string, string>>): string | undefined {
  const folders = new Map(Object.keys(wanted).map((name) => [name, findPackage(name)]));
  const usable = findTypescript(folders.get("openapi-typescript"));
  const missing = Object.keys(wanted).filter((name) => folders.get(name) === undefined);
  if (missing.length > 0) {
    const packages = missing.map((name) => `${name}@${wanted[name] ?? ""}`);
    // Without --legacy-peer-deps, npm does not install openapi-typescript next to a later TypeScript.
    const isLater = folders.get("typescript") !== undefined && usable === undefined;
    if (isLater) packages.push("typescript-5@npm:typescript@5");
    return (
      `generate needs ${missing.join(", ")}. Install what is missing:\n` +
      `  npm install --save-dev ${isLater ? "--legacy-peer-deps " : ""}${packages.join(" ")}`
    );
  }
  if (usable === undefined) {
    const version = versionOf(folders.get("typescript") ?? "");
    return (
      `generate needs TypeScript 5 or 6, because openapi-typescript uses it. This project has ${version}.\n` +
      "  Also install TypeScript 5 under another name:\n" +
      "  npm install --save-dev --legacy-peer-deps typescript-5@npm:typescript@5"
    );
  }
  const isNatural = [...folders].every(([name, folder]) => folder === firstFound(name, here));
  const nested = firstFound("typescript", folders.get("openapi-typescript") ?? here);
  if (!isNatural || usable !== folders.get("typescript") || usable !== nested) redirect(usable);
  return undefined;
}

/** Finds the folder of a package from the project, or else from this file. */
function findPackage(name: string): string | undefined {
  return firstFound(name, process.cwd()) ?? firstFound(name, here);
}

function firstFound(name: string, from: string): string | undefined {
  return nodeModulesAbove(from)
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, "package.json")));
}

function nodeModulesAbove(from: string): string[] {
  return nodeModule.createRequire(join(from, "any.js")).resolve.paths("any") ?? [];
}

/** Finds a TypeScript with the API that openapi-typescript uses, installed under any name. */
function findTypescript(openapiTypescript: string | undefined): string | undefined {
  const places = [openapiTypescript ?? here, process.cwd(), here];
  const natural = places.flatMap((place) => firstFound("typescript", place) ?? []);
  const renamed = [...new Set(places.flatMap(nodeModulesAbove))].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter(isTypescript)
          .map((name) => join(folder, name))
      : [],
  );
  return [...natural, ...renamed].find((folder) => /^[56]\./.test(versionOf(folder)));
}

/** Returns the version of the TypeScript in a folder, or an empty string for other packages. */
function versionOf(folder: string): string {
  try {
    // Safe: npm does not install a package without these.
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const { name, version } = JSON.parse(text) as { name: string; version: string };
    return name === "typescript" ? version : "";
  } catch {
    return "";
  }
}

/** The member of Node's import context that we change. */
interface Context {
  readonly parentURL?: string | undefined;
}
type Resolve = (specifier: string, context: Context) => unknown;

/** Makes the libraries resolve from the project, and `typescript` to the usable version. */
function redirect(typescript: string): void {
  const data = {
    typescript: pathToFileURL(join(typescript, "lib", "typescript.js")).href,
    project: pathToFileURL(join(process.cwd(), "any.js")).href,
    names: [...Object.keys(peers), "ajv"],
  };
  const hooks = nodeModule as {
    registerHooks?: (hooks: {
      resolve: (specifier: string, context: Context, next: Resolve) => unknown;
    }) => void;
  };
  if (hooks.registerHooks !== undefined) {
    hooks.registerHooks({ resolve: createResolve(data) });
    return;
  }
  // Before Node 22.15, hooks must be a module, which runs in a separate thread.
  const code =
    `const createResolve = ${createResolve.toString()};\nlet own;\n` +
    "export function initialize(data) { own = createResolve(data); }\n" +
    "export function resolve(specifier, context, next) { return own(specifier, context, next); }\n";
  nodeModule.register(`data:text/javascript,${encodeURIComponent(code)}`, { data });
}

/** Must not use outer variables, because its source becomes a module in older releases of Node. */
function createResolve(data: { typescript: string; project: string; names: string[] }) {
  return (specifier: string, context: Context, next: Resolve): unknown => {
    if (specifier === "typescript") {
      return { url: data.typescript, format: "commonjs", shortCircuit: true };
    }
    const isPeer = data.names.some(
      (name) => specifier === name || specifier.startsWith(`${name}/`),
    );
    // Imports inside the libraries are not redirected.
    const isOurs =
      isPeer &&
      !/[\\/]node_modules[\\/](?!datameta-client[\\/])[^\\/]/.test(
        String(context.parentURL).replace(/.*[\\/]node_modules[\\/]datameta-client[\\/]/, ""),
      );
    if (!isOurs) return next(specifier, context);
    try {
      return next(specifier, { ...context, parentURL: data.project });
    } catch {
      return next(specifier, context);
    }
  };
}
