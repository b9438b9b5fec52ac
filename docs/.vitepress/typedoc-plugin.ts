import {
  Comment,
  CommentTag,
  Converter,
  PageEvent,
  ReflectionKind,
  type Application,
  type DeclarationReflection,
  type Reflection,
} from "typedoc";

type Exported = DeclarationReflection;

/** Groups TypeDoc's exports by purpose, and adapts its pages to the site. */
export function load({ converter, renderer }: Application): void {
  converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const { children = [] } of project.children ?? []) [...children].forEach(arrange);
  });
  renderer.on(PageEvent.END, (page) => {
    if (isModule(page.model)) page.contents = tidy(page.contents ?? "", page.model.children ?? []);
  });
}

/** Returns the name of a module on the site. It is `files` also for `files/node`. */
export const siteName = (module: string) => module.replace(/\/.*/, "");

const isModule = (model: unknown): model is Exported =>
  (model as Partial<Reflection>).kind === ReflectionKind.Module;
const isError = ({ kind, name }: Exported) =>
  kind === ReflectionKind.Class && name.endsWith("Error");

/** Groups an export by its purpose, and removes what another part of the page shows. */
function arrange(exported: Exported): void {
  const { project, name } = exported;
  if (exported.kind === ReflectionKind.Reference) project.removeReflection(exported);
  const isOptions = name.endsWith("Options");
  if (exported.kind !== ReflectionKind.Function) {
    const text = isError(exported) ? "Errors" : isOptions ? "Options" : "Types";
    exported.comment ??= new Comment();
    exported.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text }]));
  }
  const siblings = exported.parent?.isDeclaration() ? (exported.parent.children ?? []) : [];
  const wholes = isOptions ? (exported.extendedBy ?? []).map(String) : [];
  const whole = wholes.find((each) => siblings.some((sibling) => sibling.name === each));
  if (whole !== undefined) {
    const text = ` [\`${whole}\`](#${whole.toLowerCase()}) lists them.`;
    exported.comment?.summary.push({ kind: "text", text });
  }
  const isOwn = name === "DataMetaClient" || isError(exported) || /^(Login|Rotating)/.test(name);
  for (const member of [...(exported.children ?? [])]) {
    const repeated = isOwn && (member.inheritedFrom ?? member.overwrites) !== undefined;
    const internal = isError(exported) && member.kind === ReflectionKind.Constructor;
    const forbidden = member.type?.toString() === "undefined";
    if (whole || repeated || internal || forbidden) project.removeReflection(member);
  }
}

function tidy(text: string, exported: readonly Exported[]): string {
  const parts = Array.from(text.matchAll(/^### ([\w$]+)/gm), ([, part]) => part?.toLowerCase());
  const tree = errorTree(exported.filter(isError), "Error", "");
  return (
    text
      .replaceAll(/<a id="[^"]*"><\/a> ?/g, "")
      .replaceAll(
        /\]\((?:\.\.\/)*([\w/]+)\.md/g,
        (_, page: string) => `](/exports/${siteName(page)}`,
      )
      // Members have no address, so links to them are removed.
      .replaceAll(/\[([^\]]*)\]\(#([^)]*)\)/g, (link, words: string, part: string) =>
        parts.includes(part) ? link : words,
      )
      .replaceAll(/^#### (Extends|Extended by|Properties)\n\n(- .*\n)*/gm, "")
      .replaceAll(/(?:^#### Throws\n\n[^]*?(?=^#|^\*\*\*|$(?![^])))+/gm, throwsList)
      .replaceAll(/^#{4,6} (.*)$/gm, "**$1**")
      .replaceAll(/^\*\*\*\n/gm, "")
      // TypeDoc writes a dash for members without a description.
      .replaceAll(/\| - (?=\|$)/gm, "| ")
      .replace(/^## Errors\n/m, (heading) => `${heading}\n${tree}\n`)
  );
}

/** Joins the thrown errors into one list. TypeDoc writes a heading for each. */
function throwsList(text: string): string {
  const reasons = text.split(/^#### Throws\n/m).map((each) => each.trim().replaceAll(/\s+/g, " "));
  const items = reasons.filter((each) => each !== "");
  return `**Throws**\n\n${items.map((each) => `- ${each.replace(/^\w+Error\b/, "`$&`")}\n`).join("")}\n`;
}

/** Lists the error classes as a tree of subclasses. */
function errorTree(errors: readonly Exported[], parent: string, indent: string): string {
  return errors
    .filter(({ extendedTypes }) => extendedTypes?.[0]?.toString().replace(/<.*/s, "") === parent)
    .map(({ name, comment }) => {
      const summary = Comment.combineDisplayParts(comment?.summary);
      const about = /^.*?\.(?=\s|$)/s.exec(summary)?.[0].replaceAll(/\s+/g, " ") ?? summary;
      const below = errorTree(errors, name, `${indent}  `);
      return `${indent}- [\`${name}\`](#${name.toLowerCase()}) ${about}\n${below}`;
    })
    .join("");
}
