import { createClient, isDataMetaError, type ClientOptions } from "datameta-client";
import { createValidator } from "datameta-client/validate";
import { everyOperation } from "../../contract/support/every-operation.js";

export type OperationName = keyof typeof everyOperation;

/** What can be handed over to a page. */
export interface Setup extends Pick<ClientOptions, "auth" | "baseUrl" | "retry" | "timeout"> {
  readonly validate?: boolean;
  readonly middleware?: boolean;
}

/** How a call ended, as far as it can be handed back. */
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
    if (!isDataMetaError(error)) return { name: `not of the package: ${String(error)}` };
    return { ...error.toJSON(), name: error.name };
  }
}

/** What a debugger calls at once may eval; what comes from the loop of events is held to the policy. */
function fromTheLoop<T>(task: () => T | Promise<T>): Promise<T> {
  return new Promise<void>((resolve) => setTimeout(resolve)).then(task);
}

function canEval(): boolean {
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is to be refused
    new Function("return 1");
    return true;
  } catch {
    return false;
  }
}

/** What a test may ask of the page that this program is. */
const conformance = {
  /** The violation of the page's policy is one of {@link violations} then. */
  canEval: (): Promise<boolean> => fromTheLoop(canEval),

  violations: () => violations,

  call: (name: OperationName, setup: Setup): Promise<Ending> =>
    fromTheLoop(() => endingOf(everyOperation[name](clientOf(setup)))),

  callAll: (names: readonly OperationName[], setup: Setup): Promise<Ending[]> =>
    Promise.all(names.map((name) => conformance.call(name, setup))),

  /** By the other interface. */
  get: (setup: Setup): Promise<Ending> =>
    fromTheLoop(() => {
      const answer = clientOf(setup).http.GET("/rpc/whoami");
      return endingOf(answer.then(({ data }) => data));
    }),

  makeKey: (expires: string, setup: Setup): Promise<Ending> =>
    fromTheLoop(() =>
      endingOf(clientOf(setup).createApiKey({ body: { label: "robot", expires } })),
    ),

  /** Signs in by the form of the web page, which leaves a cookie in the browser. */
  async signIn(origin: string, email: string, password: string): Promise<void> {
    await fetch(`${origin}/login`, {
      method: "POST",
      body: new URLSearchParams({ input_email: email, input_password: password }),
      credentials: "include",
      redirect: "manual",
    });
  },

  /** Aborts a call that is under way; says whether it rejected with the signal's own reason. */
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
  // Seen by the tests, too, whose functions run in the page.
  var conformance: Conformance;
}
export type Conformance = typeof conformance;

globalThis.conformance = conformance;
