import { randomUUID } from "node:crypto";

import type { AppSetting, State } from "./state.js";

const texts = {
  subject_forgot_token: "Your new password",
  template_forgot_token: "Dear {fullname},\n\nset a new password here:\n\n{token_url}\n",
  subject_welcome_token: "Welcome to DataMeta",
  template_welcome_token: "Dear {fullname},\n\nset your password here:\n\n{token_url}\n",
  subject_reject: "Your registration",
  template_reject: "Dear {fullname},\n\nyour registration was not accepted.\n",
  subject_reg_notify: "A new registration",
  template_reg_notify: "{req_fullname} ({req_email}) asks for access to {req_group}: {req_url}\n",
  user_agreement: "",
} as const;

/** What only release 0.9.8 has, or has otherwise. */
const textsOfV0 = {
  // The stray brace is the release's own; over it, the approval of a registration fails.
  template_welcome_token: `${texts.template_welcome_token}},\n`,
  logo_html: "",
} as const;

/** What only release 1.1.1 has. */
const textsOfV1 = {
  renderer_logo_html: "",
  renderer_legal_notice: "",
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

/** The name of a setting that a server has from the start. v0 has the texts only. */
export type SettingKey =
  keyof typeof texts | keyof typeof textsOfV0 | keyof typeof textsOfV1 | keyof typeof numbers;

/** The settings of a server that was just set up. */
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

/** The new value as it is stored, or what is wrong with it. */
export function readSettingValue(
  valueType: AppSetting["valueType"],
  text: string,
): { value: string } | { fault: string } {
  const stored = converters[valueType](text);
  return stored === undefined ? { fault: faults[valueType] } : { value: stored };
}

const converters: Record<AppSetting["valueType"], (text: string) => string | undefined> = {
  string: (text) => text,
  int: (text) => (/^\s*[+-]?\d+\s*$/.test(text) ? String(Number(text)) : undefined),
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
