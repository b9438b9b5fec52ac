import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { name, groupId, email } = await datameta.getUser({
  id: "DMU-20461837",
});

const group = groupId.site ?? groupId.uuid;
console.log(
  `${name} of ${group}: ${email ?? "e-mail address not visible"}`,
);
