import type { ServiceResponse, Services } from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { Exchange, Handlers } from "../exchange.js";
import { findById, identifierOf, newIdentity } from "../identifiers.js";
import { exception, invalid, json, Refusal, undeclaredStatus } from "../replies.js";
import type { Service } from "../state.js";

const nameClash = invalid([{ message: "A service with that name already exists." }]);

export const serviceHandlers: Handlers = {
  PostService(exchange) {
    const { context, body } = exchange;
    const user = authenticate(exchange);
    if (!user.siteAdmin) return exception(403);
    if (context.state.services.some(({ name }) => name === body.name)) return nameClash;
    const service: Service = { ...newIdentity("service"), name: body.name, users: [] };
    context.state.services.push(service);
    return json(200, printService(service));
  },

  GetServiceInfo(exchange) {
    requireSiteAdmin(exchange);
    const services: Services = exchange.context.state.services.map(printService);
    return json(200, services);
  },

  PutService(exchange) {
    const { context, parameters, body } = exchange;
    requireSiteAdmin(exchange);
    const service = findById(context.state.services, parameters.text("id"));
    if (!service) return exception(404);
    const name = body.name ?? service.name;
    const users = body.userIds?.map((id) => ({ id, user: findById(context.state.users, id) }));
    const unknown = users?.filter(({ user }) => !user) ?? [];
    if (unknown.length > 0) {
      return invalid(unknown.map(({ id }) => ({ message: `User with id ${id} does not exist.` })));
    }
    if (context.state.services.some((other) => other !== service && other.name === name)) {
      return nameClash;
    }
    service.name = name;
    service.users = users ? [...new Set(users.flatMap(({ user }) => user ?? []))] : service.users;
    return json(200, printService(service));
  },
};

/** The spec of v0 declares no 403 on these two operations. */
function requireSiteAdmin(exchange: Exchange): void {
  if (authenticate(exchange).siteAdmin) return;
  throw new Refusal(exchange.context.api === "v0" ? undeclaredStatus(403) : exception(403));
}

function printService(service: Service): ServiceResponse {
  return {
    id: identifierOf(service),
    name: service.name,
    userIds: service.users.map(identifierOf),
  };
}
