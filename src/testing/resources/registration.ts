import { randomUUID } from "node:crypto";

import type { RegisterSettingsResponse, RegistrationRequest } from "../../../generated/schema.js";
import type { OperationRequest, Handlers } from "../operation-request.js";
import { findById, identifierOf } from "../identifiers.js";
import { crash, invalid, json, noContent } from "../replies.js";
import { textSetting } from "../settings.js";
import type { Group, State } from "../state.js";
import { requireStorable } from "../storable.js";

/** The server's only check of an e-mail address. */
export const emailPattern = /^[^@]+@[^@]+\.[^@]+/;

export const registrationHandlers: Handlers = {
  GetRegistrationSettings({ context: { state } }) {
    const settings: RegisterSettingsResponse = {
      userAgreement: textSetting(state, "user_agreement"),
      groups: state.groups.map((group) => ({ id: identifierOf(group), name: group.name })),
    };
    return json(200, settings);
  },

  PostRegistration({ context, body }: OperationRequest<RegistrationRequest>) {
    const { state } = context;
    if (body.email === null) return crash;
    const email = body.email.toLowerCase();
    // Any string requests a new group.
    const createsGroup = body.org_create !== null;
    if (!createsGroup && body.org_select === null) return crash;
    const group = createsGroup ? undefined : findById(state.groups, body.org_select ?? "");
    requireStorable(email);
    const faults = findFaults(state, body, email, group);
    if (faults.length > 0) return invalid(faults.map((field) => ({ field, message: "" })));
    // Release 0.9.8 fails on the mail to the administrators, and stores nothing.
    if (context.api === "v0") return crash;
    requireStorable(body.name, body.org_new_name);
    state.registrations.push({
      uuid: randomUUID(),
      name: body.name ?? "",
      email,
      group: group ?? null,
      newGroupName: createsGroup ? body.org_new_name : null,
    });
    const admins = state.users.filter(
      (user) => user.siteAdmin || (user.groupAdmin && user.group === group),
    );
    for (const admin of admins) state.mails.push({ to: admin.email, kind: "registration" });
    return noContent;
  },
};

/** Returns the codes of the problems, in the server's order. */
function findFaults(
  state: State,
  body: RegistrationRequest,
  email: string,
  group: Group | undefined,
): string[] {
  const faults: string[] = [];
  const hasAgreement = textSetting(state, "user_agreement") !== "";
  if (hasAgreement && body.check_user_agreement !== true) faults.push("check_user_agreement");
  if (!emailPattern.test(email)) faults.push("email");
  else if (state.users.some((user) => user.email === email)) faults.push("user_exists");
  else if (state.registrations.some((other) => other.email === email)) faults.push("req_exists");
  if (body.org_create !== null) {
    if (!body.org_new_name) faults.push("org_new_name");
  } else if (!group) {
    faults.push("org_select");
  }
  if (!body.name) faults.push("name");
  return faults;
}
