import type { OperationId } from "../../generated/request-validators.js";
import type {
  CreateTokenRequest,
  FileAnnouncement,
  FileUpdateRequest,
  MetaDatum,
  PasswordChange,
  RegistrationRequest,
  SubmissionRequest,
  UserUpdateRequest,
} from "../../generated/schema.js";
import type { Issue } from "../engine/errors.js";
import { pythonLiteral } from "../python/text.js";
import { fromIsoFormat } from "../python/datetime.js";
import { isReadableFormat } from "../python/strptime.js";
import { findPasswordFault, type PasswordPolicy } from "./password-policy.js";

/** A request that the document allows. */
interface AllowedRequest<Body> {
  readonly body: Body;
  readonly parameters: ReadonlyMap<string, string>;
  readonly url: string;
  readonly policy: PasswordPolicy | null | undefined;
}

type Finding = Omit<Issue, "exception">;
type Pitfall<Body> = (request: AllowedRequest<Body>) => readonly (Finding | undefined)[];

/** The pitfalls of each operation, with the type of its body. */
interface Pitfalls {
  readonly CreateApiKey: Pitfall<CreateTokenRequest>;
  readonly CreateFile: Pitfall<FileAnnouncement>;
  readonly CreateMetaDatum: Pitfall<MetaDatum>;
  readonly CreateSubmission: Pitfall<SubmissionRequest>;
  readonly GetFileUrl: Pitfall<undefined>;
  readonly PostRegistration: Pitfall<RegistrationRequest>;
  readonly SetUserPassword: Pitfall<PasswordChange>;
  readonly UpdateFile: Pitfall<FileUpdateRequest>;
  readonly UpdateMetaDatum: Pitfall<MetaDatum>;
  readonly UserUpdateRequest: Pitfall<UserUpdateRequest>;
}

/**
 * Requests that the document allows, but not the server. It fails with 500, ignores a part of the
 * request, or has a rule that a schema cannot express.
 */
const pitfalls: Pitfalls = {
  CreateApiKey: ({ body: { label, expires } }) => [
    findTooLong("label", label, 200),
    expires === undefined ? undefined : findExpiryFault(expires),
  ],

  CreateFile: ({ body: { name, checksum } }) => [
    findEmptyFileName(name),
    // The server uses the checksum in a file name on its disk.
    checksum.includes("/")
      ? { field: "checksum", message: "must not contain / (the server fails with 500)" }
      : new TextEncoder().encode(checksum).length > 217
        ? {
            field: "checksum",
            message: "must have at most 217 bytes (the server fails with 500 on more)",
          }
        : undefined,
  ],

  CreateMetaDatum: ({ body }) => [
    ...findDefinitionFaults(body),
    body.serviceId === null
      ? {
          field: "serviceId",
          message:
            'must be "" for no service (the server fails with 500 on null in a new definition)',
        }
      : undefined,
  ],

  CreateSubmission: ({ body: { label } }) => [findTooLong("label", label ?? "", 100)],

  GetFileUrl: ({ parameters }) => {
    const expires = Date.now() + Number(parameters.get("expires") ?? 0) * 60_000;
    const isDate = expires >= earliestDate && expires <= latestDate;
    const message = "must result in a year from 1 to 9999 (the server fails with 500 on others)";
    return [isDate ? undefined : { field: "expires", message }];
  },

  PostRegistration: ({ body }) => [
    body.email === null
      ? { field: "email", message: "must not be null (the server fails with 500)" }
      : undefined,
    body.org_select === null && body.org_create === null
      ? {
          field: "org_select",
          message: "must not be null unless org_create is a string (the server fails with 500)",
        }
      : undefined,
  ],

  SetUserPassword: ({ body: { newPassword }, policy, url }) => {
    const message = policy === null ? undefined : findPasswordFault(newPassword, policy, url);
    return [message === undefined ? undefined : { message }];
  },

  UpdateFile: ({ body: { name } }) => [findEmptyFileName(name)],

  UpdateMetaDatum: ({ body }) => findDefinitionFaults(body),

  // The server accepts any member, and ignores unknown ones.
  UserUpdateRequest: ({ body }) => {
    const unknown = Object.keys(body).filter((name) => !Object.hasOwn(userMembers, name));
    if (unknown.length === 0) return [];
    const verb = unknown.length === 1 ? "was" : "were";
    const names = unknown.map(pythonLiteral).join(", ");
    return [{ message: `Additional properties are not allowed (${names} ${verb} unexpected)` }];
  },
};

/** Returns the problems of a request that the document allows. */
export function findPitfalls(operationId: OperationId, request: AllowedRequest<unknown>): Issue[] {
  if (!Object.hasOwn(pitfalls, operationId)) return [];
  // Safe: the body was just validated with the schema of this operation.
  const findFaults = pitfalls[operationId as keyof Pitfalls] as Pitfall<unknown>;
  return findFaults(request).flatMap((finding) =>
    finding === undefined ? [] : [{ exception: "ValidationError", ...finding }],
  );
}

/** The type requires all members, so this code does not compile if the spec has a new member. */
const userMembers: Readonly<Record<keyof UserUpdateRequest, true>> = {
  name: true,
  groupId: true,
  groupAdmin: true,
  siteAdmin: true,
  siteRead: true,
  enabled: true,
};

// Python's dates go from year 1 to year 9999.
const earliestDate = Date.parse("0001-01-01T00:00:00Z");
const latestDate = Date.parse("9999-12-31T23:59:59Z");

/** In the server's words. */
function findEmptyFileName(name: string | undefined): Finding | undefined {
  return name === "" ? { message: "File names cannot be empty." } : undefined;
}

/** Finds an order that the database cannot store, and a format that no value can match. */
function findDefinitionFaults({ order, dateTimeFmt }: MetaDatum): (Finding | undefined)[] {
  const inRange = order >= -(2 ** 31) && order < 2 ** 31;
  return [
    inRange
      ? undefined
      : {
          field: "order",
          message: "must be a 32-bit integer (the server fails with 500 on others)",
        },
    isReadableFormat(dateTimeFmt)
      ? undefined
      : {
          field: "dateTimeFmt",
          message: "must be a valid strptime format (no value would match it)",
        },
  ];
}

/** The database counts characters, not UTF-16 code units. */
function findTooLong(field: string, text: string, limit: number): Finding | undefined {
  return Array.from(text).length > limit
    ? {
        field,
        message: `must have at most ${limit} characters (the server fails with 500 on more)`,
      }
    : undefined;
}

function findExpiryFault(text: string): Finding | undefined {
  const expires = fromIsoFormat(text);
  if (expires === undefined) {
    return { field: "expires", message: "Wrong datetime format. Please use isoformat." };
  }
  if (expires.offset === undefined) return undefined;
  return {
    field: "expires",
    message:
      "must not have a Z or an offset (the server fails with 500). Use the server's local time, " +
      "such as 2030-01-31T12:00:00",
  };
}
