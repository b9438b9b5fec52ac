import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, mkdir } from "node:fs/promises";
import { join, posix } from "node:path";

import { Application, ReflectionKind, type DeclarationReflection } from "typedoc";

import { GenerationError } from "../command/generation-error.js";
import { projectRoot, scratch } from "../command/project.js";
import { isObject } from "../document/spec-document.js";

/** A page of the package's API as TypeDoc gives it, in Markdown. */
export interface ApiPage {
  /** From the root of the site, like `package/testing/functions/startTestServer.html`. */
  readonly path: string;
  /** What the package's users import it from. */
  readonly module: string;
  /** The name of what is exported. */
  readonly name: string;
  /** Class, function and so on. */
  readonly kind: string;
  readonly markdown: string;
}

/** Reads the TSDoc of all that the package exports. */
export async function readPackageApi(): Promise<ApiPage[]> {
  const modules = await readModules();
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, "typedoc-"));
  try {
    await writeMarkdown([...modules.keys()], folder);
    const files = await readdir(folder, { recursive: true });
    const pages = files
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => file.endsWith(".md") && !file.endsWith("README.md"))
      .sort();
    return await Promise.all(
      pages.map(async (file) => {
        const [entry = "", kind = ""] = file.split("/");
        const module = [...modules].find(([source]) => moduleFolder(source) === entry)?.[1] ?? "";
        return {
          path: `package/${file.replace(/\.md$/, ".html")}`,
          module,
          name: posix.basename(file, ".md"),
          kind,
          markdown: await readFile(join(folder, file), "utf8"),
        };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The name that TypeDoc gives to a module: its place, or the folder's name for its index. */
function moduleFolder(source: string): string {
  const path = source.replace(/^src\//, "").replace(/\.ts$/, "");
  return path === "index" ? path : path.replace(/\/index$/, "");
}

/** The sources of what package.json exports, and the names that users import them by. */
async function readModules(): Promise<Map<string, string>> {
  const manifest: unknown = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8"));
  const { name, exports } = isObject(manifest) ? manifest : {};
  const modules = new Map<string, string>();
  for (const [subpath, target] of Object.entries(isObject(exports) ? exports : {})) {
    const built = isObject(target) ? target["default"] : undefined;
    if (typeof built !== "string") continue;
    const source = built.replace(/^\.\/dist\//, "").replace(/\.js$/, ".ts");
    if (!existsSync(join(projectRoot, source))) continue;
    modules.set(source, posix.join(String(name), subpath));
  }
  return modules;
}

async function writeMarkdown(sources: readonly string[], folder: string): Promise<void> {
  const app = await Application.bootstrapWithPlugins({
    entryPoints: sources.map((source) => join(projectRoot, source)),
    tsconfig: join(projectRoot, "tsconfig.build.json"),
    plugin: ["typedoc-plugin-markdown"],
    // As declared below by the plugin; TypeDoc alone does not know them.
    ...{ router: "member", hideBreadcrumbs: true, hidePageHeader: true, useCodeBlocks: true },
    ...{ parametersFormat: "table", typeDeclarationFormat: "table" },
    readme: "none",
    disableSources: true,
    excludeExternals: true,
    // The types of the document: the reference shows them, from the document itself.
    exclude: ["**/generated/schema.ts"],
    excludePrivate: true,
    // `npm run typecheck` does that.
    skipErrorChecking: true,
    logLevel: "Error",
  });
  const project = await app.convert();
  if (project === undefined) {
    throw new GenerationError([
      { message: "TypeDoc cannot read the sources.", places: ["src/"], advice: "Run `npm test`." },
    ]);
  }
  for (const module of project.children ?? []) {
    for (const exported of module.children ?? []) {
      if (exported.name === "DataMetaClient") keepOwnMembers(exported);
    }
  }
  await app.outputs.writeOutput({ name: "markdown", path: folder }, project);
}

/** The methods of the operations have pages of their own in the reference. */
function keepOwnMembers(client: DeclarationReflection): void {
  for (const member of [...(client.children ?? [])]) {
    if (member.inheritedFrom === undefined || member.kind === ReflectionKind.Constructor) continue;
    client.project.removeReflection(member);
  }
}
