import { createMD5 } from "hash-wasm";

import type { Md5 } from "./platform.js";

/** MD5 by hash-wasm: no browser has it. The build puts the library in here. */
export async function createWebMd5(): Promise<Md5> {
  const hash = await createMD5();
  hash.init();
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest("hex") };
}
