import { authenticate } from "../authentication.js";
import type { IncomingRequest, ServerContext } from "../operation-request.js";
import { findById, findByUuid, identifierOf, newIdentity } from "../identifiers.js";
import { crash, exception, invalid, json, noContent, Refusal, type Reply } from "../replies.js";
import { issueResetToken } from "../reset-tokens.js";
import { textSetting } from "../settings.js";
import { remove, type RegistrationRequest, type User } from "../state.js";
import { readJson } from "./forgotten-password.js";

/** Returns the data of the page for administrators. */
export function showAdministration(context: ServerContext, request: IncomingRequest): Reply {
  const admin = authenticateAdmin(context, request);
  const { users, groups, registrations } = context.state;
  const mayManage = (group: User["group"] | null) => admin.siteAdmin || group === admin.group;
  return json(200, {
    users: users
      .filter(({ group }) => mayManage(group))
      .map((user) => ({
        id: identifierOf(user),
        group_id: identifierOf(user.group),
        group_name: user.group.name,
        fullname: user.name,
        email: user.email,
        enabled: user.enabled,
        site_admin: user.siteAdmin,
        group_admin: user.groupAdmin,
        site_read: user.siteRead,
      })),
    groups: groups
      .filter(mayManage)
      .map((group) => ({ id: identifierOf(group), name: group.name })),
    reg_requests: registrations
      .filter(({ group }) => mayManage(group))
      .map(({ uuid, name, email, group, newGroupName }) => ({
        id: { uuid },
        fullname: name,
        email,
        group_id: group?.uuid ?? null,
        new_group_name: newGroupName,
      })),
  });
}

/** Accepts or rejects a registration, as the page for administrators does. */
export function answerRegistration(context: ServerContext, request: IncomingRequest): Reply {
  const { state } = context;
  const admin = authenticateAdmin(context, request);
  const decision = readDecision(request);
  if (!decision) return exception(400);
  const registration = findByUuid(state.registrations, decision.id);
  if (!registration) return exception(404, "Registration request not found");
  const isOwn = registration.group === admin.group && decision.groupId === admin.group.uuid;
  // Release 0.9.8 fails on this comparison.
  if (!admin.siteAdmin && context.api === "v0") return crash;
  if (!admin.siteAdmin && !isOwn) return exception(401);
  const group = decision.groupId === null ? null : findById(state.groups, decision.groupId);
  if (group === undefined) return noContent;
  if (!decision.accepts) {
    remove(state.registrations, registration);
    state.mails.push({ to: registration.email, kind: "rejection" });
    return noContent;
  }
  if (hasUnmatchedBrace(textSetting(state, "template_welcome_token"))) return crash;
  if (group === null && state.groups.some(({ name }) => name === decision.newGroupName)) {
    return invalid([{ message: "A group with that name already exists." }]);
  }
  welcome(context, registration, decision, group);
  return noContent;
}

interface Decision {
  readonly id: string;
  readonly accepts: boolean;
  readonly name: string;
  readonly groupAdmin: boolean;
  readonly groupId: string | null;
  readonly newGroupName: string;
}

function welcome(
  context: ServerContext,
  registration: RegistrationRequest,
  decision: Pick<Decision, "name" | "groupAdmin" | "newGroupName">,
  chosen: User["group"] | null,
): string {
  const { state } = context;
  const group = chosen ?? { ...newIdentity("group"), name: decision.newGroupName };
  if (!chosen) state.groups.push(group);
  const user: User = {
    ...newIdentity("user"),
    email: registration.email,
    name: decision.name,
    group,
    password: null,
    usedPasswords: [],
    enabled: true,
    groupAdmin: decision.groupAdmin,
    siteAdmin: false,
    siteRead: false,
    failedLogins: [],
  };
  state.users.push(user);
  remove(state.registrations, registration);
  const token = issueResetToken(context, user);
  state.mails.push({ to: user.email, kind: "welcome", token });
  return token;
}

/**
 * Accepts a registration without changes.
 *
 * @returns the token of the welcome mail
 * @throws TypeError if no registration has this address, or its group cannot be created
 */
export function approveRegistration(context: ServerContext, email: string): string {
  const { registrations, groups } = context.state;
  const registration = registrations.find((each) => each.email === email.toLowerCase());
  if (!registration) throw new TypeError(`approveRegistration: ${email} has not registered.`);
  const { name, group, newGroupName } = registration;
  if (!group && groups.some((each) => each.name === newGroupName)) {
    throw new TypeError(`approveRegistration: the group ${newGroupName ?? ""} already exists.`);
  }
  const isFirst = group === null;
  const decision = { name, groupAdmin: isFirst, newGroupName: newGroupName ?? "" };
  return welcome(context, registration, decision, group);
}

function authenticateAdmin(context: ServerContext, request: IncomingRequest): User {
  const user = authenticate({ context, request });
  if (!user.siteAdmin && !user.groupAdmin) throw new Refusal(exception(401));
  return user;
}

function readDecision(request: IncomingRequest): Decision | undefined {
  const body = readJson(request);
  const { id, response, fullname, group_id, group_newname } = body;
  const answer = typeof response === "string" ? response.toLowerCase() : "";
  const isComplete = "group_id" in body && "group_newname" in body;
  if (typeof id !== "string" || typeof fullname !== "string" || !isComplete) return undefined;
  if (answer !== "accept" && answer !== "reject") return undefined;
  return {
    id,
    accepts: answer === "accept",
    name: fullname,
    groupAdmin: Boolean(body["group_admin"]),
    groupId: typeof group_id === "string" ? group_id : null,
    newGroupName: typeof group_newname === "string" ? group_newname : "",
  };
}

/** Whether Python can fill in the template of a mail. It fails on an unmatched brace. */
function hasUnmatchedBrace(template: string): boolean {
  return /[{}]/.test(template.replace(/\{\{|\}\}|\{\w*\}/g, ""));
}
