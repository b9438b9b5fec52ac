/** A client that the bench measures: an app of it stands in fixtures/apps/, by the id. */
export interface Contender {
  readonly id: string;
  readonly name: string;
  /** What a call makes of an error status. */
  readonly errors: string;
}

/** Raw `fetch` comes first: it is what the others are measured by. */
export const contenders: readonly Contender[] = [
  { id: "raw-fetch", name: "raw fetch", errors: "by hand" },
  { id: "raw-fetch-deadline", name: "raw fetch, with a deadline", errors: "by hand" },
  { id: "datameta-client", name: "datameta-client", errors: "a class per status" },
  { id: "openapi-fetch", name: "openapi-fetch, bare", errors: "returned" },
  {
    id: "openapi-fetch-middleware",
    name: "openapi-fetch, auth and error middleware",
    errors: "one class",
  },
  { id: "hey-api", name: "hey-api (client-fetch)", errors: "the body, thrown" },
  { id: "orval", name: "orval (fetch, own mutator)", errors: "one class" },
  { id: "openapi-typescript-codegen", name: "openapi-typescript-codegen", errors: "one class" },
  { id: "swagger-typescript-api", name: "swagger-typescript-api", errors: "the response, thrown" },
  { id: "openapi-generator", name: "OpenAPI Generator (typescript-fetch)", errors: "one class" },
  { id: "axios", name: "axios, by hand", errors: "one class" },
];

/** One that cannot be measured here, and why. */
export interface Absence {
  readonly contender: Contender;
  readonly reason: string;
}
