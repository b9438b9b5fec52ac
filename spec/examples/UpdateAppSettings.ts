import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const settings = await datameta.getAppSettings();
const setting = settings.find(({ key }) => key === "security_password_minimum_length");
if (!setting) throw new Error("This release has no such setting.");

await datameta.updateAppSettings({ id: setting.id.uuid, body: { value: "12" } });

console.log(`${setting.key}: ${setting.value} became 12.`);
