import { createClient } from "datameta-client";

const baseUrl = "https://datameta.example.org/api/v1";

const visitor = createClient({ baseUrl });
const { token, expires } = await visitor.createApiKey({
  body: {
    email: "ada@example.org",
    password: process.env["DATAMETA_PASSWORD"] ?? "",
    label: "laptop",
  },
});

// Store the token now. The server never shows it again.
const datameta = createClient({ baseUrl, auth: { bearer: token } });
const { name } = await datameta.whoami();
console.log(
  `${name} is signed in until ${expires ?? "the key is deleted"}.`,
);
