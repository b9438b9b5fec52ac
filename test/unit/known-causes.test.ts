import { expect, it } from "vitest";

import { operations } from "../../generated/operations.js";
import { knownCauses } from "../../src/known-causes.js";
import { resolveOperation } from "../../src/operation.js";

it("each operation that the server is known to fail over says by what", () => {
  const all = Object.entries(operations).map(([name, entry]) => resolveOperation(name, entry));

  const known = all.map((operation) => operation.operationId + knownCauses(operation));

  expect(known.filter((text) => text.includes(" ")).toSorted()).toMatchInlineSnapshot(`
    [
      "BulkDeleteStagedFiles (known causes: getFileUrl was called for a file; a NUL or lone surrogate in a text)",
      "BulkDeleteStagedMetaDataSets (known causes: a NUL or lone surrogate in a text)",
      "ChangeGroupName (known causes: a NUL or lone surrogate in a text)",
      "CreateApiKey (known causes: expires with a Z or an offset; label over 200 characters; a NUL or lone surrogate in a text)",
      "CreateFile (known causes: checksum with a / or over 200 characters; a NUL or lone surrogate in a text)",
      "CreateMetaDataSet (known causes: regExp without regexDescription; a NUL or lone surrogate in a text)",
      "CreateMetaDatum (known causes: serviceId null; a NUL or lone surrogate in a text)",
      "CreateSubmission (known causes: label over 100 characters; regExp without regexDescription; a NUL or lone surrogate in a text)",
      "DeleteFile (known causes: getFileUrl was called for a file)",
      "DeleteMetadataSet (known causes: another user's set; a set with a service execution)",
      "GetFileUrl (known causes: expires after the year 9999)",
      "PostRegistration (known causes: email or org_select null; a NUL or lone surrogate in a text)",
      "PostService (known causes: a NUL or lone surrogate in a text)",
      "PrevalidateSubmission (known causes: regExp without regexDescription; a NUL or lone surrogate in a text)",
      "PutService (known causes: a NUL or lone surrogate in a text)",
      "ServiceSetMetaDatum (known causes: a NUL or lone surrogate in a text)",
      "SetUserPassword (known causes: a NUL or lone surrogate in a text)",
      "UpdateAppSettings (known causes: unknown id; a NUL or lone surrogate in a text)",
      "UpdateFile (known causes: another user's file; a NUL or lone surrogate in a text)",
      "UpdateMetaDatum (known causes: unknown id; a NUL or lone surrogate in a text)",
      "UserUpdateRequest (known causes: a NUL or lone surrogate in a text)",
    ]
  `);
});
