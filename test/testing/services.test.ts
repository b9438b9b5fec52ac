import { expect, test } from "vitest";

import { members, send } from "./send.js";
import { idOf, stage, startWorld, submit, type Id, type World } from "./world.js";

async function createService(world: World, name: string, by = "admin") {
  return send(world, "POST /services", { token: world.token(by), body: { name } });
}

async function serviceNamed(world: World, name: string): Promise<Id> {
  const answer = await send(world, "GET /services", { token: world.token("admin") });
  const services = Object.values(members(answer)) as { id: Id; name: string }[];
  const service = services.find((each) => each.name === name);
  if (!service) throw new Error(`There is no service ${name}.`);
  return service.id;
}

test("a site administrator can create, list and change services", async () => {
  await using world = await startWorld();
  const created = await createService(world, "sequencing");
  const { uuid } = idOf(created);
  const change = (body: unknown) =>
    send(world, `PUT /services/${uuid}`, { token: world.token("admin"), body });

  const withUsers = await change({ userIds: [world.id("carol").site, world.id("bob").uuid] });
  const kept = await change({ name: null, userIds: null });
  const cleared = await change({ name: "renamed", userIds: [] });

  expect(created.json).toMatchObject({ name: "sequencing", userIds: [] });
  expect(withUsers.json).toMatchObject({ userIds: [world.id("carol"), world.id("bob")] });
  expect(kept.json).toEqual(withUsers.json);
  expect(cleared.json).toMatchObject({ name: "renamed", userIds: [] });
});

test.each([
  ["v1", 403],
  ["v0", 500],
] as const)("on %s, other users get %i, because v0 declares no 403", async (api, status) => {
  await using world = await startWorld({ api });

  const created = await createService(world, "x", "carol");
  const listed = await send(world, "GET /services", { token: world.token("reader") });
  const changed = await send(world, "PUT /services/nope", {
    token: world.token("carol"),
    body: { name: "x" },
  });

  expect([created.status, listed.status, changed.status]).toEqual([403, status, status]);
});

test.each([
  [{ name: "qc" }, 400, "A service with that name already exists."],
  [{ userIds: ["nope"] }, 400, "User with id nope does not exist."],
])("rejects changing a service to %j", async (body, status, message) => {
  await using world = await startWorld();
  const { site } = idOf(await createService(world, "other"));

  const answer = await send(world, `PUT /services/${site}`, { token: world.token("admin"), body });

  expect([answer.status, answer.json]).toEqual([
    status,
    [{ exception: "ValidationError", message }],
  ]);
});

/**
 * Submits a metadata set as Bob. Returns it with the service and a function to execute the service.
 */
async function startWithSubmission() {
  const world = await startWorld({
    now: () => new Date("2026-11-24T10:00:00Z"),
    files: [
      { name: "rep.txt", owner: "carol@example.org", content: "report" },
      { name: "rep.txt", owner: "bob@example.org", content: "report" },
    ],
  });
  const set = await stage(world, { ID: "AB12", FileR1: "" });
  await submit(world, [set.site], []);
  const service = await serviceNamed(world, "qc");
  const execute = (body: unknown, name = "carol", path = `${service.site}/${set.site}`) =>
    send(world, `POST /service-execution/${path}`, { token: world.token(name), body });
  const report = world.files[0]?.id ?? { uuid: "", site: "" };
  return {
    world,
    set,
    service,
    execute,
    report,
    [Symbol.asyncDispose]: () => world.close(),
  };
}

