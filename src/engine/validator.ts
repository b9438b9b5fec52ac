import type { CallDetails } from "./errors.js";

/**
 * Checks requests and responses. `createValidator` of `datameta-client/validate` creates one. It is a
 * separate import, so that other apps do not bundle its code.
 */
export interface Validator {
  /**
   * Checks a request. The client calls it once per call, before it asks for a credential.
   *
   * @param url - the URL with its query
   * @param body - the serialized body
   * @throws ValidationError if the server would reject the request or fail because of it
   */
  checkRequest(call: CallDetails, url: string, body: string | undefined): void;
  /**
   * Checks the data of a successful response.
   *
   * @throws ResponseFormatError if the data does not match the API's document
   */
  checkResponse(call: CallDetails, status: number, data: unknown): void;
}
