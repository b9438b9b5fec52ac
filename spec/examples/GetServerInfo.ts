import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
});

const { datametaVersion, apiVersion } = await datameta.getServerInfo();

console.log(`DataMeta ${datametaVersion}, API ${apiVersion}`);
