import { randomUUID } from "node:crypto";

import type { MetaDataResponse, MetaDatum, MetaDatumResponse } from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { Handlers } from "../operation-request.js";
import { findById, findByUuid, identifierOf } from "../identifiers.js";
import { crash, exception, json, Refusal } from "../replies.js";
import { remove, type Definition, type Service } from "../state.js";
import { isInt32, requireStorable } from "../storable.js";

export const metadataHandlers: Handlers = {
  GetMetaData(operationRequest) {
    authenticate(operationRequest);
    const definitions: MetaDatumResponse = operationRequest.context.state.definitions
      .toSorted((a, b) => a.order - b.order)
      .map(printDefinition);
    return json(200, definitions);
  },

  CreateMetaDatum(operationRequest) {
    const { context, body } = operationRequest;
    const user = authenticate(operationRequest);
    if (!user.siteAdmin) return exception(403);
    if (body.serviceId === null) return crash;
    // The server treats an unknown service as no service.
    const service = findById(context.state.services, body.serviceId) ?? null;
    const definition = { uuid: randomUUID(), ...readDefinition(body, service) };
    requireStorableDefinition(definition);
    context.state.definitions.push(definition);
    return json(200, printDefinition(definition));
  },

  UpdateMetaDatum(operationRequest) {
    const { context, parameters, body } = operationRequest;
    const user = authenticate(operationRequest);
    if (!user.siteAdmin) return exception(403);
    const definition = findByUuid(context.state.definitions, parameters.text("id"));
    if (!definition) return crash;
    // The server writes these values to the database before it looks up the service.
    requireStorableDefinition(readDefinition(body, null));
    const service = body.serviceId ? findById(context.state.services, body.serviceId) : null;
    if (service === undefined) return exception(404);
    Object.assign(definition, readDefinition(body, service));
    // The database moves a changed row to the end. This matters if two definitions have the same
    // name, because the last one counts.
    remove(context.state.definitions, definition);
    context.state.definitions.push(definition);
    return json(200, printDefinition(definition));
  },
};

/** Reads a definition. Empty texts mean "none", except in the example. */
export function readDefinition(body: MetaDatum, service: Service | null): Omit<Definition, "uuid"> {
  return {
    name: body.name,
    regexDescription: body.regexDescription || null,
    longDescription: body.longDescription || null,
    example: body.example,
    regExp: body.regExp || null,
    dateTimeFmt: body.dateTimeFmt || null,
    isMandatory: body.isMandatory,
    order: body.order,
    isFile: body.isFile,
    isSubmissionUnique: body.isSubmissionUnique,
    isSiteUnique: body.isSiteUnique,
    service,
  };
}

function requireStorableDefinition({ order, ...definition }: Omit<Definition, "uuid">): void {
  const { name, regexDescription, longDescription, example, regExp, dateTimeFmt } = definition;
  requireStorable(name, regexDescription, longDescription, example, regExp, dateTimeFmt);
  if (!isInt32(order)) throw new Refusal(crash);
}

function printDefinition({ uuid, service, ...definition }: Definition): MetaDataResponse {
  return {
    id: identifierOf({ uuid }),
    ...definition,
    serviceId: service && identifierOf(service),
  };
}
