import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";

export const guidesFolder = new URL("../../../docs/", import.meta.url);

/** A program in a guide. */
export interface Snippet {
  /** The guide and the number of the program in it, like `errors-2`. */
  readonly name: string;
  readonly language: "ts" | "tsx";
  readonly code: string;
}

/** The TypeScript of all guides. */
export async function readSnippets(): Promise<Snippet[]> {
  const files = (await readdir(guidesFolder)).filter((name) => name.endsWith(".md")).sort();
  const snippets = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, guidesFolder), "utf8");
      return Array.from(text.matchAll(/^```(tsx?)\n(.*?)^```/gms), ([, language, code], index) => ({
        name: `${basename(file, ".md")}-${index + 1}`,
        language: language === "tsx" ? ("tsx" as const) : ("ts" as const),
        code: String(code),
      }));
    }),
  );
  return snippets.flat();
}
