import { Call, type Layer } from "./call.js";
import { withDeadline } from "./deadline.js";
import { ApiError, ClientError } from "./errors.js";
import { rangeOf, takesArguments, type Operation } from "./operation.js";
import type { ResolvedOptions } from "./options.js";
import { send } from "./send.js";

/** What all calls of a client share. */
export interface Client {
  readonly layer: Layer;
  readonly options: ResolvedOptions;
  /** Lays a call's options over the client's. */
  readonly resolveOptions: (
    method: string,
    client: ResolvedOptions,
    options: object,
  ) => ResolvedOptions;
}

/** Creates the method of an operation. Its type is derived from the same operation. */
export function createMethod(client: Client, operation: Operation) {
  const hasArguments = takesArguments(operation);
  const call =
    (isWhole: boolean) =>
    (first?: unknown, second?: unknown): Promise<unknown> =>
      // Without arguments, the options come first.
      hasArguments || second !== undefined
        ? perform(client, operation, first, second, isWhole)
        : perform(client, operation, undefined, first, isWhole);
  return Object.assign(call(false), {
    withResponse: call(true),
    isError: (error: unknown) => isDocumentedError(operation, error),
  });
}

/** @param isWhole - whether the response is returned, too */
async function perform(
  client: Client,
  operation: Operation,
  args: unknown,
  callOptions: unknown,
  isWhole: boolean,
): Promise<unknown> {
  const { layer } = client;
  let { options } = client;
  try {
    if (callOptions !== undefined) {
      // Safe: what is not an object is refused.
      options = client.resolveOptions(operation.name, options, callOptions as object);
    }
    const call = new Call(operation, options, layer);
    const request = layer.write(operation, args, options);
    call.request = request;
    const reply = await withDeadline(
      call,
      () => layer.deliver?.(call, args) ?? send(call, request),
    );
    return isWhole ? { data: reply.data, response: reply.response } : reply.data;
  } catch (error) {
    throw reasonOf(error, layer, options.signal);
  }
}

/**
 * What a call rejects with: the reason of an abort, or the error. The error gets the stack of the
 * caller, which an async function knows: capturing it at each call would be slow.
 */
export function reasonOf(error: unknown, layer: Layer, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (!(error instanceof ClientError)) return error;
  layer.mark?.(error);
  // V8 and its like have it.
  (Error as { captureStackTrace?: (error: Error, above: unknown) => void }).captureStackTrace?.(
    error,
    reasonOf,
  );
  return error;
}

/** Whether an error comes from the operation, and has a status that the operation documents. */
export function isDocumentedError({ operationId, errors }: Operation, error: unknown): boolean {
  if (!(error instanceof ApiError) || error.operationId !== operationId) return false;
  const { status } = error;
  return errors.some((each) => [status, rangeOf(status), "default"].includes(each));
}
