import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
});

try {
  await datameta.createRegistration({
    body: {
      name: "Ben Example",
      email: "ben@example.org",
      org_select: "DMG-39018264",
      org_create: null,
      org_new_name: null,
      check_user_agreement: true,
    },
  });
  console.log(
    "An administrator will review the request. Then you get a mail.",
  );
} catch (error) {
  if (!datameta.createRegistration.isError(error) || error.status !== 400)
    throw error;
  console.log(
    "Please correct:",
    error.issues.map(({ field }) => field).join(", "),
  );
}
