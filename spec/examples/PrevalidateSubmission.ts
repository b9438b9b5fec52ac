import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

// submit of datameta-client/files also does this.
try {
  await datameta.prevalidateSubmission({
    body: { metadatasetIds: ["DMR-64830157"], fileIds: ["DMF-51726093"] },
  });
  console.log("The submission is valid.");
} catch (error) {
  if (
    !datameta.prevalidateSubmission.isError(error) ||
    error.status !== 400
  )
    throw error;
  for (const { entity, field, message } of error.issues) {
    console.log(entity?.site ?? "submission", field ?? "", message);
  }
}
