import { rejects } from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";

import { importTesting } from "../command/built-package.js";
import { reportDone, startClock } from "../command/progress.js";
import { projectRoot } from "../command/project.js";
import { weighApp, type Weight } from "../size.js";
import { connect, fourCalls } from "./four-calls.js";
import type { Contender, Field } from "./set-up.js";

/** A client with its app, built for Node. */
export interface BuiltContender extends Contender {
  readonly url: string;
}

/** Bundles each app for Node, its packages included. */
export async function buildApps({ folder, contenders }: Field): Promise<BuiltContender[]> {
  return Promise.all(
    contenders.map(async (contender, index) => {
      const outfile = join(folder, "built", `${index}.cjs`);
      const entryPoints = [join(folder, "apps", `${contender.app}.js`)];
      const kind = { bundle: true, platform: "node", target: "es2022" } as const;
      await build({ ...optionsFor(contender), ...kind, entryPoints, outfile });
      return { ...contender, url: pathToFileURL(outfile).href };
    }),
  );
}

/** Weighs each app as a browser loads it. */
export function weighApps({ folder, contenders }: Field): Promise<Weight[]> {
  const apps = join(folder, "apps");
  return Promise.all(contenders.map((each) => weighApp(join(apps, each.app), optionsFor(each))));
}

const optionsFor = ({ package: folder }: Contender) => ({
  // For a package without dependencies in its folder.
  nodePaths: [join(projectRoot, "node_modules")],
  alias: { "datameta-client": join(folder ?? projectRoot, "dist", "src", "index.js") },
});

/**
 * Shows that all apps do the same work: each one changes a password on a server of its own, and
 * none takes an error for a success.
 *
 * @throws Error that names the first app that does not
 */
export async function checkApps(contenders: readonly BuiltContender[]): Promise<void> {
  const elapsed = startClock();
  const { startTestServer } = await importTesting();
  const email = "ada@example.org";
  const [password, newPassword] = ["Lovelace-1815.", "Analytical-1843."];
  for (const { name, url } of contenders) {
    await using server = await startTestServer({ accounts: [{ email, password }] });
    try {
      const api = await connect(url, server.url, server.account(email).token);
      await fourCalls(api, { email, password, newPassword });
      // With a token that is worth nothing, the password alone decides.
      const other = await connect(url, server.url, "no-such-token");
      await other.createKey({ email, password: newPassword, label: "new" });
      await rejects(other.createKey({ email, password, label: "old" }));
    } catch (cause) {
      throw new Error(`The app of ${name} fails: ${String(cause)}`, { cause });
    }
  }
  reportDone("check", `four calls by ${contenders.length} clients`, elapsed());
}
