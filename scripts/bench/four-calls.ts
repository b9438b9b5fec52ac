/** The client of an app in fixtures/apps/. */
export interface Api {
  createKey(body: { email: string; password?: string; label: string }): Promise<Key>;
  listKeys(userId: string): Promise<unknown>;
  setPassword(userId: string, body: object): Promise<unknown>;
  deleteKey(id: string): Promise<unknown>;
}

interface Key {
  readonly id: { readonly uuid: string };
  readonly userId: { readonly uuid: string };
}

/** Creates a key, lists the keys, sets the password and deletes the key. */
export async function fourCalls(
  api: Api,
  { email, password, newPassword }: { email: string; password: string; newPassword: string },
): Promise<void> {
  const { id, userId } = await api.createKey({ email, password, label: "app" });
  await api.listKeys(userId.uuid);
  await api.setPassword(userId.uuid, { passwordChangeCredential: password, newPassword });
  await api.deleteKey(id.uuid);
}

/** Loads an app by its URL and creates its client. */
export async function connect(url: string, baseUrl: string, token: string): Promise<Api> {
  // Safe: each app exports this function, and `checkApps` tests it.
  const app = (await import(url)) as {
    connect(baseUrl: string, token: string): Api;
  };
  return app.connect(baseUrl, token);
}
