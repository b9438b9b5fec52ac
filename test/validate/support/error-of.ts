/** Returns the error that a call rejects with. */
export async function errorOf(call: PromiseLike<unknown>): Promise<Error> {
  const failure = await call.then(
    () => new TypeError("expected an error, but the call succeeded"),
    (thrown: unknown) => thrown,
  );
  if (failure instanceof Error && !(failure instanceof TypeError)) return failure;
  throw new Error("expected an error from the client", { cause: failure });
}
