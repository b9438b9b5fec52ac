import { expect, it } from "vitest";

import { prettify } from "../../scripts/prettify.js";

it("formats a text with the project's settings", async () => {
  const text = `export interface A{a:string\n\n\nb:number}\n\n\nconst a=["${"a".repeat(90)}"]`;

  await expect(prettify(text)).resolves.toBe(
    "export interface A {\n  a: string;\n\n  b: number;\n}\n\n" +
      `const a = [\n  "${"a".repeat(90)}",\n];\n`,
  );
});
