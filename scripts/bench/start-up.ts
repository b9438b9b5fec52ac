import { join } from "node:path";

import { reportDone, startClock } from "../command/progress.js";
import { moduleOf, type Packaging } from "./built-apps.js";
import type { Contender } from "./contenders.js";
import { startServer } from "./loopback.js";
import { runProgram } from "./run-program.js";
import { benchFolder } from "./set-up.js";
import { median } from "./statistics.js";

/** From the import of a client to its first answer, in a fresh process: milliseconds, medians. */
export interface StartCost {
  readonly contender: Contender;
  readonly packages: number;
  readonly bundled: number;
}

/** Starts a process for each client, packaging and round; the clients take turns. */
export async function measureStart(
  contenders: readonly Contender[],
  quick: boolean,
): Promise<StartCost[]> {
  const elapsed = startClock();
  using server = await startServer();
  const measured = contenders.map((contender) => ({
    contender,
    ...{ packages: [] as number[], bundled: [] as number[] },
  }));
  const program = join(benchFolder, "first-call.mjs");
  const start = async (contender: Contender, packaging: Packaging): Promise<number> =>
    Number(
      await runProgram(process.execPath, [program, moduleOf(contender, packaging), server.baseUrl]),
    );
  // One round more than counts: the first one reads the files from the disk.
  for (let round = 0; round <= (quick ? 3 : 15); round++) {
    for (const { contender, packages, bundled } of measured) {
      const times = [
        await start(contender, "packages"),
        await start(contender, "bundled"),
      ] as const;
      if (round === 0) continue;
      packages.push(times[0]);
      bundled.push(times[1]);
    }
  }
  reportDone("start", elapsed());
  return measured.map(({ contender, packages, bundled }) => ({
    contender,
    packages: median(packages),
    bundled: median(bundled),
  }));
}
