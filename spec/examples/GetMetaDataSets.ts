import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

try {
  const sets = await datameta.getMetaDataSets({
    submittedAfter: "2020-01-01T00:00:00Z",
    submittedBefore: "2040-01-01T00:00:00Z",
  });
  for (const { id, record } of sets)
    console.log(id.site ?? id.uuid, record["sample_id"]);
} catch (error) {
  // The server returns 404 for an empty result.
  if (!datameta.getMetaDataSets.isError(error) || error.status !== 404)
    throw error;
  console.log("Nothing was submitted in that time.");
}
