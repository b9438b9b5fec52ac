interface Reason {
  readonly operations: readonly string[];
  readonly status: number;
  /** Why no request can cause this response. */
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
    reason: "Its only argument is an identifier, and any text is accepted as one.",
  },
  {
    operations: ["AppSettings", "GetUserInformation"],
    status: 400,
    reason: "It has no arguments that could be invalid.",
  },
  {
    operations: ["ChangeGroupName", "DeleteApiKey", "GetGroupSubmissions", "GetUserApiKeys"],
    status: 404,
    reason: "Unknown identifiers return 403.",
  },
  {
    operations: ["GetRegistrationSettings", "GetServerInfo"],
    status: 404,
    reason: "It does not look up anything that could be missing.",
  },
  {
    operations: ["CreateApiKey"],
    status: 403,
    reason: "Users who are not signed in get 401, and all others may create keys.",
  },
  {
    operations: ["CreateMetaDatum"],
    status: 404,
    reason: "An unknown service is treated as no service.",
  },
  {
    operations: ["UpdateAppSettings"],
    status: 404,
    reason: "An unknown setting returns 500.",
  },
  {
    operations: ["AppSettings"],
    status: 500,
    reason:
      "Releases before 1.1.0 fail on a setting that is not a text, but no request can create one.",
  },
  {
    operations: ["DeleteApiKey", "GetMetaData", "GetMetaDataSets", "GetUserInformation"],
    status: 500,
    reason: "No known request makes it fail.",
  },
];

/** Returns the reason why no real server returns a documented response. */
export function reasonFor(answer: string): string | undefined {
  const [operation = "", status = ""] = answer.split(" ");
  return reasons.find((each) => each.operations.includes(operation) && `${each.status}` === status)
    ?.reason;
}
