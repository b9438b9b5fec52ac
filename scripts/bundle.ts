import { count } from "./command/progress.js";
import { child, members, rootNode } from "./document/spec-document.js";
import type { Step } from "./step.js";

/** Writes the document as one file, for tools and for users of the package. */
export const bundleStep: Step = {
  name: "bundle",
  file: "openapi.json",
  purpose: "writes the split document as one JSON file",
  run(spec) {
    // JSON has no comments, so the notice is an extension.
    const { notice } = spec;
    const document = Object.assign({ "x-generated": notice }, spec.document, {
      "x-generated": notice,
    });
    return {
      text: `${JSON.stringify(document, null, 2)}\n`,
      summary: count(members(child(rootNode(spec), "paths")).length, "path"),
    };
  },
};
