import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join, posix } from "node:path";

import {
  Application,
  CommentTag,
  Comment,
  Converter,
  ReflectionKind,
  type DeclarationReflection,
  type ProjectReflection,
} from "typedoc";

import { GenerationError } from "../command/generation-error.js";
import { projectRoot, scratch } from "../command/project.js";
import { isObject } from "../document/spec-document.js";
import type { Page } from "./page.js";
import { firstSentence } from "./spec-markdown.js";

/** What TypeDoc reads: a page for each module that users import, with the TSDoc of its exports. */
export async function exportPages(): Promise<Page[]> {
  const modules = await readModules();
  const app = await Application.bootstrapWithPlugins({
    entryPoints: modules.map(({ source }) => join(projectRoot, source)),
    tsconfig: join(projectRoot, "tsconfig.build.json"),
    plugin: ["typedoc-plugin-markdown"],
    // As the plugin declares them; TypeDoc alone does not know them.
    ...{ router: "module", hideBreadcrumbs: true, hidePageHeader: true, useCodeBlocks: true },
    ...{
      parametersFormat: "table",
      propertyMembersFormat: "table",
      typeDeclarationFormat: "table",
    },
    ...{ interfacePropertiesFormat: "table", classPropertiesFormat: "table" },
    ...{
      typeAliasPropertiesFormat: "table",
      tableColumnSettings: { hideModifiers: true, hideInherited: true, hideOverrides: true },
    },
    groupOrder: ["Functions", "Options", "Errors", "Types"],
    readme: "none",
    disableSources: true,
    excludeExternals: true,
    // The schemas have pages of their own, from the document itself.
    exclude: ["**/generated/schema.ts"],
    excludePrivate: true,
    // `npm run typecheck` does that.
    skipErrorChecking: true,
    logLevel: "Error",
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => group(project));
  const project = await app.convert();
  if (project === undefined) {
    throw new GenerationError([
      { message: "TypeDoc cannot read the sources.", places: ["src/"], advice: "Run `npm test`." },
    ]);
  }
  const declared = new Map(project.children?.map((module) => [module.name, module]));
  const contents = new Map([...declared].map(([name, { children = [] }]) => [name, [...children]]));
  for (const module of declared.values()) leaveOut(module);
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, "typedoc-"));
  try {
    await app.outputs.writeOutput({ name: "markdown", path: folder }, project);
    return await Promise.all(
      modules.map(async ({ name, page, source }) => {
        const text = await readFile(join(folder, `${page}.md`), "utf8");
        const exported = contents.get(page) ?? [];
        return {
          path: `exports/${page}`,
          title: name,
          label: name,
          description: `What ${name} exports: ${exported
            .filter(isFunction)
            .map((each) => each.name)
            .join(", ")}.`,
          frontmatter: { source, search: name, outline: [2, 3] },
          markdown: tidy(text, name, exported),
          formerPaths: exported.map((each) => `package/${page}/${folderOf(each)}/${each.name}`),
        };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Module {
  /** What users import it by. */
  readonly name: string;
  readonly source: string;
  /** The name that TypeDoc gives it: its folder, or `index`. */
  readonly page: string;
}

/** What package.json exports and src/ has. */
async function readModules(): Promise<Module[]> {
  const manifest: unknown = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8"));
  const { name, exports } = isObject(manifest) ? manifest : {};
  return Object.entries(isObject(exports) ? exports : {}).flatMap(([subpath, target]) => {
    const built = isObject(target) ? target["default"] : undefined;
    if (typeof built !== "string") return [];
    const source = built.replace(/^\.\/dist\//, "").replace(/\.js$/, ".ts");
    const page = source.replace(/^src\//, "").replace(/(\/index)?\.ts$/, "");
    if (!existsSync(join(projectRoot, source))) return [];
    return [{ name: posix.join(String(name), subpath), source, page }];
  });
}

const isFunction = (exported: DeclarationReflection) => exported.kind === ReflectionKind.Function;
const isError = ({ kind, name }: DeclarationReflection) =>
  name.endsWith("Error") && (kind === ReflectionKind.Class || kind === ReflectionKind.Variable);

/** Groups the exports by what readers look for, not by their kind. */
function group(project: ProjectReflection): void {
  for (const module of project.children ?? []) {
    for (const exported of module.children ?? []) {
      if (isFunction(exported)) continue;
      const isOptions = exported.name.endsWith("Options");
      const title = isError(exported) ? "Errors" : isOptions ? "Options" : "Types";
      exported.comment ??= new Comment();
      exported.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: title }]));
    }
  }
}

/** Removes what would stand on the page twice, or on a page of its own. */
function leaveOut(module: DeclarationReflection): void {
  for (const exported of [...(module.children ?? [])]) {
    const { project } = exported;
    // A page of the main module has it.
    if (exported.kind === ReflectionKind.Reference) project.removeReflection(exported);
    // One table has the options of a client and of a call.
    const isPart = exported.name.endsWith("Options") && exported.extendedBy !== undefined;
    if (isPart) pointTo(exported, exported.extendedBy?.[0]?.toString() ?? "");
    const isClient = exported.name === "DataMetaClient" || isError(exported);
    for (const member of [...(exported.children ?? [])]) {
      const repeated =
        (isClient || exported.name === "LoginOptions") &&
        (member.inheritedFrom ?? member.overwrites) !== undefined;
      const internal = isError(exported) && member.kind === ReflectionKind.Constructor;
      const forbidden = member.type?.toString() === "undefined";
      if (repeated || internal || forbidden || isPart) project.removeReflection(member);
    }
  }
}

function pointTo({ comment }: DeclarationReflection, name: string): void {
  const text = ` [\`${name}\`](#${name.toLowerCase()}) lists them.`;
  comment?.summary.push({ kind: "text", text });
}

function tidy(text: string, name: string, exported: readonly DeclarationReflection[]): string {
  const parts = new Set(
    Array.from(text.matchAll(/^### ([\w$]+)/gm), ([, part]) => part?.toLowerCase()),
  );
  return (
    text
      .replace(/^# .*$/m, `# ${name}`)
      .replaceAll(/<a id="[^"]*"><\/a> ?/g, "")
      // Members have no address of their own.
      .replaceAll(
        /\[([^\]]*)\]\(([^)#]*)#([^)]*)\)/g,
        (link, text: string, file: string, part: string) =>
          part.startsWith("property-") || (file === "" && !parts.has(part)) ? text : link,
      )
      .replaceAll(
        /^#### (Extends|Extended by|Overrides|Inherited from|Properties)\n\n(- .*\n)*/gm,
        "",
      )
      .replaceAll(/(?:^#### Throws\n\n[^]*?(?=^#|^\*\*\*|$(?![^])))+/gm, throwsList)
      .replaceAll(/^#{4,6} (.*)$/gm, "**$1**")
      .replaceAll(/^\*\*\*\n/gm, "")
      .replace(/^## Errors\n/m, () => `## Errors\n\n${errorTree(exported)}`)
  );
}

/** One list of what is thrown; TypeDoc writes a heading for each. */
function throwsList(text: string): string {
  const reasons = text.split(/^#### Throws\n/m).map((each) => each.trim().replaceAll(/\s+/g, " "));
  const items = reasons.filter((each) => each !== "").map((each) => `- ${codeFirst(each)}\n`);
  return `**Throws**\n\n${items.join("")}\n`;
}

const codeFirst = (text: string) => text.replace(/^\w+Error\b/, (name) => `\`${name}\``);

/** The classes of errors, each below the one that it extends. */
function errorTree(exported: readonly DeclarationReflection[]): string {
  const errors = exported.filter(
    ({ kind, name }) => kind === ReflectionKind.Class && name.endsWith("Error"),
  );
  const lines = (parent: string, indent: string): string[] =>
    errors
      .filter(({ extendedTypes }) => baseOf(extendedTypes?.[0]?.toString()) === parent)
      .flatMap(({ name, comment }) => {
        const about = firstSentence(Comment.combineDisplayParts(comment?.summary));
        return [
          `${indent}- [\`${name}\`](#${name.toLowerCase()}) ${about}\n`,
          ...lines(name, `${indent}  `),
        ];
      });
  return `${lines("Error", "").join("")}\n`;
}

const baseOf = (type = "") => type.replace(/<.*/s, "");

const folders = new Map([
  [ReflectionKind.Function, "functions"],
  [ReflectionKind.Class, "classes"],
  [ReflectionKind.Interface, "interfaces"],
  [ReflectionKind.TypeAlias, "type-aliases"],
  [ReflectionKind.Variable, "variables"],
]);

const folderOf = ({ kind }: DeclarationReflection) => folders.get(kind) ?? "references";
