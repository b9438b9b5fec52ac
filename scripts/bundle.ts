import { count } from "./command/progress.js";
import { child, members, rootNode } from "./document/spec-document.js";
import type { Step } from "./step.js";

/** The document in one file, for tools and for the package's users. */
export const bundleStep: Step = {
  name: "bundle",
  file: "openapi.json",
  purpose: "writes the split document as one JSON file",
  run(spec) {
    // JSON knows no comments; an extension is the place for the notice.
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
