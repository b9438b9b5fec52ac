/** Returns the text of a version's section in a changelog, or `undefined` if there is no section. */
export function sectionOf(changelog: string, title: string): string | undefined {
  return sections(changelog, "##").find(([heading]) => heading === title)?.[1];
}

/**
 * Reads the names in a version's section, separately under "### Breaking" and elsewhere.
 *
 * @returns the texts in backticks and the words in them
 */
export function namesIn(section: string): { breaking: Set<string>; other: Set<string> } {
  const parts = sections(`### \n${section}`, "###");
  const named = (isBreaking: boolean): Set<string> => {
    const texts = parts.filter(([heading]) => /^breaking/i.test(heading) === isBreaking);
    const quoted = texts.flatMap(([, text]) =>
      Array.from(text.matchAll(/`([^`]+)`/g), ([, name = ""]) => name),
    );
    return new Set(quoted.flatMap((text) => [text, ...text.split(/[^\w$-]+/).filter(Boolean)]));
  };
  return { breaking: named(true), other: named(false) };
}

/** Splits a text into sections. A heading may be in brackets and followed by a date. */
function sections(text: string, level: string): [heading: string, text: string][] {
  return text
    .split(new RegExp(`^${level} `, "m"))
    .slice(1)
    .map((section) => {
      const [heading = "", ...lines] = section.split("\n");
      const [word = ""] = heading.trim().replaceAll(/[[\]]/g, "").split(/[ ,(]/);
      return [word, lines.join("\n").trim()];
    });
}
