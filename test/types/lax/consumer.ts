// A program that is compiled without `strict`. The types must work there, too.
import { createClient, isDataMetaError, login, type UserSession } from "datameta-client";
import { startTestServer } from "datameta-client/testing";

export async function consume(): Promise<string> {
  const server = await startTestServer();
  const { session } = await login({
    baseUrl: server.url,
    email: "member@example.org",
    password: "Member-Password.1",
    label: "lax",
  });
  const key: UserSession = session;
  const datameta = createClient({ baseUrl: server.url, auth: { bearer: key.token } });
  try {
    const { name } = await datameta.whoami();
    // @ts-expect-error -- misspelt arguments are errors here, too
    await datameta.getUserApiKeys({ di: key.userId.uuid });
    return name;
  } catch (error) {
    if (datameta.whoami.isError(error) && error.status === 401) return error.name;
    return isDataMetaError(error) ? error.outcome : "";
  } finally {
    await server.close();
  }
}
