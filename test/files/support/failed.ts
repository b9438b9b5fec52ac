import { inspect } from "node:util";

import { expect } from "vitest";

import { isDataMetaError } from "datameta-client";
import type { TestServer } from "datameta-client/testing";

/** Returns all text of an error that a logger could print. */
export function printed(error: unknown): string {
  const deep = inspect(error, { depth: 12, showHidden: true, maxStringLength: null });
  return `${deep}\n${String(error)}\n${JSON.stringify(error)}`;
}

/** Expects an error of this package that contains no upload URL, no link and no token. */
export function expectClean(error: unknown): void {
  expect(isDataMetaError(error)).toBe(true);
  expect(printed(error)).not.toMatch(/\/upload\/|\/download\/|access-token|bearer/i);
  expect(printed(error)).not.toMatch(/[A-Za-z0-9]{64}/);
}

/** Lists what is staged on the server. */
export function staged({ files, metadatasets }: TestServer): string[] {
  return [
    ...files.filter(({ isSubmitted }) => !isSubmitted).map(({ name }) => `file ${name}`),
    ...metadatasets.filter(({ isSubmitted }) => !isSubmitted).map(({ id }) => `set ${id.site}`),
  ];
}
