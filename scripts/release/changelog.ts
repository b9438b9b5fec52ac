import type { Change } from "../diff/changes.js";

/** What a changelog says of a version; `undefined` where it has no section of it. */
export function sectionOf(changelog: string, title: string): string | undefined {
  for (const section of changelog.split(/^## /m).slice(1)) {
    const [heading = "", ...lines] = section.split("\n");
    // A date may follow, and brackets be around.
    if (heading.trim().replaceAll(/[[\]]/g, "").split(/[ ,(]/)[0] === title) {
      return lines.join("\n").trim();
    }
  }
  return undefined;
}

/** Whether a section names what has changed. */
export function tellsOf(section: string, change: Change): boolean {
  const named = new Set(
    Array.from(section.matchAll(/`([^`]+)`/g), ([, text = ""]) => text).flatMap((text) => [
      text,
      ...text.split(/[^\w$-]+/),
    ]),
  );
  return namesOf(change).some((name) => named.has(name));
}

/**
 * The names of which an entry must have one, in backticks: that of the thing itself, that of the
 * schema or answer in which it stands, or the method, where it is one method's.
 */
export function namesOf({ subject, pointer, operations }: Change): string[] {
  const own = Array.from(subject.matchAll(/`([^`]+)`/g), ([, name = ""]) => name);
  const component = /^#\/components\/\w+\/([^/]+)/.exec(pointer)?.[1];
  const [operation, ...others] = operations;
  return [
    ...(own.length > 0 ? own : [subject.split(/[ .]/).at(-1) ?? subject]),
    ...(component === undefined ? [] : [component]),
    ...(operation !== undefined && others.length === 0 ? [operation] : []),
  ];
}
