import { expect, it } from "vitest";

const names = [
  "FileError",
  "SubmissionError",
  "defineColumns",
  "downloadFile",
  "submit",
  "uploadFile",
];

it("datameta-client/files exports these names, in browsers too, and no others", async () => {
  const node = Object.keys(await import("datameta-client/files")).sort();
  const web = Object.keys(await import("../../src/files/web.js")).sort();

  expect(node).toEqual(names);
  expect(web).toEqual(names);
});
