/**
 * A DataMeta server in memory, for tests.
 *
 * @packageDocumentation
 */
export { faultNames, type FaultName } from "./fault-names.js";
export type { Fault, FaultAnswer, FaultCut, FaultDelay, Faults } from "./faults.js";
export type {
  TestAccountOptions,
  TestFileOptions,
  TestKeyOptions,
  TestMetaDatumOptions,
  TestServerOptions,
  TestServiceOptions,
} from "./options.js";
export type { RecordedRequest } from "./recorded-request.js";
export type { ResetTokenOptions } from "./reset-tokens.js";
export type { TestAccount, TestKey } from "./seed.js";
export {
  startTestServer,
  type TestFile,
  type TestMetaDataSet,
  type TestMail,
  type TestServer,
} from "./start-test-server.js";
