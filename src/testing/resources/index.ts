import type { Handlers } from "../operation-request.js";
import { appSettingHandlers } from "./app-settings.js";
import { fileHandlers } from "./files.js";
import { groupHandlers } from "./groups.js";
import { keyHandlers } from "./keys.js";
import { metadataHandlers } from "./metadata.js";
import { metaDataSetHandlers } from "./metadatasets.js";
import { passwordHandlers } from "./password.js";
import { registrationHandlers } from "./registration.js";
import { serverHandlers } from "./server.js";
import { serviceExecutionHandlers } from "./service-execution.js";
import { serviceHandlers } from "./services.js";
import { submissionHandlers } from "./submissions.js";
import { userHandlers } from "./users.js";
import { whoamiHandlers } from "./whoami.js";

/** All operations of the test server. */
export const handlers: Handlers = {
  ...appSettingHandlers,
  ...fileHandlers,
  ...groupHandlers,
  ...keyHandlers,
  ...metaDataSetHandlers,
  ...metadataHandlers,
  ...passwordHandlers,
  ...registrationHandlers,
  ...serverHandlers,
  ...serviceExecutionHandlers,
  ...serviceHandlers,
  ...submissionHandlers,
  ...userHandlers,
  ...whoamiHandlers,
};
