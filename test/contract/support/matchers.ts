import { expect } from "vitest";

// vitest types its matchers as `any`, which would turn off the type checks of the whole object.

export const anyString: unknown = expect.any(String);

export function containing(text: string): unknown {
  return expect.stringContaining(text);
}

export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** Matches an object with these members, and possibly more. */
export function like(members: object): unknown {
  return expect.objectContaining(members);
}

/** Matches an array that contains objects like these, in any order, and possibly more. */
export function including(objects: readonly object[]): unknown {
  return expect.arrayContaining(objects.map(like));
}
