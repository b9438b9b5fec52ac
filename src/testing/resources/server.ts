import type { ServerInfoResponse } from "../../../generated/schema.js";
import type { Handlers } from "../operation-request.js";
import { json } from "../replies.js";
import { releases } from "../routes.js";

export const serverHandlers: Handlers = {
  GetServerInfo({ context }) {
    const info: ServerInfoResponse = { ...releases[context.api] };
    return json(200, info);
  },
};
