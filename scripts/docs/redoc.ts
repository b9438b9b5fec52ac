import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { scratch } from "../command/project.js";
import type { JsonObject } from "../document/spec-document.js";

const execute = promisify(execFile);

/** The whole document on one page, by redocly's `build-docs`. */
export async function renderRedoc(document: JsonObject): Promise<string> {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, "redoc-"));
  try {
    const input = join(folder, "openapi.json");
    const output = join(folder, "document.html");
    await writeFile(input, JSON.stringify(document));
    const cli = join(
      dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json")),
      "bin",
      "cli.js",
    );
    await execute(process.execPath, [cli, "build-docs", input, "--inlineBundle", "-o", output], {
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    });
    return adapt(await readFile(output, "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * What Redoc's page must not load. The browser keeps to this, whatever the script contains: it knows
 * hosts for icons, its own logo and telemetry.
 */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  "worker-src blob:",
  "connect-src blob:",
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  "font-src data:",
].join("; ");

/** Our colours where Redoc's have too little contrast, and the code font of the other pages. */
const style = `<style>
html:root:root {
  --text-color-disabled: var(--text-color-secondary);
  --text-color-helper: var(--text-color-secondary);
  --text-color-description: var(--text-color-secondary);
  --search-input-placeholder-color: var(--text-color-secondary);
  --input-content-placeholder-color: var(--text-color-secondary);
  --link-color-primary: #0b6b66;
  --link-color-primary-hover: #075450;
  --color-primary-base: #0b6b66;
  --font-family-monospaced: ui-monospace, SFMono-Regular, Menlo, "Cascadia Code", Consolas,
    "Liberation Mono", "DejaVu Sans Mono", monospace;
  --font-family-base: system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif;
  --code-font-family: var(--font-family-monospaced);
}
html.dark:root:root {
  --link-color-primary: #5fd0c5;
  --link-color-primary-hover: #8ae3da;
  --color-primary-base: #5fd0c5;
}
.back { position: fixed; right: 1rem; bottom: 1rem; z-index: 9; padding: 0.5rem 1rem; border-radius: 8px;
  background: #0b6b66; color: #fff; font: 600 0.9rem system-ui, sans-serif; text-decoration: none; }
</style>`;

/** In place of the logo that Redoc would fetch. */
const logo =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='36' height='12'%3E" +
  "%3Ctext y='10' font-family='sans-serif' font-size='11' fill='%230b6b66'%3ERedoc%3C/text%3E%3C/svg%3E";

function adapt(html: string): string {
  const description = "The whole DataMeta REST API on one page.";
  const head =
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n` +
    `<meta name="description" content="${description}">\n<link rel="icon" href="data:,">\n`;
  return (
    html
      .replaceAll("https://cdn.redoc.ly/redoc/logo-mini-full.svg", logo)
      .replaceAll("https://cdn.redoc.ly/redoc/logo-mini.svg", logo)
      // Half of its verbs' colours have too little contrast.
      .replaceAll(/--tag-color: ?(#\w+|var\([^)]*\))/g, "--tag-color:var(--link-color-primary)")
      .replace("<head>", () => `<head>\n${head}`)
      .replace("</head>", () => `${style}\n</head>`)
      .replace(
        /<body[^>]*>/,
        (body) => `${body}\n<a class="back" href="index.html">Back to datameta-client</a>`,
      )
  );
}
