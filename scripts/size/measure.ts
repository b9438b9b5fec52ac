import { join } from "node:path";

import { bundleFourCalls } from "../bench/bundle.js";
import { projectRoot } from "../command/project.js";

/** Bytes of an app with four calls: minified, per module, and together. */
export interface AppSize {
  readonly minified: number;
  readonly gzip: number;
  /** The modules of the bundle, by their path in the project. */
  readonly modules: Readonly<Record<string, number>>;
}

const app = join(projectRoot, "scripts/bench/fixtures/apps/datameta-client.ts");

/** Weighs an app of the sources as they are now; the build takes nothing away and adds nothing. */
export async function measureAppSize(): Promise<AppSize> {
  const { weight, metafile } = await bundleFourCalls(app, {
    alias: { "datameta-client": join(projectRoot, "src/index.ts") },
    absWorkingDir: projectRoot,
  });
  const modules = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path, { bytesInOutput }]) => [nameOf(path), bytesInOutput] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    minified: weight.minified,
    gzip: weight.gzip,
    modules: Object.fromEntries(modules),
  };
}

/** Packages may be installed further up, as in a workspace: their names begin at node_modules. */
function nameOf(path: string): string {
  const inside = path.lastIndexOf("node_modules/");
  return inside < 0 ? path : path.slice(inside);
}
