import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

try {
  const { id } = await datameta.createMetaDataSet({
    body: { record: { sample_id: "AB12", reads: "reads_1.fastq.gz" } },
  });
  console.log(`Staged as ${id.site ?? id.uuid}.`);
} catch (error) {
  if (!datameta.createMetaDataSet.isError(error) || error.status !== 400)
    throw error;
  for (const { field, message } of error.issues)
    console.log(`${field ?? "record"}: ${message}`);
}
