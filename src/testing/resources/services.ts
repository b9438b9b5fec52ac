import type { ServiceResponse, Services } from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { OperationRequest, Handlers } from "../operation-request.js";
import { findById, identifierOf, newIdentity } from "../identifiers.js";
import { crash, exception, invalid, json, Refusal, undeclaredStatus } from "../replies.js";
import type { Service } from "../state.js";
import { requireStorable } from "../storable.js";

const nameClash = invalid([{ message: "A service with that name already exists." }]);

export const serviceHandlers: Handlers = {
  PostService(operationRequest) {
    const { context, body } = operationRequest;
    const user = authenticate(operationRequest);
    if (!user.siteAdmin) return exception(403);
    requireStorable(body.name);
    if (context.state.services.some(({ name }) => name === body.name)) return nameClash;
    const service: Service = { ...newIdentity("service"), name: body.name, users: [] };
    context.state.services.push(service);
    return json(200, printService(service));
  },

  GetServiceInfo(operationRequest) {
    requireSiteAdmin(operationRequest);
    const services: Services = operationRequest.context.state.services.map(printService);
    return json(200, services);
  },

  PutService(operationRequest) {
    const { context, parameters, body } = operationRequest;
    requireSiteAdmin(operationRequest);
    const { name: newName, userIds } = body;
    const service = findById(context.state.services, parameters.text("id"));
    if (!service) return exception(404);
    const name = newName ?? service.name;
    requireStorable(name);
    if (context.state.services.some((other) => other !== service && other.name === name)) {
      return nameClash;
    }
    const users = userIds?.map((id) => ({ id, user: findById(context.state.users, id) }));
    // If a user is unknown and another one follows, the server fails: it stores the missing user first.
    if (users?.slice(0, -1).some(({ user }) => !user)) return crash;
    const unknown = users?.filter(({ user }) => !user) ?? [];
    if (unknown.length > 0) {
      return invalid(unknown.map(({ id }) => ({ message: `User with id ${id} does not exist.` })));
    }
    service.name = name;
    const named = users?.flatMap(({ user }) => user ?? []) ?? service.users;
    service.users = [...new Set(named)];
    // If the request has a user twice, so does this response.
    return json(200, printService({ ...service, users: named }));
  },
};

/** The spec of v0 does not declare a 403 for these two operations. */
function requireSiteAdmin(operationRequest: OperationRequest): void {
  if (authenticate(operationRequest).siteAdmin) return;
  throw new Refusal(operationRequest.context.api === "v0" ? undeclaredStatus(403) : exception(403));
}

function printService(service: Service): ServiceResponse {
  return {
    id: identifierOf(service),
    name: service.name,
    userIds: service.users.map(identifierOf),
  };
}
