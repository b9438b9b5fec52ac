import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
});

const { groups, userAgreement } =
  await datameta.getRegistrationSettings();

for (const { id, name } of groups)
  console.log(`${name} (${id.site ?? id.uuid})`);
console.log(userAgreement ?? "There is no user agreement.");
