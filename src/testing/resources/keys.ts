import { randomUUID } from "node:crypto";

import type { ApiKeyList, CreateTokenRequest, UserSession } from "../../../generated/schema.js";
import {
  authenticate,
  bearerToken,
  findByPassword,
  findUser,
  hasExpired,
  sessionCookie,
} from "../authentication.js";
import type { OperationRequest, Handlers, ServerContext } from "../operation-request.js";
import { findById, findByUuid, identifierOf, newToken } from "../identifiers.js";
import {
  addDays,
  compareDateTimes,
  fromIsoFormat,
  isoFormat,
  localTime,
  type PythonDateTime,
} from "../../python/datetime.js";
import { crash, exception, invalid, json, Refusal } from "../replies.js";
import { remove, type User } from "../state.js";
import { requireStorable } from "../storable.js";

/** The maximum length in the database. */
const maximumLabelLength = 200;

export const keyHandlers: Handlers = {
  CreateApiKey(operationRequest) {
    const { context, body } = operationRequest;
    const { user, byPassword } = identify(operationRequest);
    const expires = readExpiry(context, body.expires);
    requireStorable(body.label);
    if (Array.from(body.label).length > maximumLabelLength) return crash;
    const key = { uuid: randomUUID(), user, token: newToken(), label: body.label, expires };
    context.state.apiKeys.push(key);
    const created: UserSession = {
      id: identifierOf(key),
      userId: identifierOf(user),
      token: key.token,
      label: key.label,
      expires: isoFormat(expires),
    };
    // After the server has looked for a session, it sets a cookie without a session.
    const sentCookie = byPassword && bearerToken(operationRequest.request) === undefined;
    return sentCookie
      ? json(200, created, { "Set-Cookie": sessionCookieOf(newToken()) })
      : json(200, created);
  },

  DeleteApiKey(operationRequest) {
    const { context, parameters } = operationRequest;
    const user = authenticate(operationRequest);
    const key = findByUuid(context.state.apiKeys, parameters.text("id"));
    if (key?.user !== user) return exception(403);
    remove(context.state.apiKeys, key);
    return exception(200);
  },

  GetUserApiKeys(operationRequest) {
    const { context, parameters } = operationRequest;
    const user = authenticate(operationRequest);
    if (findById(context.state.users, parameters.text("id")) !== user) return exception(403);
    const keys: ApiKeyList = context.state.apiKeys
      .filter((key) => key.user === user)
      .map((key) => ({
        id: identifierOf({ uuid: key.uuid }),
        label: key.label,
        expires: key.expires && isoFormat(key.expires),
        hasExpired: hasExpired(context, key.expires),
      }));
    return json(200, keys);
  },
};

/** Formats the `Set-Cookie` header of a session. */
export function sessionCookieOf(id: string): string {
  return `${sessionCookie}=${id}; Path=/; SameSite=Lax`;
}

/** Finds the user by the credential. Only if that fails, tries the e-mail address and password. */
function identify(operationRequest: OperationRequest<CreateTokenRequest>): {
  user: User;
  byPassword: boolean;
} {
  const { context, request, body } = operationRequest;
  const signedIn = findUser(context, request);
  if (signedIn) return { user: signedIn, byPassword: false };
  const { email, password } = body;
  // A wrong password does not count here, because the 401 rolls back its record.
  const user =
    email !== undefined && password !== undefined && findByPassword(context, email, password);
  if (!user) throw new Refusal(exception(401));
  return { user, byPassword: true };
}

function readExpiry(context: ServerContext, text: string | undefined): PythonDateTime {
  const latest = addDays(localTime(context.now()), context.maxKeyLifetime);
  if (text === undefined) return latest;
  const expires = fromIsoFormat(text);
  if (!expires) {
    const message = "Wrong datetime format. Please use isoformat.";
    throw new Refusal(invalid([{ field: "expires", message }]));
  }
  // The server compares the value with its local time. Python cannot compare values with and
  // without an offset.
  if (expires.offset !== undefined) throw new Refusal(crash);
  if (compareDateTimes(expires, latest) > 0) {
    const message =
      "The defined expiration date exceeded the max allowed expiration period, " +
      `which is ${context.maxKeyLifetime} days.`;
    throw new Refusal(invalid([{ field: "expires", message }]));
  }
  return expires;
}
