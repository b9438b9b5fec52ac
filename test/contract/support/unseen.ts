interface Reason {
  readonly operations: readonly string[];
  readonly status: number;
  /** Why no request brings it about. */
  readonly reason: string;
}

const reasons: readonly Reason[] = [
  {
    operations: [
      "DeleteApiKey",
      "DeleteFile",
      "DeleteMetadataSet",
      "DeleteTotpToken",
      "GetFile",
      "GetGroupSubmissions",
      "GetMetaDataSet",
      "GetUserApiKeys",
      "GroupInformationRequest",
      "UserInformationRequest",
    ],
    status: 400,
    reason: "It takes an identifier alone, and any text passes for one.",
  },
  {
    operations: ["AppSettings", "GetUserInformation"],
    status: 400,
    reason: "It takes nothing that could be wrong.",
  },
  {
    operations: ["ChangeGroupName", "DeleteApiKey", "GetGroupSubmissions", "GetUserApiKeys"],
    status: 404,
    reason: "What is unknown is forbidden, with 403.",
  },
  {
    operations: ["GetRegistrationSettings", "GetServerInfo"],
    status: 404,
    reason: "It looks nothing up that could be missing.",
  },
  {
    operations: ["CreateApiKey"],
    status: 403,
    reason: "Whoever is not signed in is answered 401, and everybody else may make keys.",
  },
  {
    operations: ["CreateMetaDatum"],
    status: 404,
    reason: "A service that is unknown becomes none.",
  },
  {
    operations: ["UpdateAppSettings"],
    status: 404,
    reason: "A setting that is unknown breaks the server, with 500.",
  },
  {
    operations: ["AppSettings"],
    status: 500,
    reason: "A setting that is no text breaks releases before 1.1.0, and no request makes one.",
  },
  {
    operations: ["DeleteApiKey", "GetMetaData", "GetMetaDataSets", "GetUserInformation"],
    status: 500,
    reason: "No request is known that breaks it.",
  },
];

/** The reason why no real server gives an answer that its document lists. */
export function reasonFor(answer: string): string | undefined {
  const [operation = "", status = ""] = answer.split(" ");
  return reasons.find((each) => each.operations.includes(operation) && `${each.status}` === status)
    ?.reason;
}
