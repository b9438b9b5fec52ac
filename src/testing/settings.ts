import { randomUUID } from "node:crypto";

import { readPythonInteger } from "../python/integer.js";
import type { AppSetting, State } from "./state.js";

const signature = "\n\nBest regards,\nThe Support Team\n";

const logo =
  '<p class="h4 my-0 me-md-auto fw-normal" style="font-family: \\\'Fira Sans\\\', sans-serif;">\n' +
  '  <a href="/" class="link-bare"><span style="color:#ffca2c">D</span>ata' +
  '<span style="color:#ffca2c">M</span>eta</a>\n</p>\n';

/** The exact settings of a new server. */
const texts = {
  subject_forgot_token: "Your password recovery request",
  template_forgot_token:
    "Dear {fullname},\n\na new password was requested for your account. If you did not issue this " +
    "request, you can safely ignore this email. Otherwise, you can use the following link below " +
    `to create a new password:\n\n{token_url}${signature}`,
  subject_welcome_token: "Your registration was confirmed!",
  template_welcome_token:
    "Dear {fullname},\n\nyour registration has been confirmed! Please use the following link to " +
    "set a password for your account:\n\n{token_url}\n\nIf you experience any difficulties logging " +
    `in, please do not hesitate to contact the support team.${signature}`,
  subject_reject: "Your registration request was rejected",
  template_reject:
    "Dear {fullname},\n\nwe regret to inform you that your registration request has been rejected." +
    signature,
  subject_reg_notify: "New registration request",
  template_reg_notify:
    "Dear administrator,\n\na new registration request has been issued:\n\nName: {req_fullname}\n" +
    "Email: {req_email}\nOrganization: {req_group}\n\nFollow the following link to respond to the " +
    `registration request:\n\n{req_url}${signature}`,
  user_agreement: "",
} as const;

/** The settings that only release 0.9.8 has, or that differ there. */
const textsOfV0 = {
  // The extra brace is a bug in the release. Because of it, accepting a registration fails.
  template_welcome_token: `${texts.template_welcome_token}},\n`,
  logo_html: logo,
} as const;

/** The settings that only release 1.1.1 has. */
const textsOfV1 = {
  renderer_logo_html: logo,
  renderer_legal_notice: '<a href="#" class="link-bare">Legal Notice</a>\n',
  renderer_page_title: "DataMeta",
} as const;

const numbers = {
  security_password_minimum_length: 10,
  security_password_minimum_uppercase_characters: 1,
  security_password_minimum_lowercase_characters: 1,
  security_password_minimum_digits: 1,
  security_password_minimum_punctuation_characters: 1,
  security_max_failed_login_attempts: 5,
} as const;

/** The name of a setting of a new server. v0 has only the texts. */
export type SettingKey =
  keyof typeof texts | keyof typeof textsOfV0 | keyof typeof textsOfV1 | keyof typeof numbers;

/** Creates the settings of a new server. */
export function defaultSettings(api: "v0" | "v1"): AppSetting[] {
  const setting = (valueType: AppSetting["valueType"]) => {
    return ([key, value]: [string, string | number]): AppSetting => ({
      uuid: randomUUID(),
      key,
      valueType,
      value: String(value),
    });
  };
  return [
    ...Object.entries({ ...texts, ...(api === "v0" ? textsOfV0 : textsOfV1) }).map(
      setting("string"),
    ),
    ...(api === "v0" ? [] : Object.entries(numbers).map(setting("int"))),
  ];
}

export function textSetting(state: State, key: string): string {
  return state.appSettings.find((setting) => setting.key === key)?.value ?? "";
}

export function numberSetting(state: State, key: string): number {
  return Number(textSetting(state, key));
}

/** Returns the new value in its stored form, or the error message. */
export function readSettingValue(
  valueType: AppSetting["valueType"],
  text: string,
): { value: string } | { fault: string } {
  const stored = converters[valueType](text);
  return stored === undefined ? { fault: faults[valueType] } : { value: stored };
}

const converters: Record<AppSetting["valueType"], (text: string) => string | undefined> = {
  string: (text) => text,
  int: (text) => readPythonInteger(text)?.toString(),
  float: (text) => (text.trim() !== "" && Number.isFinite(Number(text)) ? text.trim() : undefined),
  date: (text) => (/^\d{4}-\d\d?-\d\d?$/.test(text) ? text : undefined),
  time: (text) => (/^\d\d?:\d\d?:\d\d?$/.test(text) ? text : undefined),
};

const faults: Record<AppSetting["valueType"], string> = {
  string: "",
  int: "You have to provide an integer.",
  float: "You have to provide a float.",
  date: "The date value has to specified in the form '%Y-%m-%d'.",
  time: "The time value has to specified in the form '%H:%M:%S'.",
};
