import { describe, expect, it } from "vitest";

import { readPacked } from "./support/npm-pack.js";

const packed = { filename: "a-1.0.0.tgz", files: [{ path: "package.json" }] };
const built = "> a@1.0.0 prepack\n✓ build  [dist]\n";

describe("reads the output of npm pack", () => {
  it("from the array of npm 10 and 11", () => {
    expect(readPacked(JSON.stringify([packed], null, 2))).toEqual(packed);
  });

  it("from the object of npm 12", () => {
    expect(readPacked(JSON.stringify({ a: packed }, null, 2))).toEqual(packed);
  });

  it("after the output of the package's own build", () => {
    expect(readPacked(built + JSON.stringify([packed], null, 2))).toEqual(packed);
    expect(readPacked(built + JSON.stringify({ a: packed }, null, 2))).toEqual(packed);
  });

  it("and throws if it is empty", () => {
    expect(() => readPacked("[]")).toThrow("npm packed nothing: []");
    expect(() => readPacked("npm notice")).toThrow(SyntaxError);
  });
});
