/** A certificate for this machine's own names, made on the spot. Its key is worth nothing anywhere else, and is kept as if it were. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import path from 'node:path';
import { generate } from 'selfsigned';

export type Certificate = { cert: string; key: string; certFile: string };

/** How long one is good for, and how long before its end another is made, days. */
const DAYS = 30;
const DAYS_LEFT = 2;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The certificate in this folder, made first if there is none, or none that holds. The folder and its files are for this user only. */
export async function certificateIn(folder: string): Promise<Certificate> {
  const certFile = path.join(folder, 'certificate.pem');
  const keyFile = path.join(folder, 'key.pem');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (!existsSync(certFile) || !existsSync(keyFile) || !isGood(readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8'))) {
    const made = await make();
    for (const [file, text] of [
      [keyFile, made.private],
      [certFile, made.cert],
    ] as const) {
      writeFileSync(file, text, { mode: 0o600 });
    }
  }
  // Also those that are there already, whoever has copied or restored them.
  for (const file of [keyFile, certFile]) chmodSync(file, 0o600);
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile };
}

/** Whether they belong together, and for a while yet. */
function isGood(cert: string, key: string): boolean {
  try {
    const read = new X509Certificate(cert);
    return read.checkPrivateKey(createPrivateKey(key)) && Date.parse(read.validTo) > Date.now() + DAYS_LEFT * DAY_MS;
  } catch {
    return false;
  }
}

function make() {
  return generate([{ name: 'commonName', value: 'Parley on this machine' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + DAYS * DAY_MS),
    extensions: [
      // OpenSSL takes it for its own authority, which is what SSL_CERT_FILE names.
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
}
