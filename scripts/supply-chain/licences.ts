import type { Problem } from "../command/generation-error.js";
import type { LockedPackage } from "./lock-file.js";

/** They ask for no more than their own text to be kept: fit for what users install. */
const permissive = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

/** Fit for tools besides: nothing of these packages is published. */
const forTools = [
  "BlueOak-1.0.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "MPL-2.0",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
];

/**
 * The packages whose licence is not on the list. Of an SPDX expression only `(A OR B)` is understood,
 * for no package has another; whatever else there may be is for a person to read, and thus refused.
 */
export function refusedLicences(packages: readonly LockedPackage[]): Problem[] {
  return packages.flatMap(({ name, version, licence, runtime }) => {
    const allowed = runtime ? permissive : [...permissive, ...forTools];
    const offered = (licence ?? "").replace(/^\((.*)\)$/, "$1").split(" OR ");
    if (offered.some((each) => allowed.includes(each))) return [];
    const use = runtime ? "what users install" : "tools";
    return [
      {
        message: `${name}@${version} has the licence ${licence ?? "of no name"}, which is not allowed for ${use}.`,
        places: [],
        advice:
          "Use another package or, after reading it, add it to scripts/supply-chain/licences.ts.",
      },
    ];
  });
}
