import type { SubmissionResponse } from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { Handlers } from "../operation-request.js";
import { identifierOf, newIdentity } from "../identifiers.js";
import { crash, json, noContent } from "../replies.js";
import type { Submission } from "../state.js";
import { requireStorable } from "../storable.js";
import { checkSubmission } from "../submission-checks.js";

/** The maximum length in the database. */
const maximumLabelLength = 100;

export const submissionHandlers: Handlers = {
  PrevalidateSubmission(operationRequest) {
    const user = authenticate(operationRequest);
    checkSubmission(operationRequest.context, user, operationRequest.body);
    return noContent;
  },

  CreateSubmission(operationRequest) {
    const { context, body } = operationRequest;
    const user = authenticate(operationRequest);
    const { files, metaDataSets, references } = checkSubmission(context, user, body);
    // The server stores an empty label as null.
    const label = body.label === "" ? null : (body.label ?? null);
    requireStorable(label);
    if (Array.from(label ?? "").length > maximumLabelLength) return crash;
    const submission: Submission = {
      ...newIdentity("submission"),
      label,
      group: user.group,
      date: context.now().getTime(),
      metaDataSets,
      files,
    };
    context.state.submissions.push(submission);
    for (const metaDataSet of metaDataSets) metaDataSet.submission = submission;
    for (const { file, record } of references) {
      record.file = file;
      file.record = record;
    }
    return json(200, printSubmission(submission));
  },
};

export function printSubmission(submission: Submission): SubmissionResponse {
  return {
    metadatasetIds: submission.metaDataSets.map(identifierOf),
    fileIds: submission.files.map(identifierOf),
    id: identifierOf(submission),
    label: submission.label,
  };
}
