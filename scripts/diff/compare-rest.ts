import { isObject, memberOf, pointerTo, segmentsOf } from "../document/spec-document.js";
import type { Comparison } from "./comparison.js";
import { canonical, clipped } from "./part.js";

/** Members that say something to people, and nothing to the client. */
const prose = /^(title|description|summary|examples?|externalDocs|tags|info|\$comment|x-.*)$/;

/**
 * Reports what differs without a meaning: the words, the order, and what the client does not use.
 * Where a judge has found something, it has told of all that stands there.
 */
export function compareRest({ before, after, findings }: Comparison): void {
  const judged = findings.byPlace();
  const around = new Set([...judged.keys()].flatMap((own) => ancestorsOf(segmentsOf(own))));
  const leaves = leavesOf(before.root.value, after.root.value, []);
  for (const segments of leaves) {
    const holder = segments.slice(0, -1);
    const name = segments.at(-1) ?? "";
    const isProse = prose.test(name) || segments[0] === "info";
    const isJudged = ancestorsOf(segments).some((own) => judged.has(own));
    if (isJudged || (!isProse && around.has(pointerTo(holder)))) continue;
    const [old, now] = [before, after].map(({ root }) => {
      const value = holder.reduce<unknown>(memberOf, root.value);
      const own = pointerTo(holder);
      return { ...root, pointer: own, own, value };
    });
    const [from, to] = [old, now].map((part) => clipped(memberOf(part?.value, name)));
    const kind = isProse ? "words" : "unused";
    findings.add({ kind, direction: "request", before: old, after: now, about: name, from, to });
  }
  if (leaves.length > 0) return;
  findings.add({ kind: "words", direction: "request", before: before.root, after: after.root });
}

function ancestorsOf(segments: readonly string[]): string[] {
  return segments.map((_, index) => pointerTo(segments.slice(0, index + 1)));
}

/** Where two values differ, as deep as both have the same parts. */
function leavesOf(old: unknown, now: unknown, at: readonly string[]): (readonly string[])[] {
  // Most of a large document is the same, which is quickly seen of its larger parts.
  if (at.length === 3 && JSON.stringify(old) === JSON.stringify(now)) return [];
  if (isObject(old) && isObject(now)) {
    const names = new Set([...Object.keys(old), ...Object.keys(now)]);
    return [...names].flatMap((name) =>
      leavesOf(memberOf(old, name), memberOf(now, name), [...at, name]),
    );
  }
  if (!Array.isArray(old) || !Array.isArray(now)) return old === now ? [] : [at];
  if (old.length !== now.length) return [at];
  const inside = old.flatMap((each, index) => leavesOf(each, now[index], [...at, String(index)]));
  const [one, other] = [old, now].map((list) => list.map(canonical).sort().join());
  return inside.length > 0 && one === other ? [at] : inside;
}
