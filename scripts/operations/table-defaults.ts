import { mostFrequent } from "./most-frequent.js";
import type { Operation } from "./operation-list.js";
import type { Alternatives } from "./security.js";

/** The arguments that can be identifier objects, with the part that is sent. */
type Identifiers = Readonly<Record<string, "uuid" | "site">>;

/** The most frequent values. The table has them once, and entries contain only other values. */
export interface TableDefaults {
  readonly errors: readonly string[];
  readonly identifiers: Identifiers;
  readonly alternatives: Alternatives;
}

export function chooseDefaults(operations: readonly Operation[]): TableDefaults {
  const identifiers = operations.map(identifiersOf);
  const alternatives = operations.map((operation) => operation.alternatives);
  return {
    errors: mostFrequent(operations.map(({ errors }) => errors)) ?? [],
    identifiers: mostFrequent(identifiers.filter((each) => Object.keys(each).length > 0)) ?? {},
    alternatives: mostFrequent(alternatives.filter((each) => each.length > 0)) ?? [],
  };
}

export function identifiersOf({ parameters }: Operation): Identifiers {
  const marked = parameters.flatMap(({ argument, identifier }) =>
    identifier === undefined ? [] : [[argument, identifier] as const],
  );
  return Object.fromEntries(marked);
}

/** Returns the default identifiers of the arguments that the operation has. */
export function defaultIdentifiersOf(
  { parameters }: Operation,
  defaults: Identifiers,
): Identifiers {
  const named = parameters.flatMap(({ argument }) => {
    const identifier = defaults[argument];
    return identifier === undefined ? [] : [[argument, identifier] as const];
  });
  return Object.fromEntries(named);
}
