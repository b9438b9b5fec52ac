import { faultNames, startTestServer, type FaultName } from "datameta-client/testing";
import { unreachable, type Destination, type UnreachableName } from "./unreachable.js";

export type { Destination };

/** All faults: missing connections, and servers with faults. */
export const faults: readonly (FaultName | UnreachableName)[] = [
  // Safe: the table has exactly these keys.
  ...(Object.keys(unreachable) as UnreachableName[]),
  ...faultNames,
];

/** Starts a destination with this fault in every call. */
export function start(name: FaultName | UnreachableName): Promise<Destination> {
  if (isUnreachable(name)) return unreachable[name]();
  return startTestServer({ faults: { "*": name } });
}

function isUnreachable(name: string): name is UnreachableName {
  return name in unreachable;
}
