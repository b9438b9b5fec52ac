import { fileURLToPath } from "node:url";
import { withCodeSamples } from "../../../scripts/code-samples.js";
import { readPackageApi } from "../../../scripts/docs/package-api.js";
import type { Page } from "../../../scripts/docs/page.js";
import { renderRedoc } from "../../../scripts/docs/redoc.js";
import { renderSite } from "../../../scripts/docs/site.js";
import { readConfig, readSpec } from "../../../scripts/document/read-spec.js";
import { specDocument } from "../../../scripts/document/spec-document.js";
import { listOperations, type Operation } from "../../../scripts/operations/operation-list.js";
import type { Output } from "../../../scripts/step.js";

const path = (relative: string) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));

export interface Site {
  readonly files: readonly Output[];
  readonly pages: readonly Page[];
  readonly operations: readonly Operation[];
  /** The document with its code samples. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** Renders the site in memory, as `npm run docs` does. */
export async function buildSite(): Promise<Site> {
  const spec = await readSpec(path("spec/openapi.yaml"), await readConfig(path("redocly.yaml")));
  const document = await withCodeSamples(spec, path("spec/examples"));
  const [redoc, api] = await Promise.all([renderRedoc(document), readPackageApi()]);
  const { files, pages } = await renderSite({ spec, document, redoc, api });
  return {
    files,
    pages,
    document,
    operations: listOperations(specDocument(spec.document)).operations,
  };
}
