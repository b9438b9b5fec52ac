import { generateKeyPairSync, sign } from "node:crypto";

/** Encodes DER: a tag, the length and the content. */
function der(tag: number, ...content: readonly (Uint8Array | string)[]): Buffer {
  const bytes = Buffer.concat(content.map((each) => Buffer.from(each)));
  const long = bytes.length < 128 ? [] : [bytes.length >> 8, bytes.length & 0xff];
  const length = long.length === 0 ? [bytes.length] : [0x80 + long.length, ...long];
  return Buffer.concat([Buffer.from([tag, ...length]), bytes]);
}

const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);

/** 1.3.101.112 from RFC 8410. */
const ed25519 = sequence(der(0x06, Buffer.from([0x2b, 0x65, 0x70])));
/** 2.5.4.3, a common name. */
const commonName = der(0x06, Buffer.from([0x55, 0x04, 0x03]));

/** Creates a self-signed certificate for `localhost` and its key, both as PEM. */
export function createSelfSigned(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, "localhost"))));
  const validity = sequence(der(0x18, "20200101000000Z"), der(0x18, "20991231235959Z"));
  const publicInfo = publicKey.export({ type: "spki", format: "der" });
  const serial = der(0x02, Buffer.from([1]));
  const toSign = sequence(serial, ed25519, name, validity, name, publicInfo);
  const signature = der(0x03, Buffer.from([0]), sign(null, toSign, privateKey));
  const base64 = sequence(toSign, ed25519, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}
