import { expect, it } from "vitest";

it("the package exports only these names", async () => {
  const names = Object.keys(await import("datameta-client")).sort();

  expect(names).toEqual([
    "ApiError",
    "ClientError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionError",
    "DataMetaError",
    "ForbiddenError",
    "GoneError",
    "NotFoundError",
    "RequestError",
    "ResponseFormatError",
    "ServerError",
    "TimeoutError",
    "TooManyRequestsError",
    "UnauthorizedError",
    "ValidationError",
    "createClient",
    "isDataMetaError",
    "login",
    "rotatingKey",
  ]);
});
