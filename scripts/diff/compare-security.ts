import { readSecuritySchemes } from "../operations/security.js";
import type { Comparison, Side } from "./comparison.js";
import { canonical, isThere, partsIn, step, type Part } from "./part.js";

/** What a call needs by one way to sign in: schemes by name, each with its scopes. */
type Credentials = ReadonlyMap<string, Credential>;

interface Credential {
  readonly scheme: unknown;
  readonly scopes: readonly string[];
}

/** Compares the credentials that satisfy an operation. Fewer scopes or schemes satisfy it still. */
export function compareSecurity(old: Side, now: Side, { findings }: Comparison): void {
  const [before, after] = [waysOf(old), waysOf(now)];
  // An operation that checks no credential gets none that counts.
  const [was, is] = [old, now].map(({ operation }) => operation.security !== "any");
  const isStricter = was === false && is === true;
  if (isCovered(before, after) && isCovered(after, before) && was === is) return;
  const isMore = isCovered(before, after) && !isStricter;
  const flag = was === is ? [] : [old.part, now.part];
  findings.add({
    ...{ kind: isMore ? "widened" : "narrowed", direction: "request", about: "credentials" },
    ...{ before: flag[0] ?? placeOf(old), after: flag[1] ?? placeOf(now) },
    ...{ from: print(before, was), to: print(after, is) },
  });
}

function placeOf({ version, part }: Side): Part {
  const own = step(part, "security");
  return isThere(own) ? own : step(version.root, "security");
}

function waysOf(side: Side): Credentials[] {
  const { version } = side;
  const known = readSecuritySchemes(version.spec);
  const scheme = (name: string): unknown =>
    known.get(name) ?? step(version.root, "components", "securitySchemes", name, "type").value;
  const ways = partsIn(placeOf(side)).map(
    ([, way]) =>
      new Map(
        partsIn(way).map(([name, { value }]) => [
          name,
          { scheme: scheme(name), scopes: Array.isArray(value) ? value.map(String) : [] },
        ]),
      ),
  );
  return ways.length === 0 ? [new Map()] : ways;
}

/** Whether who signs in by any of some ways is let in by others. */
function isCovered(given: readonly Credentials[], asked: readonly Credentials[]): boolean {
  return given.every((one) =>
    asked.some((other) =>
      [...other].every(([name, { scheme, scopes }]) => {
        const has = one.get(name);
        return (
          canonical(has?.scheme) === canonical(scheme) &&
          scopes.every((scope) => has?.scopes.includes(scope))
        );
      }),
    ),
  );
}

function print(ways: readonly Credentials[], isChecked = true): string {
  const names = ways.map((way) =>
    Array.from(way, ([name, { scopes }]) => [name, ...scopes].join(" ")).join(" and "),
  );
  return `${names.map((name) => name || "none").join(" or ")}${isChecked ? "" : " (not checked)"}`;
}
