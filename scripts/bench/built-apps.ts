import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";

import type { Contender } from "./contenders.js";
import { appOf, benchFolder } from "./set-up.js";

/** What the module of an app exports. */
export interface App {
  /** Configures the client, and gives the one call that is timed. */
  connect(baseUrl: string, token: string): AppCall;
  /** Creates a key, lists the keys, sets the password and deletes the key. */
  fourCalls(
    baseUrl: string,
    token: string,
    account: { email: string; password: string; newPassword: string },
  ): Promise<void>;
}

/** Creates a key. */
export interface AppCall {
  (body: { email: string; password?: string; label: string }): Promise<unknown>;
  /** What has to be done before each round, so that its calls may go side by side. */
  prepare?(): Promise<unknown>;
}

/** How an app was made ready for Node. */
export type Packaging = "packages" | "bundled";

/** The module of an app: with the npm packages in `node_modules`, or all in one minified file. */
export function moduleOf({ id }: Contender, packaging: Packaging): string {
  return join(benchFolder, "built", packaging, `${id}.mjs`);
}

/** Compiles each app in both ways. Generated sources are in the file either way, as with a user. */
export async function buildApps(contenders: readonly Contender[]): Promise<void> {
  const shared = {
    entryPoints: contenders.map(appOf),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "node",
    // axios brings CommonJS along, which asks for Node's modules by `require`.
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
    },
  } as const;
  const outdir = (packaging: Packaging): string => join(benchFolder, "built", packaging);
  await build({ ...shared, packages: "external", outdir: outdir("packages") });
  await build({ ...shared, minify: true, outdir: outdir("bundled") });
}

/** Loads the module of an app. */
export async function importApp(file: string): Promise<App> {
  // Each file in fixtures/apps/ exports these two; `checkApps` calls both of them.
  return (await import(pathToFileURL(file).href)) as App;
}
