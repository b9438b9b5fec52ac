/** What a changelog says about a version; `undefined` if it has no section about it. */
export function sectionOf(changelog: string, title: string): string | undefined {
  return sections(changelog, "##").find(([heading]) => heading === title)?.[1];
}

/**
 * The entries of a version's section: those about breaks, under "### Breaking", and the others.
 *
 * @returns for each side, the texts in backticks, and the words in them
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

/** Sections by their headings. A date may follow a heading, and brackets be around it. */
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
