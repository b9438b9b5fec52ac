import { reportDone, startClock } from "../command/progress.js";
import { bundleFourCalls, type Weight } from "./bundle.js";
import type { Contender } from "./contenders.js";
import { appOf } from "./set-up.js";

/** What the app of a client weighs. */
export interface AppWeight extends Weight {
  readonly contender: Contender;
}

/** Bundles each app, as a user's bundler does for a browser. */
export async function weighApps(contenders: readonly Contender[]): Promise<AppWeight[]> {
  const elapsed = startClock();
  const weights = await Promise.all(
    contenders.map(async (contender) => {
      const { weight } = await bundleFourCalls(appOf(contender));
      return { contender, ...weight };
    }),
  );
  reportDone("bytes", elapsed());
  return weights;
}
