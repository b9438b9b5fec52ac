import { expectTypeOf, it } from "vitest";
import {
  createClient,
  type CallOptions,
  type ClientOptions,
  type ResponseFormatError,
  type Validator,
} from "datameta-client";
import {
  createValidator,
  type PasswordPolicy,
  type ValidatorOptions,
} from "datameta-client/validate";

it("createValidator returns the option of a client or a call", () => {
  expectTypeOf(createValidator).returns.toEqualTypeOf<Validator>();
  expectTypeOf<ClientOptions["validate"]>().toEqualTypeOf<Validator | null | undefined>();
  expectTypeOf<CallOptions["validate"]>().toEqualTypeOf<Validator | null | undefined>();
});

it("all options can be left out, and onMismatch gets the error", () => {
  expectTypeOf(createValidator).toBeCallableWith();
  expectTypeOf(createValidator).toBeCallableWith({ passwordPolicy: null });
  expectTypeOf(createValidator).toBeCallableWith({ passwordPolicy: { length: 12 } });
  type Take = NonNullable<ValidatorOptions["onMismatch"]>;
  expectTypeOf<Parameters<Take>>().toEqualTypeOf<[error: ResponseFormatError]>();
  expectTypeOf<PasswordPolicy["digits"]>().toEqualTypeOf<number>();
});

it("other values are not validators or options", () => {
  // @ts-expect-error -- the function itself is not a validator
  createClient({ baseUrl: "", validate: createValidator });
  // @ts-expect-error -- there is no such option
  createValidator({ onResponse: () => undefined });
  // @ts-expect-error -- it must be a number
  createValidator({ passwordPolicy: { length: "12" } });
});
