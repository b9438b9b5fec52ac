import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { projectRoot, scratch } from "../command/project.js";

/** Renders the whole document on one page with Redocly's `build-docs`. */
export async function renderRedoc(document: object): Promise<string> {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, "redoc-"));
  try {
    const [input, output] = [join(folder, "openapi.json"), join(folder, "document.html")];
    await writeFile(input, JSON.stringify(document));
    const manifest = createRequire(import.meta.url).resolve("@redocly/cli/package.json");
    const command = join(dirname(manifest), "bin", "cli.js");
    const args = [command, "build-docs", input, "--inlineBundle", "-o", output];
    const env = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
    const head = await readFile(join(projectRoot, "docs/.vitepress/redoc-head.html"), "utf8");
    return adapt(await readFile(output, "utf8"), head);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param head - a policy that forbids requests to other hosts, such as the one of Redoc's logo */
function adapt(html: string, head: string): string {
  const back = '<a class="back" href="../operations/index.html">Back to datameta-client</a>';
  return (
    html
      .replaceAll(/https:\/\/cdn\.redoc\.ly\/redoc\/[\w-]+\.svg/g, "data:image/svg+xml,")
      // The colors of several HTTP methods have too little contrast.
      .replaceAll(/--tag-color: ?(#\w+|var\([^)]*\))/g, "--tag-color:var(--link-color-primary)")
      .replace("</head>", () => `${head}</head>`)
      .replace(/<body[^>]*>/, (body) => `${body}\n${back}`)
  );
}
