import type { PythonDateTime } from "../python/datetime.js";

/** What has a UUID and a site id. */
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
  /** `null` until the welcome mail's token is used. */
  password: string | null;
  /** Every password so far: none may be set again. */
  readonly usedPasswords: string[];
  enabled: boolean;
  groupAdmin: boolean;
  siteAdmin: boolean;
  siteRead: boolean;
  /** When logins failed, in ms; a successful request clears it. */
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

/** A web session. It ends when its user changes group. */
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

/** A metadata definition, with `null` where the server stores nothing. */
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
  /** When the content was written, in ms. */
  modified: number;
  /** The size once frozen. */
  filesize: number | null;
  /** The record value that refers to it, once submitted. */
  record: RecordValue | null;
}

export interface DownloadToken {
  readonly token: string;
  readonly file: StoredFile;
  /** In ms. */
  readonly expires: number;
}

/** The value of one definition in one metadataset; dates in ISO form. */
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

/** One run of a service on one metadataset. */
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
  /** The token of the link in it, where it has one. */
  readonly token?: string;
}

/** All that the server knows. */
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
