import { createHash, randomUUID } from "node:crypto";

import { identifierOf, newIdentity, newToken } from "./identifiers.js";
import type { TestFileOptions, TestMetaDatumOptions } from "./options.js";
import { addDays, localTime } from "../python/datetime.js";
import type { ResolvedAccount, ResolvedOptions } from "./resolve-options.js";
import { readDefinition } from "./resources/metadata.js";
import { defaultSettings } from "./settings.js";
import { createState, type ApiKey, type Group, type State, type User } from "./state.js";

/** An account that the server started with, including the secrets to sign in with. */
export interface TestAccount {
  readonly id: { readonly uuid: string; readonly site: string };
  readonly groupId: { readonly uuid: string; readonly site: string };
  readonly email: string;
  readonly name: string;
  /** The password at the start. */
  readonly password: string;
  /** The token of the first key, or "" if the account has no keys. */
  readonly token: string;
  readonly keys: readonly TestKey[];
}

/** An API key that the server started with. */
export interface TestKey {
  readonly id: { readonly uuid: string };
  readonly label: string;
  readonly token: string;
}

/** Creates the state of a new server, and its accounts. */
export function seedState(options: ResolvedOptions): { state: State; accounts: TestAccount[] } {
  const state = createState();
  state.appSettings.push(...defaultSettings(options.api));
  for (const [key, value] of Object.entries(options.appSettings)) {
    const setting = state.appSettings.find((each) => each.key === key);
    if (!setting) {
      const keys = state.appSettings.map((each) => each.key).join(", ");
      throw new TypeError(
        `startTestServer: appSettings has no setting "${key}" on ${options.api}. Valid names: ${keys}.`,
      );
    }
    setting.value = String(value);
  }
  const accounts = options.accounts.map((account) => seedAccount(state, account));
  for (const { name, users = [] } of options.services) {
    const members = users.map((email) => ownerOf(state, email));
    state.services.push({ ...newIdentity("service"), name, users: members });
  }
  options.metadata.forEach((definition, index) => {
    seedDefinition(state, definition, index);
  });
  for (const file of options.files) seedFile(state, file, options.now());
  return { state, accounts };
}

function seedAccount(state: State, account: ResolvedAccount): TestAccount {
  const { email, name, password, enabled, groupAdmin, siteAdmin, siteRead } = account;
  const group = groupNamed(state, account.group);
  const user = {
    ...newIdentity("user"),
    email,
    name,
    group,
    password,
    usedPasswords: [password],
    enabled,
    groupAdmin,
    siteAdmin,
    siteRead,
    failedLogins: [],
  };
  state.users.push(user);
  const keys: ApiKey[] = account.keys.map(({ token, label, expires }) => ({
    uuid: randomUUID(),
    user,
    token: token ?? newToken(),
    label: label ?? "test key",
    expires: expires ? localTime(expires) : null,
  }));
  state.apiKeys.push(...keys);
  return {
    id: { uuid: user.uuid, site: user.site },
    groupId: { uuid: group.uuid, site: group.site },
    email,
    name,
    password,
    token: keys[0]?.token ?? "",
    keys: keys.map(({ uuid, label, token }) => ({ id: identifierOf({ uuid }), label, token })),
  };
}

function groupNamed(state: State, name: string): Group {
  const known = state.groups.find((group) => group.name === name);
  if (known) return known;
  const group = { ...newIdentity("group"), name };
  state.groups.push(group);
  return group;
}

function seedDefinition(state: State, definition: TestMetaDatumOptions, index: number): void {
  const { service, ...members } = definition;
  const body = {
    regexDescription: "",
    longDescription: "",
    example: "",
    regExp: "",
    dateTimeFmt: "",
    isMandatory: false,
    order: (index + 1) * 100,
    isFile: false,
    isSubmissionUnique: false,
    isSiteUnique: false,
    serviceId: null,
    ...members,
  };
  const supplier = state.services.find(({ name }) => name === service) ?? null;
  state.definitions.push({ uuid: randomUUID(), ...readDefinition(body, supplier) });
}

function seedFile(
  state: State,
  { name, owner, content = "", frozen = true }: TestFileOptions,
  now: Date,
): void {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  state.files.push({
    ...newIdentity("file"),
    user: ownerOf(state, owner),
    uploadToken: newToken(),
    expires: addDays(localTime(now), 1),
    name,
    checksum: createHash("md5").update(bytes).digest("hex"),
    content: bytes,
    modified: now.getTime(),
    filesize: frozen ? bytes.length : null,
    record: null,
  });
}

function ownerOf(state: State, email: string): User {
  const user = state.users.find((each) => each.email === email.toLowerCase());
  if (!user)
    throw new TypeError(`startTestServer: there is no account with the e-mail address ${email}.`);
  return user;
}