test("a service's results are visible with siteRead", async () => {
  await using scene = await startWithSubmission();
  const { world, set, service, execute, report } = scene;
  const record = { QCResult: "pass", QCReport: "rep.txt", QCDate: "2026-11-24" };

  const executed = await execute({ record, fileIds: [report.site] });
  const read = await send(world, `GET /metadatasets/${set.site}`, { token: world.token("reader") });
  const own = await send(world, `GET /metadatasets/${set.site}`, { token: world.token("bob") });
  const executor = await send(world, `GET /metadatasets/${set.site}`, {
    token: world.token("carol"),
  });

  const execution = {
    serviceExecutionId: { uuid: expect.any(String) as unknown },
    executionTime: "2026-11-24T10:00:00+00:00",
    serviceId: service,
    userId: world.id("carol"),
  };
  expect(executed.status).toBe(200);
  expect(members(executed)["record"]).not.toHaveProperty("QCResult");
  expect(members(executed)["record"]).toMatchObject({ ID: "AB12" });
  expect(read.json).toMatchObject({
    record,
    fileIds: { QCReport: report },
    serviceExecutions: { QCResult: execution, QCReport: execution, QCDate: execution },
  });
  expect(members(own)["serviceExecutions"]).toBeNull();
  expect(executor.status).toBe(403);
});

test.each([
  ["a missing mandatory value", {}, [], "QCResult", "Field was not specified but is mandatory"],
  [
    "a value that belongs to no service",
    { QCResult: "maybe", ID: "AB12" },
    [],
    "ID",
    "Metadatum unknown or not associated with the specified service.",
  ],
  ["a bad value", { QCResult: "maybe" }, [], "QCResult", "pass or fail"],
  [
    "a missing file",
    { QCResult: "pass", QCReport: "rep.txt" },
    [],
    "QCReport",
    "Referenced file not provided",
  ],
  [
    "an unreferenced file",
    { QCResult: "pass" },
    [0],
    undefined,
    "File included without reference in metadata",
  ],
  ["another's file", { QCResult: "pass", QCReport: "rep.txt" }, [1], undefined, "Access denied"],
])(
  "rejects the execution of a service with %s and keeps the record unchanged",
  async (_, record, indexes, field, message) => {
    await using scene = await startWithSubmission();
    const { world, set, execute } = scene;
    const fileIds = indexes.map((index) => world.files[index]?.id.site);

    const answer = await execute({ record, fileIds });
    const read = await send(world, `GET /metadatasets/${set.site}`, {
      token: world.token("reader"),
    });

    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject([{ ...(field !== undefined && { field }), message }]);
    expect(read.json).toMatchObject({ record: { QCResult: null, QCReport: null } });
  },
);

test("a service can run on an unsubmitted set without files, which then cannot be deleted", async () => {
  await using scene = await startWithSubmission();
  const { world, service, execute } = scene;
  const plain = await stage(world, { ID: "CD34", FileR1: "" });
  const withFile = await stage(world, { ID: "EF56", FileR1: "r1.txt" });
  const body = { record: { QCResult: "fail" }, fileIds: [] };

  const executed = await execute(body, "carol", `${service.uuid}/${plain.uuid}`);
  const refused = await execute(body, "carol", `${service.uuid}/${withFile.uuid}`);
  const deleted = await send(world, `DELETE /metadatasets/${plain.site}`, {
    token: world.token("bob"),
  });

  expect(executed.status).toBe(200);
  expect(refused.json).toMatchObject([
    { field: "FileR1", message: "Referenced file not provided" },
  ]);
  expect([deleted.status, deleted.type]).toEqual([500, "text/plain"]);
});

test("finds sets by the site id of an awaited service until the service has run", async () => {
  await using scene = await startWithSubmission();
  const { world, service, execute } = scene;
  const { site: idle } = idOf(await createService(world, "idle"));
  const awaiting = (id: string, name = "reader") =>
    send(world, `GET /metadatasets?awaitingService=${id}`, { token: world.token(name) });

  const before = await awaiting(service.site);
  const byUuid = await awaiting(service.uuid);
  const byMember = await awaiting(service.site, "bob");
  const withoutMetadata = await awaiting(idle);
  await execute({ record: { QCResult: "pass" }, fileIds: [] });
  const after = await awaiting(service.site);

  expect([before.status, after.status]).toEqual([200, 404]);
  for (const answer of [byUuid, byMember, withoutMetadata]) {
    expect([answer.status, answer.json]).toEqual([
      400,
      [
        {
          exception: "ValidationError",
          field: "awaitingServices",
          message: "Invalid service ID specified",
        },
      ],
    ]);
  }
});
