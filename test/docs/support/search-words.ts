/**
 * What users type, and the pages of which one must be among the first three results: an operation, a
 * guide or the exports of a module.
 */
export const searchWords: Readonly<Record<string, readonly string[]>> = {
  // Files
  upload: ["operations/createFile", "guides/submitting-data"],
  multipart: ["operations/createFile"],
  progress: ["guides/submitting-data", "exports/files"],
  download: ["operations/getFileUrl", "guides/submitting-data"],
  checksum: ["operations/createFile", "operations/updateFile"],
  md5: ["operations/createFile", "guides/submitting-data"],
  resume: ["guides/submitting-data"],
  "large file": ["guides/submitting-data"],
  // Metadata and submissions
  submit: ["operations/createSubmission", "guides/submitting-data"],
  tsv: ["guides/submitting-data"],
  excel: ["guides/submitting-data"],
  "sample sheet": ["guides/submitting-data"],
  columns: ["operations/getMetaData"],
  search: ["operations/getMetaDataSets"],
  // Signing in
  login: ["exports/index", "guides/authentication", "operations/createApiKey"],
  logout: ["operations/deleteApiKey", "guides/authentication"],
  rotate: ["guides/authentication"],
  renew: ["guides/authentication"],
  expires: ["guides/authentication"],
  "401": ["guides/authentication", "guides/errors"],
  locked: ["guides/authentication"],
  cookie: ["guides/authentication"],
  "forgotten password": ["guides/passwords", "operations/setUserPassword"],
  "2fa": ["operations/deleteTotpToken", "guides/passwords"],
  role: ["guides/authentication", "operations/updateUser"],
  register: ["operations/createRegistration"],
  // Calls
  retry: ["guides/options", "guides/errors"],
  abort: ["guides/errors", "exports/index", "guides/getting-started"],
  timeout: ["guides/options", "guides/errors"],
  "500": ["guides/errors"],
  proxy: ["guides/browser", "guides/runtimes"],
  cors: ["guides/browser"],
  headers: ["guides/options", "exports/index"],
  middleware: ["guides/options", "exports/index"],
  // Surroundings
  react: ["guides/react-query"],
  tanstack: ["guides/react-query"],
  deno: ["guides/runtimes"],
  commonjs: ["guides/runtimes"],
  jest: ["guides/testing"],
  mock: ["guides/testing"],
  python: ["guides/from-python"],
  dmclient: ["guides/coming-from-dmclient", "guides/from-python"],
  version: ["guides/versions", "operations/getServerInfo"],
};
