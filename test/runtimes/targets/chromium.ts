import { findChromium, launchChromium } from "../../support/chromium.js";
import { readChecks, type Outcome, type Target } from "../target.js";
import { MissingError } from "../toolchain.js";
import type { Workspace } from "../workspace.js";

/** Opens a page of the project, which must define `runConformance`, and calls it. */
export async function runInChromium(
  workspace: Workspace,
  project: string,
  page: string,
): Promise<Outcome> {
  if (findChromium() === undefined) {
    throw new MissingError("Chromium is not installed. Install it, or set CHROMIUM to its path");
  }
  await using host = await workspace.startHost(project);
  const browser = await launchChromium();
  try {
    const tab = await browser.newPage();
    const errors: string[] = [];
    tab.on("pageerror", ({ message }) => errors.push(message));
    await tab.goto(`${host.origin}/pages/${page}`);
    const json = await tab.evaluate<string>(
      `(async () => JSON.stringify(await runConformance(${JSON.stringify(host.setting)})))()`,
    );
    const check = { name: "the page has no errors", passed: errors.length === 0 };
    const detail = errors.length === 0 ? {} : { detail: errors.join("\n") };
    return { version: browser.version(), checks: [...readChecks(json), { ...check, ...detail }] };
  } finally {
    await browser.close();
  }
}

const importMap = {
  imports: {
    "datameta-client": "./node_modules/datameta-client/dist/src/index.js",
    "datameta-client/files": "./node_modules/datameta-client/dist/src/files/web.js",
    "datameta-client/openapi": "./node_modules/datameta-client/dist/src/openapi/index.js",
    "datameta-client/validate": "./node_modules/datameta-client/dist/src/validate/index.js",
    "openapi-fetch": "./node_modules/openapi-fetch/dist/index.mjs",
  },
};

const page = `<!doctype html><title>modules</title>
<script type="importmap">${JSON.stringify(importMap)}</script>
<script type="module" src="bundle-entry.js"></script>`;

export const chromium: Target = {
  name: "chromium",
  purpose: "Chromium, unbundled modules with an import map",
  async run(workspace) {
    const project = await workspace.makeProject("chromium", { "modules.html": page });
    return runInChromium(workspace, project, "modules.html");
  },
};
