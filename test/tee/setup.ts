import { accountNames, type PlannedRequest } from "./plan.js";
import { Placeholder } from "./texts.js";
import type { Kind, Reference } from "./things.js";

const last = (kind: Kind, back = 0): Reference => ({ kind, back, form: "uuid" });

function call(
  operation: string,
  request: string,
  body?: unknown,
  account = "admin",
): PlannedRequest {
  const [method = "", path = ""] = request.split(" ");
  return {
    ...{ operation, method, path: [path], credential: { account }, accept: "application/json" },
    ...(body !== undefined && { contentType: "application/json", body }),
  };
}

const plain = {
  ...{ regexDescription: "", longDescription: "", example: "", regExp: "", dateTimeFmt: "" },
  ...{
    isMandatory: false,
    order: 1,
    isFile: false,
    isSubmissionUnique: false,
    isSiteUnique: false,
  },
  serviceId: "",
};

const ofService = { serviceId: new Placeholder(last("service")) };

const definitions = [
  {
    ...{ name: "ID", regExp: "^[A-Z]{2}[0-9]{2}$", regexDescription: "two letters, two digits" },
    ...{ isMandatory: true, isSiteUnique: true },
  },
  { name: "Date", dateTimeFmt: "%d.%m.%Y" },
  { name: "Lane", isSubmissionUnique: true },
  { name: "Reads", isFile: true },
  { name: "Plain", regExp: "^x$" },
  {
    name: "QC",
    regExp: "pass|fail",
    regexDescription: "pass or fail",
    isMandatory: true,
    ...ofService,
  },
  { name: "Report", isFile: true, ...ofService },
];

/** Reads the initial data of both servers, and creates the data that generated requests refer to. */
export function planSetup(definitionsBefore: number): PlannedRequest[] {
  return [
    ...accountNames.map((name) => call("GetUserInformation", "GET /rpc/whoami", undefined, name)),
    call("GetRegistrationSettings", "GET /registrationsettings"),
    call("AppSettings", "GET /appsettings"),
    call("GetMetaData", "GET /metadata"),
    // A new v0 server has mandatory definitions, which every record would have to contain.
    ...Array.from({ length: definitionsBefore }, (_, index): PlannedRequest => ({
      ...call("UpdateMetaDatum", "PUT ", { ...plain, name: `Old ${index}`, order: 1000 + index }),
      path: ["/metadata/", last("definition", index)],
    })),
    call("PostService", "POST /services", { name: "qc" }),
    {
      ...call("PutService", "PUT ", {
        userIds: [
          new Placeholder(
            last("user", accountNames.length - 1 - accountNames.indexOf("colleague")),
          ),
        ],
      }),
      path: ["/services/", last("service")],
    },
    ...definitions.map((definition, index) =>
      call("CreateMetaDatum", "POST /metadata", { ...plain, order: index, ...definition }),
    ),
  ];
}
