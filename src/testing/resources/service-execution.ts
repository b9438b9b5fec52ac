import { randomUUID } from "node:crypto";

import { authenticate } from "../authentication.js";
import type { Handlers } from "../operation-request.js";
import { findById } from "../identifiers.js";
import { lintRecord } from "../record-lint.js";
import { byName, readableDefinitions, toStored, toTexts, valueOf } from "../records.js";
import { exception, invalid, json } from "../replies.js";
import type { RecordValue } from "../state.js";
import { requireStorable } from "../storable.js";
import { associateFiles, findAll, refuseAny } from "../submission-checks.js";
import { printMetaDataSet } from "./metadatasets.js";

export const serviceExecutionHandlers: Handlers = {
  ServiceSetMetaDatum(operationRequest) {
    const { context, parameters, body } = operationRequest;
    const { state } = context;
    const user = authenticate(operationRequest);
    const metaDataSet = findById(state.metaDataSets, parameters.text("metadatasetId"));
    const service = findById(state.services, parameters.text("serviceId"));
    if (!metaDataSet || !service) return exception(404);
    const isDone = metaDataSet.executions.some((execution) => execution.service === service);
    if (isDone || !service.users.includes(user)) return json(403, {});

    const definitions = byName(state.definitions.filter((each) => each.service === service));
    const record = toTexts(body.record);
    const unknown = Object.keys(record).filter((name) => !definitions.has(name));
    if (unknown.length > 0) {
      const message = "Metadatum unknown or not associated with the specified service.";
      return invalid(unknown.map((field) => ({ field, message })));
    }
    const files = findAll(state.files, [...new Set(body.fileIds)], user);
    refuseAny(files.findings);
    refuseAny(lintRecord(definitions, record, "sent"));

    const stored = toStored(definitions, record);
    requireStorable(...Object.values(stored));
    // Uses a copy, so that the record stays unchanged if a check fails.
    const tried = new Map<RecordValue, RecordValue>();
    for (const [name, definition] of definitions) {
      const value = valueOf(metaDataSet, definition);
      tried.set(value, { ...value, value: stored[name] ?? null });
    }
    const records = metaDataSet.records.map((value) => tried.get(value) ?? value);
    const { references, findings } = associateFiles(files.found, records);
    refuseAny(findings);

    for (const [value, { value: text }] of tried) value.value = text;
    for (const { file, record: named } of references) {
      const value = valueOf(metaDataSet, named.definition);
      value.file = file;
      file.record = value;
    }
    const time = { wallClock: context.now().getTime(), microseconds: 0 };
    metaDataSet.executions.push({ uuid: randomUUID(), service, user, time });
    // The executor gets the whole record, even without permission to read the set.
    return json(200, printMetaDataSet(metaDataSet, readableDefinitions(state, user)));
  },
};
