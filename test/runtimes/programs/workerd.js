// A worker that gets the setting in the request's body.
import { runConformance } from "./conformance.js";

export default {
  async fetch(request) {
    return Response.json(await runConformance(await request.json()));
  },
};
