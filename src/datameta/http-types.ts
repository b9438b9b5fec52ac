import type {
  Client as FetchClient,
  ClientPathsWithMethod,
  FetchResponse,
  MaybeOptionalInit,
} from "openapi-fetch";

/** The methods that `fetch` can send. TypeScript infers `Paths` from the type of openapi-fetch's TRACE. */
type Verb = "get" | "put" | "post" | "delete" | "options" | "head" | "patch";

type PathOf<Paths extends object, Method extends Verb> = keyof Paths &
  ClientPathsWithMethod<FetchClient<Paths>, Method>;

/** The result of a call by path. Errors are thrown, so there is always data. */
type HttpReply<Op, Init> = Omit<
  Extract<
    FetchResponse<Op & Record<string, unknown>, Init, `${string}/${string}`>,
    { readonly error?: never }
  >,
  "error"
>;

type InitOf<Item, Method extends Verb, Init> =
  undefined extends MaybeOptionalInit<Item, Method & keyof Item>
    ? [init?: Init & Readonly<Record<string, unknown>>]
    : [init: Init & Readonly<Record<string, unknown>>];

type CallByPath<Paths extends object, Method extends Verb> = <
  Path extends PathOf<Paths, Method>,
  Init extends MaybeOptionalInit<Paths[Path], Method & keyof Paths[Path]>,
>(
  url: Path,
  ...init: InitOf<Paths[Path], Method, Init>
) => Promise<HttpReply<Paths[Path][Method & keyof Paths[Path]], Init>>;

type CallsByPath<Paths extends object> = {
  readonly [Method in Verb as Uppercase<Method>]: CallByPath<Paths, Method>;
};

type RequestByPath<Paths extends object> = <
  Method extends Verb,
  Path extends PathOf<Paths, Method>,
  Init extends MaybeOptionalInit<Paths[Path], Method & keyof Paths[Path]>,
>(
  method: Method,
  url: Path,
  ...init: InitOf<Paths[Path], Method, Init>
) => Promise<HttpReply<Paths[Path][Method & keyof Paths[Path]], Init>>;

/**
 * openapi-fetch's client: typed GET, POST, PUT and DELETE by path. It throws the client's errors
 * instead of returning them, so `data` is always there.
 */
export type HttpClient<Paths extends object> = CallsByPath<Paths> & {
  readonly request: RequestByPath<Paths>;
} & FetchClient<Paths>;
