import type { EngineOptions, ResolvedOptions } from "../engine/options.js";
import type { OpenApi } from "../engine/operation-entry.js";

/** A secret, or a function that returns it. The function is called before every attempt. */
export type Secret = string | (() => string | Promise<string>);

/** A user name and a password, for HTTP Basic. */
export interface BasicCredential {
  readonly username: string;
  readonly password: Secret;
}

/** The credential of a security scheme. */
type CredentialOf<Scheme> = Scheme extends { type: "http"; scheme: "Basic" }
  ? BasicCredential
  : Secret;

/** Credentials by the name of the security scheme in the document. All are optional. */
export type OpenApiAuth<Api extends OpenApi> = {
  readonly [
    Name in keyof Api["securitySchemes"] as Api["securitySchemes"][Name] extends {
      type: "mutualTLS";
    }
      ? never
      : Name
  ]?: CredentialOf<Api["securitySchemes"][Name]> | undefined;
};

/** Options of a single call. Each overrides the client's option of the same name. */
export interface OpenApiCallOptions<Api extends OpenApi> extends EngineOptions {
  /** The credentials by security scheme. `null` sends no credential. */
  readonly auth?: OpenApiAuth<Api> | null | undefined;
  /**
   * The media type to send in the header `Accept`. Default: all media types that the operation
   * documents.
   */
  readonly accept?: string | undefined;
  /** The media type of the request body, if the operation documents several. */
  readonly contentType?: string | undefined;
  /**
   * Whether to return the response body as a stream of bytes, whatever its media type. The timeout no
   * longer applies once the stream begins. `signal` aborts the stream.
   */
  readonly stream?: boolean | undefined;
  /**
   * Whether to send an operation to its own server, if the document has one. `false` sends all
   * operations to `baseUrl`, for example to a test server. @default true
   */
  readonly operationServers?: boolean | undefined;
}

/** The options of a call, with all defaults filled in. */
export interface OpenApiResolvedOptions extends ResolvedOptions {
  readonly accept?: string | undefined;
  readonly contentType?: string | undefined;
  readonly stream?: boolean | undefined;
  readonly operationServers?: boolean | undefined;
}

/** The options of `createOpenApiClient`. */
export interface OpenApiClientOptions<Api extends OpenApi> extends Omit<
  OpenApiCallOptions<Api>,
  "accept" | "contentType" | "stream"
> {
  /** The URL of the API. `api.servers` lists the servers in the document. */
  readonly baseUrl: string;
}
