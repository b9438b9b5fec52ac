import { describe, expect } from "vitest";
import type { AppSettingsResponse } from "datameta-client";
import { failureOf, it } from "../support/contract.js";
import type { Account } from "../support/contract-server.js";
import { anyString } from "../support/matchers.js";

describe("the settings of the site", () => {
  it("are listed for site administrators, with each value as text", async ({ siteAdmin }) => {
    const settings = await siteAdmin.client.getAppSettings();

    expect(settings).toContainEqual({
      id: { uuid: anyString },
      key: "subject_reject",
      valueType: "string",
      value: anyString,
    });
  });

  it("are the same on a new real and embedded server", async ({ site, siteAdmin }) => {
    const settings = await siteAdmin.client.getAppSettings();
    const known = settings.map(({ key, valueType }) => `${key} ${valueType}`).sort();

    expect(known).toEqual([...textSettings, ...(site.isV0 ? ofV0 : ofV1)].sort());
  });

  it("are hidden from other users", async ({ member, groupAdmin, reader }) => {
    for (const { client } of [member, groupAdmin, reader]) {
      expect(await failureOf(client.getAppSettings())).toMatchObject({
        name: "ForbiddenError",
        status: 403,
      });
    }
  });
});

describe("a setting", () => {
  it("can be changed by a site administrator", async ({ siteAdmin }) => {
    const { id, value } = await settingOf(siteAdmin, "subject_reject");
    const update = (text: string) =>
      siteAdmin.client.updateAppSettings({ id: id.uuid, body: { value: text } });

    await expect(update("Sorry")).resolves.toBeUndefined();
    expect(await settingOf(siteAdmin, "subject_reject")).toMatchObject({ value: "Sorry" });
    await update(value);
  });

  it("that is a number accepts only integers", async ({ siteAdmin, skipOn }) => {
    skipOn("v0", "release 0.9.8 has no numeric settings");
    const { id, value } = await settingOf(siteAdmin, "security_max_failed_login_attempts");
    const update = (text: string) =>
      siteAdmin.client.updateAppSettings({ id: id.uuid, body: { value: text } });

    expect(await failureOf(update("many"))).toMatchObject({
      name: "ValidationError",
      issues: [{ message: "You have to provide an integer." }],
    });
    await update("7");
    expect(await settingOf(siteAdmin, "security_max_failed_login_attempts")).toMatchObject({
      valueType: "int",
      value: "7",
    });
    await update(value);
  });

  it("cannot be changed by other users", async ({ member, siteAdmin }) => {
    const { id } = await settingOf(siteAdmin, "subject_reject");
    const call = member.client.updateAppSettings({ id: id.uuid, body: { value: "Sorry" } });

    expect(await failureOf(call)).toMatchObject({ name: "ForbiddenError", status: 403 });
  });

  it.for(["no-such-id", "subject_reject", "9d4c4ad6-3c5b-4bd0-8f43-6a4f0b9e9a01"])(
    "that is unknown returns 500: %s",
    async (id, { siteAdmin }) => {
      const call = siteAdmin.client.updateAppSettings({ id, body: { value: "Sorry" } });

      expect(await failureOf(call)).toMatchObject({ name: "ServerError", status: 500 });
    },
  );
});

const textSettings = [
  "subject_forgot_token string",
  "subject_reg_notify string",
  "subject_reject string",
  "subject_welcome_token string",
  "template_forgot_token string",
  "template_reg_notify string",
  "template_reject string",
  "template_welcome_token string",
  "user_agreement string",
];

const ofV0 = ["logo_html string"];

const ofV1 = [
  "renderer_legal_notice string",
  "renderer_logo_html string",
  "renderer_page_title string",
  "security_max_failed_login_attempts int",
  "security_password_minimum_digits int",
  "security_password_minimum_length int",
  "security_password_minimum_lowercase_characters int",
  "security_password_minimum_punctuation_characters int",
  "security_password_minimum_uppercase_characters int",
];

async function settingOf({ client }: Account, key: string): Promise<AppSettingsResponse> {
  const setting = (await client.getAppSettings()).find((each) => each.key === key);
  if (!setting) throw new Error(`there is no setting ${key}`);
  return setting;
}
