import { expect, it } from "vitest";

import { prettify } from "../../scripts/prettify.js";

it("formats each statement and member, and keeps the empty lines between them", async () => {
  const text = "export interface A{a:string\n\n\nb:number}\n\n\nconst a=[1,2]";

  await expect(prettify(text)).resolves.toBe(
    "export interface A {\n  a: string;\n\n  b: number;\n}\n\nconst a = [1, 2];\n",
  );
});

it("leaves a text of megabytes as it was printed", async () => {
  const text = `${"const a=1\n".repeat(100_000)}const last='ü'\n`;

  await expect(prettify(text)).resolves.toBe(text);
});
