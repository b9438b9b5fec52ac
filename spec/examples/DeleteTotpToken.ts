import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

await datameta.deleteTotpToken({ id: "DMU-20461837" });

console.log(
  "The second factor is deleted. A password reset sets up a new one.",
);
