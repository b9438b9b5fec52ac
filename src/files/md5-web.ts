import { md5 } from "js-md5/build/md5-lite.mjs";

import type { Md5 } from "./platform.js";

/**
 * Computes MD5 with js-md5, because browsers have no MD5. The build bundles the library here.
 * WebAssembly would be faster, but many pages forbid it in their content security policy.
 */
export function createWebMd5(): Md5 {
  const hash = md5.create();
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.hex() };
}
