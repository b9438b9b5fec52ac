/** The class that the client throws for a status; a test compares this with the client. */
const classes: Readonly<Record<string, string>> = {
  400: "ValidationError",
  401: "UnauthorizedError",
  403: "ForbiddenError",
  404: "NotFoundError",
  409: "ConflictError",
  410: "GoneError",
  429: "TooManyRequestsError",
};

export function errorClassOf(status: string): string {
  return classes[status] ?? (status.startsWith("5") ? "ServerError" : "ApiError");
}
