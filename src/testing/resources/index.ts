import type { Handlers } from "../exchange.js";
import { keyHandlers } from "./keys.js";
import { passwordHandlers } from "./password.js";
import { serverHandlers } from "./server.js";
import { whoamiHandlers } from "./whoami.js";

/** Every operation that the test server knows. */
export const handlers: Handlers = {
  ...keyHandlers,
  ...passwordHandlers,
  ...serverHandlers,
  ...whoamiHandlers,
};
