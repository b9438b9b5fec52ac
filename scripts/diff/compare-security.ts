import type { Comparison, Side } from "./comparison.js";
import { isThere, partsIn, step, type Part } from "./part.js";

/** What signs a call in by one way: schemes by name, each with its scopes. */
type Credentials = ReadonlyMap<string, readonly string[]>;

/** Compares the credentials that satisfy an operation. Fewer scopes or schemes satisfy it still. */
export function compareSecurity(old: Side, now: Side, { findings }: Comparison): void {
  const [before, after] = [waysOf(old), waysOf(now)];
  // The server may take any credential without a check.
  const [was, is] = [old, now].map(({ operation }) => operation.security !== "any");
  const isSameCheck = was === is;
  if (isSameCheck && isCovered(before, after) && isCovered(after, before)) return;
  const isMore = isCovered(before, after) && (isSameCheck || was === true);
  findings.add({
    ...{ kind: isMore ? "widened" : "narrowed", direction: "request", about: "credentials" },
    ...{ before: isSameCheck ? placeOf(old) : old.part, from: print(before, was) },
    ...{ after: isSameCheck ? placeOf(now) : now.part, to: print(after, is) },
  });
}

function placeOf({ version, part }: Side): Part {
  const own = step(part, "security");
  return isThere(own) ? own : step(version.root, "security");
}

function waysOf(side: Side): Credentials[] {
  const ways = partsIn(placeOf(side)).map(
    ([, way]) =>
      new Map(
        partsIn(way).map(([name, scopes]) => [
          name,
          Array.isArray(scopes.value) ? scopes.value.map(String) : [],
        ]),
      ),
  );
  return ways.length === 0 ? [new Map()] : ways;
}

/** Whether who signs in by any of some ways is let in by others. */
function isCovered(given: readonly Credentials[], asked: readonly Credentials[]): boolean {
  const satisfies = (one: Credentials, other: Credentials): boolean =>
    [...other].every(
      ([name, scopes]) => scopes.every((scope) => one.get(name)?.includes(scope)) && one.has(name),
    );
  return given.every((one) => asked.some((other) => satisfies(one, other)));
}

function print(ways: readonly Credentials[], isChecked = true): string {
  const names = ways.map((way) =>
    Array.from(way, ([name, scopes]) => [name, ...scopes].join(" ")).join(" and "),
  );
  return `${names.map((name) => name || "none").join(" or ")}${isChecked ? "" : " (not checked)"}`;
}
