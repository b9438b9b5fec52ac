/**
 * A DataMeta server in memory, to test programs against.
 *
 * @packageDocumentation
 */
export type { TestAccountOptions, TestKeyOptions, TestServerOptions } from "./options.js";
export type { RecordedRequest } from "./recorded-request.js";
export type { ResetTokenOptions } from "./reset-tokens.js";
export type { TestAccount, TestKey } from "./seed.js";
export { startTestServer, type TestMail, type TestServer } from "./start-test-server.js";
