import type {
  MetaDataSetResponse,
  MetaDataSetServiceExecution,
} from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { OperationRequest, Handlers } from "../operation-request.js";
import { findById, identifierOf, newIdentity } from "../identifiers.js";
import { isoFormat } from "../../python/datetime.js";
import { parseQueryDateTime } from "../../python/query-datetime.js";
import { lintRecord } from "../record-lint.js";
import {
  ownDefinitions,
  printedRecordOf,
  readableDefinitions,
  toStored,
  toTexts,
  valueOf,
  type Definitions,
} from "../records.js";
import {
  crash,
  exception,
  invalid,
  json,
  noContent,
  notModifiable,
  type Reply,
} from "../replies.js";
import { remove, type MetaDataSet, type State, type User } from "../state.js";
import { requireStorable } from "../storable.js";

/** The 500 that replaces a 403: the spec declares JSON, but the server's 403 is HTML. */
const undeclaredHtml = json(500, [
  {
    exception: "InvalidContentType",
    message: "Content for following mimetype not found: text/html",
  },
]);

export const metaDataSetHandlers: Handlers = {
  CreateMetaDataSet(operationRequest) {
    const { state } = operationRequest.context;
    const user = authenticate(operationRequest);
    const definitions = ownDefinitions(state);
    const record = toTexts(operationRequest.body.record);
    const findings = lintRecord(definitions, record, "sent");
    if (findings.length > 0) return invalid(findings);
    const stored = toStored(definitions, record);
    requireStorable(...Object.values(stored));
    const metaDataSet: MetaDataSet = {
      ...newIdentity("metaDataSet"),
      user,
      records: [],
      executions: [],
      submission: null,
    };
    for (const [name, definition] of definitions) {
      valueOf(metaDataSet, definition).value = stored[name] ?? null;
    }
    state.metaDataSets.push(metaDataSet);
    const response = printMetaDataSet(metaDataSet, definitions);
    // Unlike later responses, this one contains dates in their stored form.
    return json(200, { ...response, record: stored });
  },

  GetMetaDataSet(operationRequest) {
    const { state } = operationRequest.context;
    const user = authenticate(operationRequest);
    const metaDataSet = findById(state.metaDataSets, operationRequest.parameters.text("id"));
    if (!metaDataSet) return exception(404);
    if (!mayView(user, metaDataSet)) return exception(403);
    const definitions =
      metaDataSet.submission === null ? ownDefinitions(state) : readableDefinitions(state, user);
    return json(200, printMetaDataSet(metaDataSet, definitions));
  },

  GetMetaDataSets(operationRequest) {
    const { state } = operationRequest.context;
    const user = authenticate(operationRequest);
    const isAwaited = awaitedBy(operationRequest, user);
    if (!isAwaited) {
      return invalid([{ field: "awaitingServices", message: "Invalid service ID specified" }]);
    }
    const { parameters } = operationRequest;
    const after = parseQueryDateTime(parameters.optionalText("submittedAfter") ?? "") ?? -Infinity;
    const before = parseQueryDateTime(parameters.optionalText("submittedBefore") ?? "") ?? Infinity;
    const found = state.metaDataSets.filter(
      (metaDataSet) =>
        metaDataSet.submission !== null &&
        (user.siteRead || metaDataSet.submission.group === user.group) &&
        metaDataSet.submission.date > after &&
        metaDataSet.submission.date < before &&
        isAwaited(metaDataSet),
    );
    if (found.length === 0) return exception(404);
    const definitions = readableDefinitions(state, user);
    return json(
      200,
      found.map((metaDataSet) => printMetaDataSet(metaDataSet, definitions)),
    );
  },

  DeleteMetadataSet(operationRequest) {
    const user = authenticate(operationRequest);
    const refused = deleteAll(operationRequest.context.state, user, [
      operationRequest.parameters.text("id"),
    ]);
    const isForbidden = refused?.kind === "exception" && refused.status === 403;
    return isForbidden ? undeclaredHtml : (refused ?? noContent);
  },

  BulkDeleteStagedMetaDataSets(operationRequest) {
    const user = authenticate(operationRequest);
    const ids = new Set(operationRequest.body.metadatasetIds);
    return deleteAll(operationRequest.context.state, user, [...ids]) ?? noContent;
  },
};

