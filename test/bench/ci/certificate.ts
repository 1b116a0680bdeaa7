/** A certificate for localhost, made with openssl, that nobody else trusts. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export async function certificate(folder: string): Promise<{ readonly cert: string; readonly certificateFile: string; readonly privateKey: string }> {
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', keyFile, '-out', certificateFile]);
  return { cert: await readFile(certificateFile, 'utf8'), certificateFile, privateKey: await readFile(keyFile, 'utf8') };
}
