import type { PythonDateTime } from "../python/datetime.js";

/** A resource with a UUID and a site id. */
export interface Identified {
  readonly uuid: string;
  readonly site: string;
}

export interface Group extends Identified {
  name: string;
}

export interface User extends Identified {
  readonly email: string;
  name: string;
  group: Group;
  /** `null` until the user has used the token from the welcome mail. */
  password: string | null;
  /** All passwords so far. The user cannot set them again. */
  readonly usedPasswords: string[];
  enabled: boolean;
  groupAdmin: boolean;
  siteAdmin: boolean;
  siteRead: boolean;
  /** The times of failed logins, in ms. A successful request clears them. */
  failedLogins: number[];
}

export interface ApiKey {
  readonly uuid: string;
  readonly user: User;
  readonly token: string;
  readonly label: string;
  readonly expires: PythonDateTime | null;
}

export interface ResetToken {
  readonly token: string;
  readonly user: User;
  readonly expires: PythonDateTime;
}

/** A web session. It ends when its user moves to another group. */
export interface Session {
  readonly user: User;
  readonly group: Group;
}

export interface AppSetting {
  readonly uuid: string;
  readonly key: string;
  readonly valueType: "int" | "string" | "float" | "date" | "time";
  value: string;
}

export interface RegistrationRequest {
  readonly uuid: string;
  readonly name: string;
  readonly email: string;
  readonly group: Group | null;
  readonly newGroupName: string | null;
}

/** A metadata definition. A member is `null` if it has no value. */
export interface Definition {
  readonly uuid: string;
  name: string;
  regexDescription: string | null;
  longDescription: string | null;
  example: string;
  regExp: string | null;
  dateTimeFmt: string | null;
  isMandatory: boolean;
  order: number;
  isFile: boolean;
  isSubmissionUnique: boolean;
  isSiteUnique: boolean;
  service: Service | null;
}

export interface Service extends Identified {
  name: string;
  users: User[];
}

export interface StoredFile extends Identified {
  readonly user: User;
  readonly uploadToken: string;
  readonly expires: PythonDateTime;
  name: string;
  checksum: string;
  content: Uint8Array;
  /** The time of the last upload, in ms. */
  modified: number;
  /** The size, or `null` until the file is frozen. */
  filesize: number | null;
  /** The record value that refers to the file, or `null` until it is submitted. */
  record: RecordValue | null;
}

export interface DownloadToken {
  readonly token: string;
  readonly file: StoredFile;
  /** In ms. */
  readonly expires: number;
}

/** The value of one definition in one metadata set. Dates are in ISO format. */
export interface RecordValue {
  readonly definition: Definition;
  readonly metaDataSet: MetaDataSet;
  value: string | null;
  file: StoredFile | null;
}

export interface MetaDataSet extends Identified {
  readonly user: User;
  readonly records: RecordValue[];
  readonly executions: Execution[];
  submission: Submission | null;
}

export interface Submission extends Identified {
  readonly label: string | null;
  readonly group: Group;
  /** In ms. */
  readonly date: number;
  readonly metaDataSets: readonly MetaDataSet[];
  readonly files: readonly StoredFile[];
}

/** One run of a service on one metadata set. */
export interface Execution {
  readonly uuid: string;
  readonly service: Service;
  readonly user: User;
  /** UTC. */
  readonly time: PythonDateTime;
}

/** A mail that the server would have sent. */
export interface Mail {
  readonly to: string;
  readonly kind: "forgot" | "welcome" | "rejection" | "registration";
  /** The token from the link in the mail, if it has one. */
  readonly token?: string;
}

/** All data of the server. */
export interface State {
  readonly groups: Group[];
  readonly users: User[];
  readonly apiKeys: ApiKey[];
  readonly sessions: Map<string, Session>;
  readonly resetTokens: ResetToken[];
  readonly appSettings: AppSetting[];
  readonly registrations: RegistrationRequest[];
  readonly definitions: Definition[];
  readonly services: Service[];
  readonly files: StoredFile[];
  readonly downloadTokens: DownloadToken[];
  readonly metaDataSets: MetaDataSet[];
  readonly submissions: Submission[];
  readonly mails: Mail[];
}

export function createState(): State {
  return {
    groups: [],
    users: [],
    apiKeys: [],
    sessions: new Map(),
    resetTokens: [],
    appSettings: [],
    registrations: [],
    definitions: [],
    services: [],
    files: [],
    downloadTokens: [],
    metaDataSets: [],
    submissions: [],
    mails: [],
  };
}

/** Removes an element, if it is there. */
export function remove<T>(list: T[], element: T): void {
  const index = list.indexOf(element);
  if (index >= 0) list.splice(index, 1);
}
