import type { CallDetails } from "./call.js";

/**
 * Checks what goes out and what comes back. `createValidator` of `datameta-client/validate` makes
 * one; without it, neither it nor its code is there.
 */
export interface Validator {
  /**
   * Called once for each call, before it asks for a credential.
   *
   * @param url - with its query
   * @param body - as it would be sent
   * @throws ValidationError where the server would refuse the request, or fail over it
   */
  checkRequest(call: CallDetails, url: string, body: string | undefined): void;
  /**
   * Called with the data of a success.
   *
   * @throws ResponseFormatError where the data are not what the API documents
   */
  checkResponse(call: CallDetails, status: number, data: unknown): void;
}
