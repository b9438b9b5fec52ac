import { Call, type Layer } from "../../../../src/engine/call.js";
import type { OperationEntry } from "../../../../src/engine/operation-entry.js";
import { resolveOperation } from "../../../../src/engine/operation.js";
import { defaults, type ResolvedOptions } from "../../../../src/engine/options.js";

/** The layer of an API without credentials and without issues in error bodies. */
export const plainLayer: Layer = {
  write: ({ method, path }) => ({ method, url: `https://host/api${path}`, headers: {} }),
  authorize: () => ({}),
  explain: () => ({ issues: [] }),
};

/** The parts of a call that differ from a plain GET. */
export interface CallSetup {
  readonly entry?: Partial<OperationEntry>;
  readonly options?: Partial<ResolvedOptions>;
  readonly layer?: Partial<Layer>;
}

/** Creates a call of the method `getIt` whose request is written but not sent. */
export function callOf({ entry, options, layer }: CallSetup = {}): Call {
  const operation = resolveOperation(
    "getIt",
    { route: "GET /x", ...entry },
    {
      defaultErrors: [404],
      defaultIdentifiers: {},
    },
  );
  const call = new Call(operation, { ...defaults, ...options }, { ...plainLayer, ...layer });
  call.request = call.layer.write(operation, undefined, call.options);
  return call;
}
