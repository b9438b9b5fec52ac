import { Call, type Layer } from "./call.js";
import { withDeadline } from "./deadline.js";
import { ApiError, ClientError } from "./errors.js";
import { rangeOf, takesArguments, type Operation } from "./operation.js";
import type { ResolvedOptions } from "./options.js";
import { send } from "./send.js";

/** The parts that all calls of a client share. */
export interface Client {
  readonly layer: Layer;
  readonly options: ResolvedOptions;
  /** Checks the options of a call and merges them into the client's options. */
  readonly resolveOptions: (
    method: string,
    client: ResolvedOptions,
    options: object,
  ) => ResolvedOptions;
}

/** Creates the method of an operation. */
export function createMethod(client: Client, operation: Operation) {
  const hasArguments = takesArguments(operation);
  const call =
    (isWhole: boolean) =>
    (first?: unknown, second?: unknown): Promise<unknown> =>
      // The options come first if the operation has no arguments.
      hasArguments || second !== undefined
        ? perform(client, operation, first, second, isWhole)
        : perform(client, operation, undefined, first, isWhole);
  return Object.assign(call(false), {
    withResponse: call(true),
    isError: (error: unknown) => isDocumentedError(operation, error),
  });
}

/** @param isWhole - whether to return the response together with the data */
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
      // Safe: `resolveOptions` throws if the value is not an object.
      options = client.resolveOptions(operation.name, options, callOptions as object);
    }
    const call = new Call(operation, options, layer);
    const request = layer.write(operation, args, options);
    call.request = request;
    const reply = await withDeadline(
      call,
      () => layer.deliver?.(call, request) ?? send(call, request),
    );
    return isWhole ? { data: reply.data, response: reply.response } : reply.data;
  } catch (error) {
    throw reasonOf(error, layer, options.signal);
  }
}

/**
 * Returns the value that a call rejects with: the reason of an abort, or the error. The stack of the
 * error is captured here, in the async function, because it then contains the caller's line.
 * Capturing it at the start of every call would be slow.
 */
export function reasonOf(error: unknown, layer: Layer, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (!(error instanceof ClientError)) return error;
  layer.mark?.(error);
  // Not all engines have `captureStackTrace`.
  (Error as { captureStackTrace?: (error: Error, above: unknown) => void }).captureStackTrace?.(
    error,
    reasonOf,
  );
  return error;
}

/** Returns whether an error comes from the operation and has a status that the operation documents. */
export function isDocumentedError({ operationId, errors }: Operation, error: unknown): boolean {
  if (!(error instanceof ApiError) || error.operationId !== operationId) return false;
  const { status } = error;
  // As in its type, `default` covers only error statuses.
  const fallback = status > 399 && status < 600 && "default";
  return errors.some((each) => [status, rangeOf(status), fallback].includes(each));
}
