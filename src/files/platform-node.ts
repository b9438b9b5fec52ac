import { openPath } from "./content-node.js";
import { openJournal } from "./journal-node.js";
import { createNodeMd5 } from "./md5-node.js";
import type { Platform } from "./platform.js";
import { sendByNode } from "./send-node.js";
import { openTarget } from "./target-node.js";

/** Node, Bun and Deno have `node:http`. Their `fetch` would load the whole file into memory. */
export const nodePlatform: Platform = {
  createMd5: createNodeMd5,
  send: sendByNode,
  ...{ openPath, openTarget, openJournal },
};
