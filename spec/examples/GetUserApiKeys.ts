import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { id } = await datameta.whoami();
const keys = await datameta.getUserApiKeys({ id: id.uuid });

for (const { label, expires, hasExpired } of keys) {
  console.log(
    `${label}: ${hasExpired ? "expired" : (expires ?? "never expires")}`,
  );
}
