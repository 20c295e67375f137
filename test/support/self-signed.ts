import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate that nobody vouches for, made anew for each run so that no key lies in the repository. */
export function selfSignedCertificate(commonName: string): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId('2a8648ce3d040302')); // ecdsa-with-SHA256
  const name = sequence(element(0x31, sequence(objectId('550403'), element(0x0c, Buffer.from(commonName)))));
  const body = sequence(
    element(0x02, Buffer.from([1])), // serial number
    algorithm,
    name, // issuer
    sequence(utcTime(2024), utcTime(2049)), // validity
    name, // subject: the same
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]);
  const certificate = sequence(body, algorithm, element(0x03, signature));
  const lines =
    certificate
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n') ?? '';
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

/** One element of DER (ITU-T X.690): its tag, the length of its content, its content. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const lengthBytes =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function objectId(hex: string): Buffer {
  return element(0x06, Buffer.from(hex, 'hex'));
}

function utcTime(year: number): Buffer {
  return element(0x17, Buffer.from(`${String(year).slice(2)}0101000000Z`));
}
