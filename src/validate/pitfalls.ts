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
type Trap<Body> = (request: AllowedRequest<Body>) => readonly (Finding | undefined)[];

/** Each body has its operation's schema; TypeScript cannot say so of a table. */
interface Traps {
  readonly CreateApiKey: Trap<CreateTokenRequest>;
  readonly CreateFile: Trap<FileAnnouncement>;
  readonly CreateMetaDatum: Trap<MetaDatum>;
  readonly CreateSubmission: Trap<SubmissionRequest>;
  readonly GetFileUrl: Trap<undefined>;
  readonly PostRegistration: Trap<RegistrationRequest>;
  readonly SetUserPassword: Trap<PasswordChange>;
  readonly UpdateFile: Trap<FileUpdateRequest>;
  readonly UpdateMetaDatum: Trap<MetaDatum>;
  readonly UserUpdateRequest: Trap<UserUpdateRequest>;
}

/**
 * What the document allows, and the server cannot take: it fails with 500, does something else than
 * what was asked, or has a rule that no schema can say.
 */
const traps: Traps = {
  CreateApiKey: ({ body: { label, expires } }) => [
    findTooLong("label", label, 200),
    expires === undefined ? undefined : findExpiryFault(expires),
  ],

  CreateFile: ({ body: { name, checksum } }) => [
    findEmptyFileName(name),
    // It becomes part of a file's name on the server's disk.
    checksum.includes("/")
      ? { field: "checksum", message: "must not contain a /: the server fails over it" }
      : new TextEncoder().encode(checksum).length > 217
        ? { field: "checksum", message: "must have at most 217 bytes: the server fails over more" }
        : undefined,
  ],

  CreateMetaDatum: ({ body }) => [
    ...findDefinitionFaults(body),
    body.serviceId === null
      ? {
          field: "serviceId",
          message: 'must be "" for no service: the server fails over null in a new definition',
        }
      : undefined,
  ],

  CreateSubmission: ({ body: { label } }) => [findTooLong("label", label ?? "", 100)],

  GetFileUrl: ({ parameters }) => {
    const expires = Date.now() + Number(parameters.get("expires") ?? 0) * 60_000;
    const isDate = expires >= earliestDate && expires <= latestDate;
    const message = "must lead to a year from 1 to 9999: the server fails over others";
    return [isDate ? undefined : { field: "expires", message }];
  },

  PostRegistration: ({ body }) => [
    body.email === null
      ? { field: "email", message: "must not be null: the server fails over it" }
      : undefined,
    body.org_select === null && body.org_create === null
      ? {
          field: "org_select",
          message: "must not be null unless org_create is a text: the server fails over it",
        }
      : undefined,
  ],

  SetUserPassword: ({ body: { newPassword }, policy, url }) => {
    const message = policy === null ? undefined : findPasswordFault(newPassword, policy, url);
    return [message === undefined ? undefined : { message }];
  },

  UpdateFile: ({ body: { name } }) => [findEmptyFileName(name)],

  UpdateMetaDatum: ({ body }) => findDefinitionFaults(body),

  // The server takes any member, and ignores those that it does not know.
  UserUpdateRequest: ({ body }) => {
    const unknown = Object.keys(body).filter((name) => !Object.hasOwn(userMembers, name));
    if (unknown.length === 0) return [];
    const verb = unknown.length === 1 ? "was" : "were";
    const names = unknown.map(pythonLiteral).join(", ");
    return [{ message: `Additional properties are not allowed (${names} ${verb} unexpected)` }];
  },
};

/** What is wrong with a request that the document allows. */
export function findTraps(operationId: OperationId, request: AllowedRequest<unknown>): Issue[] {
  if (!Object.hasOwn(traps, operationId)) return [];
  // The body was just validated by the schema whose type the trap takes.
  const trap = traps[operationId as keyof Traps] as Trap<unknown>;
  return trap(request).flatMap((finding) =>
    finding === undefined ? [] : [{ exception: "ValidationError", ...finding }],
  );
}

/** Complete by its type, so that a member that the spec adds is not forgotten here. */
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

/** An order that the database cannot store, and a format that no value fits. */
function findDefinitionFaults({ order, dateTimeFmt }: MetaDatum): (Finding | undefined)[] {
  const inRange = order >= -(2 ** 31) && order < 2 ** 31;
  return [
    inRange
      ? undefined
      : { field: "order", message: "must be a 32-bit number: the server fails over others" },
    isReadableFormat(dateTimeFmt)
      ? undefined
      : { field: "dateTimeFmt", message: "must be a format of strptime: no value would fit it" },
  ];
}

/** The database counts characters, not UTF-16 code units. */
function findTooLong(field: string, text: string, limit: number): Finding | undefined {
  return Array.from(text).length > limit
    ? { field, message: `must have at most ${limit} characters: the server fails over more` }
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
      "must have neither a Z nor an offset: the server fails over them; give its local time, " +
      "like 2030-01-31T12:00:00",
  };
}
