import type { AppSettingsResponse } from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { Handlers } from "../operation-request.js";
import { findByUuid, identifierOf } from "../identifiers.js";
import { crash, exception, invalid, json, noContent } from "../replies.js";
import { readSettingValue } from "../settings.js";
import { isInt32, requireStorable } from "../storable.js";

export const appSettingHandlers: Handlers = {
  AppSettings(operationRequest) {
    const user = authenticate(operationRequest);
    if (!user.siteAdmin) return exception(403);
    const settings: AppSettingsResponse[] = operationRequest.context.state.appSettings.map(
      ({ uuid, key, valueType, value }) => ({ id: identifierOf({ uuid }), key, valueType, value }),
    );
    return json(200, settings);
  },

  UpdateAppSettings(operationRequest) {
    const { context, parameters, body } = operationRequest;
    const user = authenticate(operationRequest);
    if (!user.siteAdmin) return exception(403);
    const setting = findByUuid(context.state.appSettings, parameters.text("id"));
    if (!setting) return crash;
    const read = readSettingValue(setting.valueType, body.value);
    if ("fault" in read) return invalid([{ message: read.fault }]);
    requireStorable(read.value);
    if (setting.valueType === "int" && !isInt32(Number(read.value))) return crash;
    setting.value = read.value;
    return noContent;
  },
};
