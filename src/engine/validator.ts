import type { CallDetails } from "./errors.js";

/**
 * Checks requests and responses. `createValidator` of `datameta-client/validate` creates one; an app
 * that does not import it does not carry its code.
 */
export interface Validator {
  /**
   * Called once for each call, before it asks for a credential.
   *
   * @param url - with its query
   * @param body - as it would be sent
   * @throws ValidationError if the server would refuse the request, or fail because of it
   */
  checkRequest(call: CallDetails, url: string, body: string | undefined): void;
  /**
   * Called with the data of a success.
   *
   * @throws ResponseFormatError if the data are not what the API documents
   */
  checkResponse(call: CallDetails, status: number, data: unknown): void;
}
