import { markError } from "../datameta/errors.js";
import { ConfigurationError } from "../engine/errors.js";
import { createWebMd5 } from "./md5-web.js";
import type { Platform } from "./platform.js";
import { sendByFetch } from "./send-fetch.js";

const noDisk = (what: string): never => {
  throw markError(new ConfigurationError(`${what} works only in Node, Bun and Deno`));
};

/** Browsers and other platforms with `fetch`. */
export const webPlatform: Platform = {
  createMd5: createWebMd5,
  send: sendByFetch,
  openPath: () => noDisk("path"),
  openTarget: () => noDisk('option "to"'),
  openJournal: () => noDisk('option "journal"'),
};
