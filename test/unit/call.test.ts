import { expect, it } from "vitest";

import { bodyText, LightRequest, type Outgoing } from "../../src/call.js";

const sent = (body: BodyInit | null) =>
  new LightRequest("https://host", { method: "POST", headers: new Headers(), body });

it.each<[what: string, request: Outgoing, text: string | undefined]>([
  ["a text", sent("{}"), "{}"],
  ["no text", sent(new FormData()), undefined],
  ["nothing", sent(null), undefined],
  ["a text, of a real request", new Request("https://host", { method: "POST", body: "{}" }), "{}"],
])("the body is read where it is %s", async (_, request, wanted) => {
  expect(await bodyText(request)).toBe(wanted);
});
