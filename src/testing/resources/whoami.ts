import type { WhoamiResponse } from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { Handlers } from "../operation-request.js";
import { identifierOf } from "../identifiers.js";
import { json } from "../replies.js";

export const whoamiHandlers: Handlers = {
  GetUserInformation(operationRequest) {
    const user = authenticate(operationRequest);
    const { name, groupAdmin, siteAdmin, siteRead, email, group } = user;
    const whoami: WhoamiResponse = {
      id: identifierOf(user),
      name,
      groupAdmin,
      siteAdmin,
      siteRead,
      email,
      group: { id: identifierOf(group), name: group.name },
    };
    return json(200, whoami);
  },
};
