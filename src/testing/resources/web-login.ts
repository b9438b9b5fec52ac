import { recordFailedLogin } from "../authentication.js";
import { samePassword } from "../passwords.js";
import type { IncomingRequest, ServerContext } from "../operation-request.js";
import { newToken } from "../identifiers.js";
import type { Reply } from "../replies.js";
import { sessionCookieOf } from "./keys.js";

/** Handles the form of the sign-in page, which is the only way to create a session. */
export function logIn({ state, ...context }: ServerContext, request: IncomingRequest): Reply {
  const form = new URLSearchParams(new TextDecoder().decode(request.body));
  const email = form.get("input_email")?.toLowerCase();
  const password = form.get("input_password") ?? "";
  const user = state.users.find((each) => each.email === email && each.enabled);
  const session = newToken();
  const redirect = (location: string): Reply => ({
    kind: "exception",
    status: 302,
    location,
    headers: { "Set-Cookie": sessionCookieOf(session) },
  });
  if (!user) return redirect("/login");
  if (user.password === null || !samePassword(user.password, password)) {
    // Unlike in `POST /keys`, the failed login is stored.
    recordFailedLogin({ state, ...context }, user);
    return redirect("/login");
  }
  user.failedLogins = [];
  state.sessions.set(session, { user, group: user.group });
  return redirect("/home");
}
