/** A public document in an npm package. */
export interface PublicDocument {
  readonly title: string;
  /** The author or the tool that created it. */
  readonly origin: string;
  readonly package: string;
  readonly version: string;
  /** The entry file in the package. */
  readonly file: string;
}

const examples = { package: "@readme/oas-examples", version: "8.2.2" };

export const documents: readonly PublicDocument[] = [
  {
    title: "GitHub",
    origin: "3.0, by GitHub's own tools",
    package: "@octokit/openapi",
    version: "23.0.2",
    file: "generated/api.github.com.json",
  },
  {
    title: "GitHub's webhooks",
    origin: "3.1, only webhooks",
    package: "@octokit/openapi-webhooks",
    version: "12.1.0",
    file: "generated/api.github.com.json",
  },
  {
    title: "Figma",
    origin: "3.1, handwritten YAML",
    package: "@figma/rest-api-spec",
    version: "0.43.0",
    file: "openapi/openapi.yaml",
  },
  {
    title: "Blockfrost",
    origin: "3.0, bundled by redocly",
    package: "@blockfrost/openapi",
    version: "0.1.93",
    file: "openapi.yaml",
  },
  {
    title: "Dialogporten",
    origin: "3.0, by NSwag (.NET)",
    package: "@digdir/dialogporten-schema",
    version: "1.118.6",
    file: "swagger.verified.json",
  },
  {
    title: "Directus",
    origin: "3.0, handwritten YAML, bundled",
    package: "@directus/specs",
    version: "15.2.0",
    file: "dist/openapi.json",
  },
  {
    title: "Decentraland",
    origin: "3.0, handwritten YAML",
    package: "@dcl/catalyst-api-specs",
    version: "3.8.0",
    file: "lib/api.yaml",
  },
  {
    title: "Scalar Galaxy",
    origin: "3.1, a demo of a tool",
    package: "@scalar/galaxy",
    version: "0.6.12",
    file: "dist/3.1.json",
  },
  {
    ...examples,
    title: "Train Travel",
    origin: "3.1, a textbook example",
    file: "3.1/json/train-travel.json",
  },
  {
    ...examples,
    title: "Star Trek",
    origin: "3.0, by swagger-core (Java)",
    file: "3.0/json/star-trek.json",
  },
  {
    ...examples,
    title: "Petstore",
    origin: "3.0, converted from Swagger 2",
    file: "3.0/json/petstore.json",
  },
  {
    ...examples,
    title: "ReadMe",
    origin: "3.1, by ReadMe's own tools",
    file: "3.1/json/readme.json",
  },
  {
    ...examples,
    title: "Styles",
    origin: "3.1, every parameter style",
    file: "3.1/json/parameters-style.json",
  },
];
