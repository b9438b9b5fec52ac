import { expect } from "vitest";

// vitest types its matchers as `any`, which would switch the checks of the whole object off.

export const anyString: unknown = expect.any(String);

export function containing(text: string): unknown {
  return expect.stringContaining(text);
}

export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** An object with these members, and more. */
export function like(members: object): unknown {
  return expect.objectContaining(members);
}

/** An array with an object like each of these, in any order, and more. */
export function including(objects: readonly object[]): unknown {
  return expect.arrayContaining(objects.map(like));
}
