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

/** Bundles each app for Node, including its packages. */
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

/** Measures the size of each app, bundled for a browser. */
export function weighApps({ folder, contenders }: Field): Promise<Weight[]> {
  const apps = join(folder, "apps");
  return Promise.all(contenders.map((each) => weighApp(join(apps, each.app), optionsFor(each))));
}

const optionsFor = ({ package: folder }: Contender) => ({
  // Resolves the dependencies of packages whose folder does not contain them.
  nodePaths: [join(projectRoot, "node_modules")],
  alias: { "datameta-client": join(folder ?? projectRoot, "dist", "src", "index.js") },
});

/**
 * Checks that all apps do the same work: each app changes a password on its own server, and its calls
 * reject if the server returns an error.
 *
 * @throws Error if an app fails the check. The message names the app
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
      // With an invalid token, only the password decides.
      const other = await connect(url, server.url, "no-such-token");
      await other.createKey({ email, password: newPassword, label: "new" });
      await rejects(other.createKey({ email, password, label: "old" }));
    } catch (cause) {
      throw new Error(`The app of ${name} fails: ${String(cause)}`, { cause });
    }
  }
  reportDone("check", `four calls with ${contenders.length} clients`, elapsed());
}
