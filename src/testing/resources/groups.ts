import type { GroupResponse, GroupSubmissions } from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { Handlers } from "../operation-request.js";
import { findById, identifierOf } from "../identifiers.js";
import { exception, invalid, json, noContent } from "../replies.js";
import { requireStorable } from "../storable.js";
import { printSubmission } from "./submissions.js";

export const groupHandlers: Handlers = {
  GroupInformationRequest(operationRequest) {
    const user = authenticate(operationRequest);
    const group = findById(
      operationRequest.context.state.groups,
      operationRequest.parameters.text("id"),
    );
    if (!group) return exception(404);
    if (group !== user.group && !user.siteAdmin && !user.siteRead) return exception(403);
    const response: GroupResponse = { id: identifierOf(group), name: group.name };
    return json(200, response);
  },

  ChangeGroupName(operationRequest) {
    const { context, parameters, body } = operationRequest;
    const { name } = body;
    const user = authenticate(operationRequest);
    const group = findById(context.state.groups, parameters.text("id"));
    if (!group || !user.siteAdmin) return exception(403);
    requireStorable(name);
    if (context.state.groups.some((other) => other !== group && other.name === name)) {
      return invalid([{ message: "A group with that name already exists." }]);
    }
    group.name = name;
    return noContent;
  },

  GetGroupSubmissions(operationRequest) {
    const { context, parameters } = operationRequest;
    const user = authenticate(operationRequest);
    const id = parameters.text("id");
    const group = findById(context.state.groups, id);
    // The server compares the text with a UUID object, so it recognises a member's own group only
    // by its site id.
    if (!group || (id !== user.group.site && !user.siteRead)) return exception(403);
    const submissions: GroupSubmissions = context.state.submissions
      .filter((submission) => submission.group === group)
      .map(printSubmission);
    return json(200, submissions);
  },
};
