import { createHash } from "node:crypto";

import type { Md5 } from "./platform.js";

/** Computes MD5 with `node:crypto`. */
export function createNodeMd5(): Md5 {
  const hash = createHash("md5");
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest("hex") };
}
