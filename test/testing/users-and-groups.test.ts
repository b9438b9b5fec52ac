import { expect, test } from "vitest";

import { members, send } from "./send.js";
import { startWorld } from "./world.js";

test.each([
  ["bob", "bob", 200, null],
  ["bob", "zoe", 403, undefined],
  ["carol", "bob", 403, undefined],
  ["carol", "dave", 200, "dave@example.org"],
  ["carol", "carol", 200, "carol@example.org"],
  ["reader", "bob", 200, null],
  ["boss", "bob", 200, "bob@example.org"],
] as const)("%s gets the user %s with status %i", async (viewer, target, status, email) => {
  await using world = await startWorld();

  const answer = await send(world, `GET /users/${world.id(target).site}`, {
    token: world.token(viewer),
  });

  expect(answer.status).toBe(status);
  if (status === 200) expect(members(answer)["email"]).toBe(email);
});

test("an unknown user returns a page for GET and an object for PUT", async () => {
  await using world = await startWorld();
  const token = world.token("admin");

  const get = await send(world, "GET /users/nope", { token });
  const put = await send(world, "PUT /users/nope", { token, body: { name: "x" } });

  expect([get.status, get.type]).toEqual([404, "text/html"]);
  expect([put.status, put.type]).toEqual([404, "application/json"]);
});

const groupA = "the other group's id";

test.each([
  ["bob", "bob", { name: "Bobby" }, 204],
  ["bob", "bob", {}, 204],
  ["bob", "bob", { nmae: "typo" }, 204],
  ["bob", "bob", { groupAdmin: true }, 403],
  ["bob", "bob", { name: null }, 400],
  ["bob", "zoe", { name: "x" }, 403],
  ["carol", "dave", { groupAdmin: true, name: "Dave" }, 204],
  ["carol", "dave", { enabled: false }, 204],
  ["carol", "carol", { groupAdmin: true }, 204],
  ["carol", "carol", { enabled: true }, 403],
  ["carol", "boss", { enabled: false }, 403],
  ["carol", "dave", { siteRead: true }, 403],
  ["carol", "dave", { name: "ok", siteRead: true }, 403],
  ["carol", "dave", { groupId: groupA }, 403],
  ["carol", "dave", { groupId: "" }, 404],
  ["admin", "dave", { groupId: groupA }, 204],
  ["admin", "dave", { groupId: "nope" }, 404],
  ["admin", "dave", { siteRead: true, siteAdmin: true }, 204],
  ["admin", "admin", { siteAdmin: true }, 403],
  ["admin", "admin", { enabled: true }, 403],
  ["admin", "admin", { siteRead: true }, 204],
] as const)(
  "if %s changes the user %s with %j, the status is %i",
  async (changer, target, change, status) => {
    await using world = await startWorld();
    const { site } = world.account("bob@example.org").groupId;
    const body = JSON.stringify(change).replace(groupA, site);

    const answer = await send(world, `PUT /users/${world.id(target).site}`, {
      token: world.token(changer),
      body,
    });

    expect(answer.status).toBe(status);
  },
);

test.each([
  ["bob", "admin", 200],
  ["bob", "carol", 403],
  ["reader", "admin", 200],
  ["boss", "admin", 200],
] as const)("%s gets the group of %s with status %i", async (viewer, owner, status) => {
  await using world = await startWorld();
  const group = world.account(`${owner}@example.org`).groupId;

  for (const id of [group.uuid, group.site]) {
    const answer = await send(world, `GET /groups/${id}`, { token: world.token(viewer) });

    expect(answer.status).toBe(status);
  }
});

test("only a site administrator can rename a group, and names are unique", async () => {
  await using world = await startWorld();
  const group = world.account("carol@example.org").groupId;
  const rename = (name: string, body: unknown, id = group.uuid) =>
    send(world, `PUT /groups/${id}`, { token: world.token(name), body });

  const byGroupAdmin = await rename("carol", { name: "x" });
  const unknown = await rename("admin", { name: "x" }, "nope");
  const clash = await rename("admin", { name: "Group A" });
  const done = await rename("admin", { name: "" });
  const after = await send(world, `GET /groups/${group.site}`, { token: world.token("carol") });

  expect([byGroupAdmin.status, unknown.status, done.status]).toEqual([403, 403, 204]);
  expect(clash.json).toEqual([
    { exception: "ValidationError", message: "A group with that name already exists." },
  ]);
  expect(after.json).toEqual({ id: group, name: "" });
});

test.each([
  ["admin", "bob", 200],
  ["bob", "zoe", 403],
  ["admin", undefined, 404],
  ["bob", undefined, 404],
] as const)(
  "if %s deletes the two-factor secret of %s, the status is %i",
  async (name, target, status) => {
    await using world = await startWorld();
    const id = target === undefined ? "nope" : world.id(target).site;

    const answer = await send(world, `DELETE /users/${id}/totp-secret`, {
      token: world.token(name),
    });

    expect([answer.status, answer.type]).toEqual([status, "application/json"]);
  },
);
