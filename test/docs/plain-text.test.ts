import { execFile } from "node:child_process";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../scripts/command/project.js";
import { operationPage } from "../../scripts/docs/operation-page.js";
import { fileOf } from "../../scripts/docs/page.js";
import { specDocument } from "../../scripts/document/spec-document.js";
import { listOperations } from "../../scripts/operations/operation-list.js";
import { temporaryFolder } from "../pipeline/support/temporary-folder.js";

/** Texts that a description can contain, each on a separate line. */
const texts = {
  "a Vue expression": "Braces {{ 6 * 7 }} stay.",
  "a Vue expression in code": "Code `{{ 6 * 7 }}` stays.",
  "a script": "A script <script>document.title = 'changed'</script> stays.",
  "an element": "An <b onclick='alert(1)'>element</b> and an <img src=x onerror=alert(1)> stay.",
  "a component": "A <Badge type='tip' text='x' /> and a <component :is='x'/> stay.",
  "a comment that includes": "A comment <!--@include: ../package.json--> stays.",
} as const;

const lines = {
  "a file": "<<< ../../package.json",
  "a container": "::: danger",
  "a heading": "# Not a heading",
  "a table of contents": "[[toc]]",
} as const;

const description = [...Object.values(texts), ...Object.values(lines)].join("\n\n");

/** Renders the page of an operation with VitePress. All its texts are such descriptions. */
let html: string;

beforeAll(async () => {
  const schema = { type: "object", properties: { member: { type: "string", description } } };
  const body = { "application/json": { schema } };
  const response = { description, content: body };
  const document = {
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: {
      "/things/{id}": {
        put: {
          operationId: "PutThing",
          summary: texts["a script"],
          description,
          parameters: [
            { name: "id", in: "path", required: true, schema: { type: "string" }, description },
          ],
          requestBody: { required: true, description, content: body },
          responses: { "200": response, "400": response },
        },
      },
    },
  };
  const [operation] = listOperations(specDocument(document)).operations;
  if (!operation) throw new Error("the document has no operation");
  const page = operationPage(operation, [
    { lang: "TypeScript", label: "TypeScript", source: "{{ 6 * 7 }}" },
  ]);
  const ours = JSON.stringify(join(projectRoot, "docs", ".vitepress", "markdown.ts"));
  await using folder = await temporaryFolder({
    ".vitepress/config.ts":
      `import { markdownOptions } from ${ours};\n` +
      `export default { markdown: markdownOptions({}), ignoreDeadLinks: true };\n`,
    "thing.md": fileOf(page),
  });
  await symlink(join(projectRoot, "node_modules"), folder.at("node_modules"));
  const vitepress = join(projectRoot, "node_modules", "vitepress", "bin", "vitepress.js");
  await promisify(execFile)(process.execPath, [vitepress, "build", folder.path]);
  html = await folder.read(".vitepress/dist/thing.html");
}, 300_000);

describe("a description of the spec", () => {
  const shown = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

  it.each(Object.entries(texts))("shows %s as text, in any place", (_, text) => {
    const [before = "", code = before] = text.split("`");
    const part = shown(text.includes("`") ? code : text.replaceAll("'", "’"));
    const plain = html.replaceAll(/&quot;|&#39;|[‘’']/g, "’");

    // The description, the argument, the body, its member, both responses, and the response's member.
    expect(plain.split(part).length - 1).toBeGreaterThanOrEqual(6);
  });

  it.each(Object.entries(lines))("shows %s at the start of a line as text", (_, line) => {
    expect(html).toContain(`<p>${shown(line)}</p>`);
  });

  it("never becomes markup", () => {
    const main = /<main\b.*<\/main>/s.exec(html)?.[0] ?? "";

    expect(main).not.toMatch(/<script|<b\b|<img|<badge|>42</i);
    expect(Array.from(main.matchAll(/<h1\b/g))).toHaveLength(1);
    expect(html).not.toContain('"devDependencies"');
  });
});
