import type { EngineOptions } from "../engine/options.js";
import type { OpenApi } from "../engine/operation-entry.js";
/** A secret, or a function that returns it. The function is called before every attempt. */
export type Secret = string | (() => string | Promise<string>);

/** A user name and a password, for HTTP Basic. */
export interface BasicCredential {
  readonly username: string;
  readonly password: Secret;
}

/** The credential that a scheme takes. */
type CredentialOf<Scheme> = Scheme extends { type: "http"; scheme: "Basic" }
  ? BasicCredential
  : Secret;

/** Credentials by the names of the document's security schemes; those that there are. */
export type OpenApiAuth<Api extends OpenApi> = {
  readonly [
    Name in keyof Api["securitySchemes"] as Api["securitySchemes"][Name] extends {
      type: "mutualTLS";
    }
      ? never
      : Name
  ]?: CredentialOf<Api["securitySchemes"][Name]> | undefined;
};

/** What a single call may set; each overrides the client's option of the same name. */
export interface OpenApiCallOptions<Api extends OpenApi> extends EngineOptions {
  /** The credentials by scheme; `null` for a call without. */
  readonly auth?: OpenApiAuth<Api> | null | undefined;
}

/** What `createOpenApiClient` takes. */
export interface OpenApiClientOptions<Api extends OpenApi> extends OpenApiCallOptions<Api> {
  /** Where the API is. The document's own proposals are `api.servers`. */
  readonly baseUrl: string;
}
