import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

// submit of datameta-client/files also does this.
try {
  const { id } = await datameta.createSubmission({
    body: {
      metadatasetIds: ["DMR-64830157"],
      fileIds: ["DMF-51726093"],
      label: "Cohort 1, batch 2",
    },
  });
  console.log(`Submitted as ${id.site ?? id.uuid}.`);
} catch (error) {
  if (!datameta.createSubmission.isError(error) || error.status !== 400)
    throw error;
  for (const { entity, field, message } of error.issues) {
    console.log(entity?.site ?? "submission", field ?? "", message);
  }
}
