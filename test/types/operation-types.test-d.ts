import { describe, expectTypeOf, it } from "vitest";

import type {
  IdentifierLike,
  Method,
  OperationArguments,
  OperationData,
  OperationError,
} from "../../src/engine/operation-types.js";

/** The `schema.ts` of a document with all kinds of parameters, bodies and responses. */
interface Operations {
  ReadPet: {
    parameters: {
      path: { id: string };
      query?: { id?: string; tags?: string[] };
      header: { "X-Trace": string };
      cookie?: { session?: string };
    };
    requestBody?: never;
    responses: {
      200: { headers: unknown; content: { "application/json": { name: string } } };
      "2XX": { headers: unknown; content: { "text/csv": string } };
      404: { headers: unknown; content: { "application/problem+json": { title: string } } };
      default: { headers: unknown; content: { "application/json": { detail: string } } };
    };
  };
  SendForm: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    requestBody: { content: { "multipart/form-data": { file: Blob } } };
    responses: {
      204: { headers: unknown; content?: never };
      409: { headers: unknown; content: { "text/html": string } };
      "4xx": { headers: unknown; content: { "application/xml": { error: string } } };
      "5XX": { headers: unknown; content?: never };
    };
  };
  SendToken: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    requestBody?: { content: { "application/x-www-form-urlencoded": { grant: string } } };
    responses: { 200: { headers: unknown; content: { "image/png": Blob } } };
  };
  list: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    requestBody?: never;
    responses: { 200: { headers: unknown; content: { "application/json": string[] } } };
  };
  SendPicture: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    requestBody: { content: { "image/png": Blob } };
    responses: { 200: { headers: unknown; content: { "text/plain": string } } };
  };
}

// eslint-disable-next-line @typescript-eslint/no-unused-vars -- only its type is used
const api = {
  operations: {
    readPet: {
      route: "GET /pets/{id}",
      query: ["id", "tags"],
      header: ["X-Trace"],
      cookie: ["session"],
      parameters: { query: { id: { argument: "queryId" } } },
      success: { 200: "json", "2XX": "text" },
      errors: [404, "default"],
    },
    sendForm: {
      route: "POST /form",
      contentType: "multipart/form-data",
      success: { 204: "empty" },
      errors: [409, "4XX", "5XX"],
    },
    sendToken: {
      route: "POST /token",
      body: "optional",
      contentType: "application/x-www-form-urlencoded",
      success: { 200: "binary" },
      errors: [],
    },
    listAll: { operationId: "list", route: "GET /all" },
    sendPicture: {
      route: "POST /picture",
      contentType: "image/png",
      success: { 200: "text" },
      identifiers: { other: "site" },
    },
  },
  defaultErrors: [],
  defaultIdentifiers: { id: "uuid" },
  defaultSchemes: [],
  securitySchemes: {},
  servers: [],
} as const;
type Api = typeof api;
type Name = keyof Api["operations"];

type Arguments<N extends Name> = OperationArguments<Operations, Api, N>;
type Failure<N extends Name> = OperationError<Operations, Api, N>;
type At<N extends Name, Status> = Extract<Failure<N>, { readonly status: Status }>;

describe("arguments", () => {
  it("are the parameters of all places, with the names in the table", () => {
    expectTypeOf<Arguments<"readPet">>().toEqualTypeOf<{
      id: string | IdentifierLike;
      queryId?: string;
      tags?: string[];
      "X-Trace": string;
      session?: string;
    }>();
    // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- it is tested
    expectTypeOf<keyof Arguments<"listAll">>().toEqualTypeOf<never>();
  });

  it("have a body in the types that its media type allows", () => {
    expectTypeOf<Arguments<"sendForm">>().toEqualTypeOf<{ body: { file: Blob } | FormData }>();
    expectTypeOf<Arguments<"sendToken">>().toEqualTypeOf<{
      body?: { grant: string } | URLSearchParams;
    }>();
    expectTypeOf<Arguments<"sendPicture">>().toEqualTypeOf<{
      body: string | Blob | ArrayBuffer | ArrayBufferView;
    }>();
    // @ts-expect-error -- a GET has no body
    expectTypeOf<Arguments<"readPet">["body"]>().toBeUnknown();
  });
});

