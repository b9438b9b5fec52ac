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

it("createValidator makes what a client and a call take", () => {
  expectTypeOf(createValidator).returns.toEqualTypeOf<Validator>();
  expectTypeOf<ClientOptions["validate"]>().toEqualTypeOf<Validator | null | undefined>();
  expectTypeOf<CallOptions["validate"]>().toEqualTypeOf<Validator | null | undefined>();
});

it("all options may be left out, and onMismatch takes the error", () => {
  expectTypeOf(createValidator).toBeCallableWith();
  expectTypeOf(createValidator).toBeCallableWith({ passwordPolicy: null });
  expectTypeOf(createValidator).toBeCallableWith({ passwordPolicy: { length: 12 } });
  type Take = NonNullable<ValidatorOptions["onMismatch"]>;
  expectTypeOf<Parameters<Take>>().toEqualTypeOf<[error: ResponseFormatError]>();
  expectTypeOf<PasswordPolicy["digits"]>().toEqualTypeOf<number>();
});

it("what is no validator, and what is no option, are refused", () => {
  // @ts-expect-error -- the function itself is no validator
  createClient({ baseUrl: "", validate: createValidator });
  // @ts-expect-error -- there is no such option
  createValidator({ onResponse: () => undefined });
  // @ts-expect-error -- a number of characters
  createValidator({ passwordPolicy: { length: "12" } });
});
