import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { id } = await datameta.whoami();

try {
  await datameta.setUserPassword({
    id: id.uuid,
    body: {
      passwordChangeCredential: process.env["DATAMETA_PASSWORD"] ?? "",
      newPassword: "battery.Staple.8",
    },
  });
  console.log("The new password is set.");
} catch (error) {
  if (!datameta.setUserPassword.isError(error) || error.status !== 400)
    throw error;
  console.log(error.issues.map(({ message }) => message).join("\n"));
}
