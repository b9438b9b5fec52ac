import type { EngineOptions, ResolvedOptions } from "../engine/options.js";
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
  /**
   * The media type to ask for, as the header `Accept` has it. Default: all that the operation
   * documents. The response's own type decides how it is read.
   */
  readonly accept?: string | undefined;
  /** The media type of the request body, if the operation documents several. */
  readonly contentType?: string | undefined;
  /**
   * Whether to return the body of the response as a stream of bytes, whatever it is. The deadline
   * ends when the stream begins; `signal` aborts it.
   */
  readonly stream?: boolean | undefined;
  /**
   * Whether an operation that documents a server of its own is sent there. Otherwise all go to
   * `baseUrl`, for example to a test server. @default true
   */
  readonly operationServers?: boolean | undefined;
}

/** The options of a call, complete. */
export interface OpenApiResolvedOptions extends ResolvedOptions {
  readonly accept?: string | undefined;
  readonly contentType?: string | undefined;
  readonly stream?: boolean | undefined;
  readonly operationServers?: boolean | undefined;
}

/** What `createOpenApiClient` takes. */
export interface OpenApiClientOptions<Api extends OpenApi> extends Omit<
  OpenApiCallOptions<Api>,
  "accept" | "contentType" | "stream"
> {
  /** Where the API is. The document's own proposals are `api.servers`. */
  readonly baseUrl: string;
}