it("data has the kind that the table gives for each success", () => {
  expectTypeOf<OperationData<Operations, Api, "readPet">>().toEqualTypeOf<
    { name: string } | string
  >();
  expectTypeOf<OperationData<Operations, Api, "sendForm">>().toEqualTypeOf<undefined>();
  expectTypeOf<OperationData<Operations, Api, "sendToken">>().toEqualTypeOf<Blob>();
  expectTypeOf<OperationData<Operations, Api, "listAll">>().toEqualTypeOf<string[]>();
  expectTypeOf<OperationData<Operations, Api, "sendPicture">>().toEqualTypeOf<string>();
});

describe("errors", () => {
  it("of `default` have all undocumented statuses, each with its class", () => {
    expectTypeOf<At<"readPet", 404>["body"]>().toEqualTypeOf<{ title: string }>();
    expectTypeOf<At<"readPet", 400>["body"]>().toEqualTypeOf<{ detail: string }>();
    expectTypeOf<At<"readPet", 400>["name"]>().toEqualTypeOf<"ValidationError">();
    expectTypeOf<422>().toExtend<Failure<"readPet">["status"]>();
    expectTypeOf<599>().toExtend<Failure<"readPet">["status"]>();
    // @ts-expect-error -- a redirect is not an error status
    expectTypeOf<307>().toExtend<Failure<"readPet">["status"]>();
  });

  it("of a range have its other statuses, and a body that is not JSON is text", () => {
    expectTypeOf<At<"sendForm", 409>["body"]>().toEqualTypeOf<string>();
    expectTypeOf<At<"sendForm", 409>["name"]>().toEqualTypeOf<"ConflictError">();
    expectTypeOf<At<"sendForm", 404>["name"]>().toEqualTypeOf<"NotFoundError">();
    expectTypeOf<At<"sendForm", 404>["body"]>().toEqualTypeOf<string>();
    expectTypeOf<499>().toExtend<Failure<"sendForm">["status"]>();
    expectTypeOf<503>().toExtend<Failure<"sendForm">["status"]>();
    expectTypeOf<
      Extract<Failure<"sendForm">, { readonly name: "ServerError" }>["body"]
    >().toEqualTypeOf<undefined>();
  });

  it("are never if none is documented", () => {
    expectTypeOf<Failure<"sendToken">>().toEqualTypeOf<never>();
    expectTypeOf<Failure<"listAll">>().toEqualTypeOf<never>();
  });

  it("narrow by status, also within a range", () => {
    const failure = {} as Failure<"readPet">;
    switch (failure.status) {
      case 404:
        expectTypeOf(failure.body).toEqualTypeOf<{ title: string }>();
        break;
      case 418:
        expectTypeOf(failure.body).toEqualTypeOf<{ detail: string }>();
        break;
      default:
        expectTypeOf(failure.body).toEqualTypeOf<{ detail: string }>();
    }
  });
});

it("the options of a method are the client's own", () => {
  interface Types<N extends Name> {
    readonly args: Arguments<N>;
    readonly data: OperationData<Operations, Api, N>;
    readonly error: Failure<N>;
  }
  interface Options {
    readonly timeout?: number;
  }

  expectTypeOf<Parameters<Method<Types<"listAll">, Options>>>().toEqualTypeOf<
    [options?: Options]
  >();
  expectTypeOf<Parameters<Method<Types<"sendToken">, Options>>>().toEqualTypeOf<
    [args?: Arguments<"sendToken">, options?: Options]
  >();
  expectTypeOf<Parameters<Method<Types<"readPet">, Options>>>().toEqualTypeOf<
    [args: Arguments<"readPet">, options?: Options]
  >();
  // @ts-expect-error -- no such option
  expectTypeOf<[{ retry: 1 }]>().toExtend<Parameters<Method<Types<"listAll">, Options>>>();
});
