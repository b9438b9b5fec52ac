import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { Application, ReflectionKind } from "typedoc";

import { siteName } from "../../docs/.vitepress/typedoc-plugin.js";
import { GenerationError } from "../command/generation-error.js";
import { projectRoot, scratch } from "../command/project.js";
import type { Page } from "./page.js";

/** Returns a page for each module that users import. TypeDoc renders the TSDoc of its exports. */
export async function exportPages(): Promise<Page[]> {
  const options = join(projectRoot, "docs", ".vitepress", "typedoc.json");
  const app = await Application.bootstrapWithPlugins({ options });
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
      (project.children ?? []).map(async (module) => {
        const page = siteName(module.name);
        const name = page === "index" ? "datameta-client" : `datameta-client/${page}`;
        const exported = module.children ?? [];
        const functions = exported.filter(({ kind }) => kind === ReflectionKind.Function);
        const text = await readFile(join(folder, `${module.name}.md`), "utf8");
        const source = project.getSymbolIdFromReflection(module)?.packagePath ?? "src/index.ts";
        return {
          path: `exports/${page}`,
          ...{ title: name, label: name, group: "Exports" },
          description: `What ${name} exports: ${functions.map((each) => each.name).join(", ")}.`,
          frontmatter: { pageClass: "exports", source, search: name },
          markdown: text.replace(
            /^# .*$/m,
            `# ${name}\n\nThe functions, options, errors and types of \`${name}\`.`,
          ),
          names: Object.fromEntries(
            exported.map((each) => [each.name, `#${each.name.toLowerCase()}`]),
          ),
          formerPaths: exported.map(({ name: own, kind }) => {
            const kinds = ReflectionKind.pluralString(kind).toLowerCase().replace(" ", "-");
            return `package/${module.name}/${kinds}/${own}`;
          }),
        };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
