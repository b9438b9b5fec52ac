import { expect, it } from "vitest";

import { bodyText, RequestParts, type Outgoing } from "../../src/request.js";

const sent = (body?: BodyInit) => new RequestParts("POST", "https://host", {}, body);

it.each<[what: string, request: Outgoing, text: string | undefined]>([
  ["a text", sent("{}"), "{}"],
  ["no text", sent(new FormData()), undefined],
  ["nothing", sent(), undefined],
  ["a text, of a real request", new Request("https://host", { method: "POST", body: "{}" }), "{}"],
])("the body is read where it is %s", async (_, request, wanted) => {
  expect(await bodyText(request)).toBe(wanted);
});
