import { describe, expect, it } from "vitest";
import { findSecretParameters, findSecrets, secretName } from "../../../src/engine/secrets.js";

it.each([
  ...["password", "newPassword", "passwd", "passphrase", "pwd", "passwordChangeCredential"],
  ...["token", "tfaToken", "X-CSRF-Token", "otp", "clientSecret", "X-Api-Key", "api_key", "apiKey"],
  ...["Authorization", "Proxy-Authorization", "Cookie", "private_key", "access-key", "sessionId"],
  ...["X-Auth-Key", "X-Auth", "auth", "oauth_code", "Authentication", "authorisation", "DPoP"],
  ...["Ocp-Apim-Subscription-Key", "X-Functions-Key", "masterKey", "X-Session", "sid", "X-SID"],
  ...["X-Hub-Signature-256", "X-Amz-Signature", "sig", "csrf", "X-XSRF", "pin", "X-PIN", "nonce"],
  ...["passcode", "X-Bearer", "client_assertion", "SAMLResponse", "X-Ticket"],
])("treats %s as the name of a secret", (name) => {
  expect(secretName.test(name)).toBe(true);
});

it.each([
  ...["email", "label", "author", "authority", "WWW-Authenticate", "passage", "bypass", "key"],
  ...["session", "options", "Accept", "shipping", "design", "announced", "inside", "keyboard"],
])("does not treat %s as the name of a secret", (name) => {
  expect(secretName.test(name)).toBe(false);
});

describe("findSecrets", () => {
  const multipart = [
    ...["--b", 'Content-Disposition: form-data; name="password"', "", "sec\r\nret", "--b"],
    ...['Content-Disposition: form-data; name="user"', "Content-Type: application/json", ""],
    ...['{"label":"laptop","token":"other"}', "--b--", ""],
  ].join("\r\n");
  const form = new FormData();
  form.append("password", "secret");
  form.append("label", "laptop");
  form.append("token", new Blob(["data"]));
  form.append("user", '{"token":"other"}');

  it.each([
    { body: undefined, found: [] },
    { body: '{"password":"secret","label":"laptop"}', found: ["secret"] },
    { body: '{"passwordChangeCredential":"a","newPassword":"b"}', found: ["a", "b"] },
    { body: '{"deep":[{"otpSecret":"secret"}]}', found: ["secret"] },
    { body: '{"password":["secret",{"a":"other"}]}', found: ["secret", "other"] },
    { body: '{"password":9876543210}', found: ["9876543210"] },
    { body: '{"label":"my password manager"}', found: [] },
    { body: '{"callback":"https://host/?token=secret"}', found: ["secret"] },
    { body: JSON.stringify(JSON.stringify({ password: "secret" })), found: ["secret"] },
    { body: JSON.stringify({ data: JSON.stringify({ password: "secret" }) }), found: ["secret"] },
    { body: "label=laptop&password=sec%20ret+x", found: ["sec ret x"] },
    { body: new URLSearchParams("label=laptop&token=secret"), found: ["secret"] },
    { body: multipart, found: ["sec\r\nret", "other"] },
    { body: multipart.replaceAll("\r", ""), found: ["sec\nret", "other"] },
    { body: form, found: ["secret", "other"] },
    { body: '{"password":"secret",}', found: ['{"password":"secret",}'] },
    { body: "<password>secret</password>", found: ["<password>secret</password>"] },
    { body: "text", found: [] },
    { body: new TextEncoder().encode(multipart), found: ["sec\r\nret", "other"] },
    { body: new TextEncoder().encode("password=secret").buffer, found: ["secret"] },
    { body: new TextEncoder().encode("password=secret").subarray(0, 11), found: ["se"] },
    { body: new TextEncoder().encode(`password=secret&a=${"b".repeat(65_519)}`), found: [] },
    { body: new Uint8Array(3), found: [] },
    { body: new Blob(["password=secret"]), found: [] },
  ])("finds $found in $body", ({ body, found }) => {
    expect(findSecrets(body).filter((text) => text !== "")).toEqual(found);
  });

  it("finds nothing in empty values", () => {
    expect(findSecrets('{"password":"","token":null,"otp":false}').join("")).toBe("");
  });

  it("treats a body that is nested too deep as one secret", () => {
    const body = `{"token":${"[".repeat(50_000)}"secret"${"]".repeat(50_000)}}`;

    expect(findSecrets(body)).toEqual([body]);
  });
});

describe("findSecretParameters", () => {
  it("finds parameters and headers by their names", () => {
    const headers = new Headers({ "X-Api-Key": "key-1", Accept: "text/plain" });

    expect(findSecretParameters(headers)).toEqual(["key-1"]);
    expect(
      findSecretParameters([
        ["token", 5],
        ["page", 6],
        ["filter", { otp: "x" }],
      ]),
    ).toEqual(["5", "x"]);
  });

  it("finds a token without its scheme, and a cookie without its name", () => {
    const found = findSecretParameters([
      ["Proxy-Authorization", "Bearer canary-token-1f"],
      ["Cookie", "theme=dark; datameta=canary-cookie-5b"],
    ]);

    expect(found).toEqual(expect.arrayContaining(["canary-token-1f", "canary-cookie-5b"]));
    expect(found).not.toContain("datameta");
    expect(found).not.toContain("Bearer");
  });
});
