import type { UserResponse, UserUpdateRequest } from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { Handlers } from "../operation-request.js";
import { findById, identifierOf } from "../identifiers.js";
import { exception, json, noContent } from "../replies.js";
import type { Group, User } from "../state.js";
import { requireStorable } from "../storable.js";

export const userHandlers: Handlers = {
  UserInformationRequest(operationRequest) {
    const user = authenticate(operationRequest);
    const target = findById(
      operationRequest.context.state.users,
      operationRequest.parameters.text("id"),
    );
    if (!target) return exception(404);
    const mayView =
      target === user || hasGroupRights(user, target.group) || user.siteAdmin || user.siteRead;
    if (!mayView) return exception(403);
    // Only administrators see e-mail addresses and roles, even their own.
    const showsEverything = hasGroupRights(user, target.group);
    const response: UserResponse = {
      id: identifierOf(target),
      name: target.name,
      groupId: identifierOf(target.group),
      groupAdmin: showsEverything ? target.groupAdmin : null,
      siteAdmin: showsEverything ? target.siteAdmin : null,
      siteRead: showsEverything ? target.siteRead : null,
      email: showsEverything ? target.email : null,
    };
    return json(200, response);
  },

  UserUpdateRequest(operationRequest) {
    const { context, parameters, body } = operationRequest;
    const { groupId, name, enabled } = body;
    const user = authenticate(operationRequest);
    const target = findById(context.state.users, parameters.text("id"));
    if (!target) return exception(404);
    if (!mayUpdate(user, target, body)) return exception(403);
    const group = groupId === undefined ? target.group : findById(context.state.groups, groupId);
    if (!group) return exception(404);
    requireStorable(name);
    target.group = group;
    target.name = name ?? target.name;
    target.enabled = enabled ?? target.enabled;
    target.groupAdmin = body.groupAdmin ?? target.groupAdmin;
    target.siteAdmin = body.siteAdmin ?? target.siteAdmin;
    target.siteRead = body.siteRead ?? target.siteRead;
    return noContent;
  },

  DeleteTotpToken(operationRequest) {
    const user = authenticate(operationRequest);
    const target = findById(
      operationRequest.context.state.users,
      operationRequest.parameters.text("id"),
    );
    if (!target) return exception(404);
    // Two-factor sign-in is off on this server, so there is no secret to delete.
    return exception(user.siteAdmin ? 200 : 403);
  },
};

/** Whether the user may administer the group. */
function hasGroupRights(user: User, group: Group): boolean {
  return user.siteAdmin || (user.groupAdmin && user.group === group);
}

/**
 * Whether the user may change all these members. One forbidden member rejects the whole request.
 */
function mayUpdate(user: User, target: User, change: UserUpdateRequest): boolean {
  const isSelf = user === target;
  const hasRights = hasGroupRights(user, target.group);
  const targetHasMoreRights = !user.siteAdmin && target.siteAdmin;
  // An empty group id passes this check, and is then not found.
  if (change.groupId && !user.siteAdmin) return false;
  if (change.siteRead !== undefined && !user.siteAdmin) return false;
  if (change.siteAdmin !== undefined && (!user.siteAdmin || isSelf)) return false;
  if (change.groupAdmin !== undefined && !hasRights) return false;
  if (change.enabled !== undefined && (!hasRights || targetHasMoreRights || isSelf)) return false;
  return change.name === undefined || hasRights || isSelf;
}