/** Deletes all metadata sets, or none of them if one cannot be deleted. */
function deleteAll(state: State, user: User, ids: readonly string[]): Reply | undefined {
  const setsToDelete = new Set<MetaDataSet>();
  for (const id of ids) {
    const metaDataSet = findById(state.metaDataSets, id);
    // The list had both ids of this set, so it was just deleted.
    if (!metaDataSet || setsToDelete.has(metaDataSet)) return exception(404);
    if (metaDataSet.user !== user) return exception(403);
    if (metaDataSet.submission !== null) return notModifiable;
    setsToDelete.add(metaDataSet);
  }
  // A set with a service execution cannot be deleted.
  if ([...setsToDelete].some(({ executions }) => executions.length > 0)) return crash;
  for (const metaDataSet of setsToDelete) remove(state.metaDataSets, metaDataSet);
  return undefined;
}

/**
 * Whether the user may read the set. Before submission, only the owner may. After submission, the
 * submitting group and `siteRead` may.
 */
function mayView(user: User, { submission, user: owner }: MetaDataSet): boolean {
  return submission === null ? owner === user : user.siteRead || submission.group === user.group;
}

/** Returns a filter for a service, or `undefined` if the user cannot filter by it. */
function awaitedBy(
  { context, parameters }: OperationRequest,
  user: User,
): ((metaDataSet: MetaDataSet) => boolean) | undefined {
  const site = parameters.optionalText("awaitingService");
  if (site === undefined) return () => true;
  // The server finds only services with definitions that the user may read, and only by site id.
  const service = [...readableDefinitions(context.state, user).values()]
    .map((definition) => definition.service)
    .find((each) => each?.site === site);
  if (!service) return undefined;
  return ({ executions }) => !executions.some((execution) => execution.service === service);
}

/** Returns the response for a metadata set, with the values of these definitions. */
export function printMetaDataSet(
  metaDataSet: MetaDataSet,
  definitions: Definitions,
): MetaDataSetResponse {
  const fileIds = [...definitions.values()]
    .filter(({ isFile }) => isFile)
    .map((definition) => {
      const { file } = valueOf(metaDataSet, definition);
      return [definition.name, file && identifierOf(file)] as const;
    });
  return {
    id: identifierOf(metaDataSet),
    record: printedRecordOf(metaDataSet, definitions),
    fileIds: Object.fromEntries(fileIds),
    userId: identifierOf(metaDataSet.user),
    submissionId: metaDataSet.submission && identifierOf(metaDataSet.submission),
    serviceExecutions: printExecutions(metaDataSet, definitions),
  };
}

type ServiceExecutions = NonNullable<MetaDataSetResponse["serviceExecutions"]>;

function printExecutions(
  metaDataSet: MetaDataSet,
  definitions: Definitions,
): ServiceExecutions | null {
  const ofServices = [...definitions.values()].filter(({ service }) => service !== null);
  if (ofServices.length === 0) return null;
  return Object.fromEntries(
    ofServices.map(({ name, service }) => {
      const execution = metaDataSet.executions.find((each) => each.service === service);
      return [name, execution ? printExecution(execution) : null];
    }),
  );
}

function printExecution(execution: MetaDataSet["executions"][number]): MetaDataSetServiceExecution {
  return {
    serviceExecutionId: identifierOf({ uuid: execution.uuid }),
    executionTime: isoFormat({ ...execution.time, offset: 0 }),
    serviceId: identifierOf(execution.service),
    userId: identifierOf(execution.user),
  };
}
