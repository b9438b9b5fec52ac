/** A public document in an npm package. */
export interface PublicDocument {
  readonly title: string;
  /** The author or the tool that created it. */
  readonly make: string;
  readonly package: string;
  readonly version: string;
  /** The entry file in the package. */
  readonly file: string;
}

const examples = { package: "@readme/oas-examples", version: "8.2.2" };

export const documents: readonly PublicDocument[] = [
  {
    title: "GitHub",
    make: "3.0, by GitHub's own tools",
    package: "@octokit/openapi",
    version: "23.0.2",
    file: "generated/api.github.com.json",
  },
  {
    title: "GitHub's webhooks",
    make: "3.1, webhooks alone",
    package: "@octokit/openapi-webhooks",
    version: "12.1.0",
    file: "generated/api.github.com.json",
  },
  {
    title: "Figma",
    make: "3.1, YAML by hand",
    package: "@figma/rest-api-spec",
    version: "0.43.0",
    file: "openapi/openapi.yaml",
  },
  {
    title: "Blockfrost",
    make: "3.0, bundled by redocly",
    package: "@blockfrost/openapi",
    version: "0.1.93",
    file: "openapi.yaml",
  },
  {
    title: "Dialogporten",
    make: "3.0, by NSwag (.NET)",
    package: "@digdir/dialogporten-schema",
    version: "1.118.6",
    file: "swagger.verified.json",
  },
  {
    title: "Directus",
    make: "3.0, YAML by hand, made one",
    package: "@directus/specs",
    version: "15.2.0",
    file: "dist/openapi.json",
  },
  {
    title: "Decentraland",
    make: "3.0, YAML by hand",
    package: "@dcl/catalyst-api-specs",
    version: "3.8.0",
    file: "lib/api.yaml",
  },
  {
    title: "Scalar Galaxy",
    make: "3.1, a tool's showpiece",
    package: "@scalar/galaxy",
    version: "0.6.12",
    file: "dist/3.1.json",
  },
  {
    ...examples,
    title: "Train Travel",
    make: "3.1, a textbook's",
    file: "3.1/json/train-travel.json",
  },
  {
    ...examples,
    title: "Star Trek",
    make: "3.0, by swagger-core (Java)",
    file: "3.0/json/star-trek.json",
  },
  {
    ...examples,
    title: "Petstore",
    make: "3.0, converted from Swagger 2",
    file: "3.0/json/petstore.json",
  },
  {
    ...examples,
    title: "ReadMe",
    make: "3.1, by ReadMe's own tools",
    file: "3.1/json/readme.json",
  },
  {
    ...examples,
    title: "Styles",
    make: "3.1, every parameter style",
    file: "3.1/json/parameters-style.json",
  },
];
