import { createMD5 } from "hash-wasm";

import type { Md5 } from "./platform.js";

/**
 * Computes MD5 with hash-wasm, because browsers have no MD5. The build bundles the library here.
 */
export async function createWebMd5(): Promise<Md5> {
  const hash = await createMD5();
  hash.init();
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest("hex") };
}
