import { createClient, isDataMetaError, type ClientOptions } from "datameta-client";
import { createValidator } from "datameta-client/validate";
import { everyOperation } from "../../contract/support/every-operation.js";

export type OperationName = keyof typeof everyOperation;

/** The settings of a call, in a form that a page can receive. */
export interface Setup extends Pick<ClientOptions, "auth" | "baseUrl" | "retry" | "timeout"> {
  readonly validate?: boolean;
  readonly middleware?: boolean;
}

/** The result of a call, in a form that the page can return. */
export type Ending =
  { readonly data: unknown } | (Readonly<Record<string, unknown>> & { readonly name: string });

const violations: string[] = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  violations.push(`${violatedDirective}: ${blockedURI}`),
);

function clientOf({ validate, middleware, ...options }: Setup) {
  return createClient({
    ...options,
    ...(validate && { validate: createValidator() }),
    ...(middleware && { middleware: [{ onRequest: ({ request }) => request }] }),
  });
}

async function endingOf(call: Promise<unknown>): Promise<Ending> {
  try {
    return { data: await call };
  } catch (error) {
    if (!isDataMetaError(error)) return { name: `not from the package: ${String(error)}` };
    return { ...error.toJSON(), name: error.name };
  }
}

/**
 * The policy does not apply to code that the debugger calls directly, only to code from the event
 * loop.
 */
function fromTheLoop<T>(task: () => T | Promise<T>): Promise<T> {
  return new Promise<void>((resolve) => setTimeout(resolve)).then(task);
}

function canEval(): boolean {
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the policy must block it
    new Function("return 1");
    return true;
  } catch {
    return false;
  }
}

/** The functions that a test can call in the page. */
const conformance = {
  /** Tries to use eval, which adds to {@link violations}. */
  canEval: (): Promise<boolean> => fromTheLoop(canEval),

  violations: () => violations,

  call: (name: OperationName, setup: Setup): Promise<Ending> =>
    fromTheLoop(() => endingOf(everyOperation[name](clientOf(setup)))),

  callAll: (names: readonly OperationName[], setup: Setup): Promise<Ending[]> =>
    Promise.all(names.map((name) => conformance.call(name, setup))),

  /** Makes the call with `http`. */
  get: (setup: Setup): Promise<Ending> =>
    fromTheLoop(() => {
      const answer = clientOf(setup).http.GET("/rpc/whoami");
      return endingOf(answer.then(({ data }) => data));
    }),

  makeKey: (expires: string, setup: Setup): Promise<Ending> =>
    fromTheLoop(() =>
      endingOf(clientOf(setup).createApiKey({ body: { label: "robot", expires } })),
    ),

  /** Signs in with the form of the web page, which sets a cookie in the browser. */
  async signIn(origin: string, email: string, password: string): Promise<void> {
    await fetch(`${origin}/login`, {
      method: "POST",
      body: new URLSearchParams({ input_email: email, input_password: password }),
      credentials: "include",
      redirect: "manual",
    });
  },

  /** Aborts a call in progress. Returns whether it rejected with the signal's reason. */
  async abort(setup: Setup): Promise<boolean> {
    const controller = new AbortController();
    const reason = new Error("the user left");
    const call = clientOf(setup).whoami({ signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    return call.then(
      () => false,
      (error: unknown) => error === reason,
    );
  },
};

declare global {
  // Global, so that the functions of the tests can use it in the page.
  var conformance: Conformance;
}
export type Conformance = typeof conformance;

globalThis.conformance = conformance;
