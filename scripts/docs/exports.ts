import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join, posix } from "node:path";

import {
  Application,
  Comment,
  CommentTag,
  Converter,
  ReflectionKind,
  type DeclarationReflection,
} from "typedoc";

import { GenerationError } from "../command/generation-error.js";
import { projectRoot, scratch } from "../command/project.js";
import type { Page } from "./page.js";
import { firstSentence } from "./spec-markdown.js";

type Exported = DeclarationReflection;

/** A page for each module that users import, by TypeDoc, with the TSDoc of its exports. */
export async function exportPages(): Promise<Page[]> {
  const modules = await readModules();
  const app = await Application.bootstrapWithPlugins({
    options: join(projectRoot, "docs", ".vitepress", "typedoc.json"),
    entryPoints: modules.map(({ source }) => join(projectRoot, source)),
  });
  const contents = new Map<string, readonly Exported[]>();
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const module of project.children ?? []) {
      contents.set(module.name, [...(module.children ?? [])]);
      for (const exported of contents.get(module.name) ?? []) arrange(exported);
    }
  });
  const project = await app.convert();
  if (project === undefined) {
    throw new GenerationError([
      { message: "TypeDoc cannot read the sources.", places: ["src/"], advice: "Run `npm test`." },
    ]);
  }
  const folder = await mkdtemp(join(scratch, "typedoc-"));
  try {
    await app.outputs.writeOutput({ name: "markdown", path: folder }, project);
    return await Promise.all(
      modules.map(async ({ name, page, source }) => {
        const exported = contents.get(page) ?? [];
        const functions = exported.filter(isFunction).map((each) => each.name);
        return {
          path: `exports/${pathOf(page)}`,
          title: name,
          label: name,
          description: `What ${name} exports: ${functions.join(", ")}.`,
          frontmatter: { pageClass: "exports", source, search: name },
          markdown: tidy(await readFile(join(folder, `${page}.md`), "utf8"), name, exported),
          names: Object.fromEntries(
            exported.map((each) => [each.name, `#${each.name.toLowerCase()}`]),
          ),
          formerPaths: exported.map((each) => `package/${page}/${folderOf(each)}/${each.name}`),
        };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What users import, its source, and TypeDoc's name of it: its folder, or `index`. */
async function readModules(): Promise<{ name: string; source: string; page: string }[]> {
  // It is our own manifest.
  const { name, exports } = JSON.parse(
    await readFile(join(projectRoot, "package.json"), "utf8"),
  ) as { name: string; exports: Record<string, { types?: string }> };
  return Object.entries(exports).flatMap(([subpath, { types }]) => {
    const source = types?.replace("./dist/", "").replace(/\.d\.ts$/, ".ts");
    const page = /^src\/(.*?)(?:\/index)?\.ts$/.exec(source ?? "")?.[1];
    return source && page ? [{ name: posix.join(name, subpath), source, page }] : [];
  });
}

/** A module's name on the site: `files` also for its part `files/node`. */
const pathOf = (page: string) => page.replace(/\/.*/, "");

const isFunction = ({ kind }: Exported) => kind === ReflectionKind.Function;
const isError = ({ kind, name }: Exported) =>
  kind === ReflectionKind.Class && name.endsWith("Error");
/** Where the page of an export was. */
const folderOf = ({ kind }: Exported) =>
  ReflectionKind.pluralString(kind).toLowerCase().replace(" ", "-");

/** Groups an export by what readers look for, and removes what stands on the page elsewhere. */
function arrange(exported: Exported): void {
  const { project, name } = exported;
  if (exported.kind === ReflectionKind.Reference) project.removeReflection(exported);
  const isOptions = name.endsWith("Options");
  if (!isFunction(exported)) {
    const title = isError(exported) ? "Errors" : isOptions ? "Options" : "Types";
    exported.comment ??= new Comment();
    exported.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: title }]));
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

function tidy(text: string, name: string, exported: readonly Exported[]): string {
  const parts = Array.from(text.matchAll(/^### ([\w$]+)/gm), ([, part]) => part?.toLowerCase());
  const errors = exported.filter(isError);
  return (
    text
      .replace(/^# .*$/m, `# ${name}\n\nThe functions, options, errors and types of \`${name}\`.`)
      .replaceAll(/<a id="[^"]*"><\/a> ?/g, "")
      .replaceAll(/\]\((?:\.\.\/)*([\w/]+)\.md/g, (_, page: string) => `](/exports/${pathOf(page)}`)
      // Members have no address of their own.
      .replaceAll(/\[([^\]]*)\]\(#([^)]*)\)/g, (link, words: string, part: string) =>
        parts.includes(part) ? link : words,
      )
      .replaceAll(/^#### (Extends|Extended by|Properties)\n\n(- .*\n)*/gm, "")
      .replaceAll(/(?:^#### Throws\n\n[^]*?(?=^#|^\*\*\*|$(?![^])))+/gm, throwsList)
      .replaceAll(/^#{4,6} (.*)$/gm, "**$1**")
      .replaceAll(/^\*\*\*\n/gm, "")
      .replace(/^## Errors\n/m, (heading) => `${heading}\n${errorTree(errors, "Error", "")}\n`)
  );
}

/** One list of what is thrown; TypeDoc writes a heading for each. */
function throwsList(text: string): string {
  const reasons = text.split(/^#### Throws\n/m).map((each) => each.trim().replaceAll(/\s+/g, " "));
  const items = reasons.filter((each) => each !== "");
  return `**Throws**\n\n${items.map((each) => `- ${each.replace(/^\w+Error\b/, "`$&`")}\n`).join("")}\n`;
}

/** The classes of errors, each below the one that it extends. */
function errorTree(errors: readonly Exported[], parent: string, indent: string): string {
  return errors
    .filter(({ extendedTypes }) => extendedTypes?.[0]?.toString().replace(/<.*/s, "") === parent)
    .map(({ name, comment }) => {
      const about = firstSentence(Comment.combineDisplayParts(comment?.summary));
      const below = errorTree(errors, name, `${indent}  `);
      return `${indent}- [\`${name}\`](#${name.toLowerCase()}) ${about}\n${below}`;
    })
    .join("");
}
