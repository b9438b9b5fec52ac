import { faultNames, startTestServer, type FaultName } from "datameta-client/testing";
import { unreachable, type Destination, type UnreachableName } from "./unreachable.js";

export type { Destination };

/** What can befall each call: there is no connection, or a server that makes mistakes. */
export const mishaps: readonly (FaultName | UnreachableName)[] = [
  // The table has these keys and no others.
  ...(Object.keys(unreachable) as UnreachableName[]),
  ...faultNames,
];

/** Starts what makes it befall every call. */
export function start(name: FaultName | UnreachableName): Promise<Destination> {
  if (isUnreachable(name)) return unreachable[name]();
  return startTestServer({ faults: { "*": name } });
}

function isUnreachable(name: string): name is UnreachableName {
  return name in unreachable;
}
