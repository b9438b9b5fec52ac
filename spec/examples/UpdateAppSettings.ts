import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const settings = await datameta.getAppSettings();
const setting = settings.find(
  ({ key }) => key === "subject_welcome_token",
);
if (!setting) throw new Error("There is no such setting.");

await datameta.updateAppSettings({
  id: setting.id.uuid,
  body: { value: "Welcome to DataMeta" },
});

console.log(
  `${setting.key}: "${setting.value}" became "Welcome to DataMeta".`,
);
