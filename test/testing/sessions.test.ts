import { expect, test } from "vitest";

import { members, send } from "./send.js";
import { startWorld, type World } from "./world.js";

async function logIn(world: World, password: string) {
  return send(world, "POST //login", {
    contentType: "application/x-www-form-urlencoded",
    body: new URLSearchParams({
      input_email: "Bob@example.org",
      input_password: password,
    }).toString(),
  });
}

function cookieOf(answer: { headers: Headers }): string {
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

test("the form of the sign-in page opens a session", async () => {
  await using world = await startWorld();

  const answer = await logIn(world, "Password.1");
  const whoami = await send(world, "GET /rpc/whoami", { cookie: cookieOf(answer) });

  expect([answer.status, answer.headers.get("location")]).toEqual([302, `${world.origin}/home`]);
  expect(members(whoami)["email"]).toBe("bob@example.org");
});

test("a wrong password redirects to the form, with a cookie that has no session", async () => {
  await using world = await startWorld();

  const answer = await logIn(world, "wrong");
  const whoami = await send(world, "GET /rpc/whoami", { cookie: cookieOf(answer) });

  expect([answer.status, answer.headers.get("location")]).toEqual([302, `${world.origin}/login`]);
  expect(whoami.status).toBe(401);
});

test.each([
  ["a good token", "Bearer ADMIN", 200, "admin@example.org"],
  ["a bad token", "Bearer bad", 401, undefined],
  ["a scheme in lower case", "bearer ADMIN", 200, "bob@example.org"],
  ["another scheme", "Basic zzz", 200, "bob@example.org"],
])("together with a session, %s decides alone or is ignored", async (_, header, status, email) => {
  await using world = await startWorld();
  const cookie = cookieOf(await logIn(world, "Password.1"));

  const answer = await send(world, "GET /rpc/whoami", {
    cookie,
    headers: { Authorization: header.replace("ADMIN", world.token("admin")) },
  });

  expect(answer.status).toBe(status);
  if (email !== undefined) expect(members(answer)["email"]).toBe(email);
});

test("a session does not work while its user is in another group", async () => {
  await using world = await startWorld();
  const cookie = cookieOf(await logIn(world, "Password.1"));
  const statuses: number[] = [];

  for (const owner of ["carol", "admin"]) {
    await send(world, `PUT /users/${world.id("bob").site}`, {
      token: world.token("admin"),
      body: { groupId: world.account(`${owner}@example.org`).groupId.uuid },
    });
    statuses.push((await send(world, "GET /rpc/whoami", { cookie })).status);
  }

  expect(statuses).toEqual([401, 200]);
});

test.each([
  ["v1", 401],
  ["v0", 200],
] as const)(
  "on %s, the account returns %i after five wrong passwords in the form",
  async (api, status) => {
    await using world = await startWorld({ api });

    for (let count = 0; count < 5; count++) await logIn(world, "wrong");
    const answer = await send(world, "GET /rpc/whoami", { token: world.token("bob") });

    expect(answer.status).toBe(status);
  },
);
