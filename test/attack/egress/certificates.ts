/** Certificates for one run, made by openssl: Node can read them and make none. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Identity { readonly cert: string; readonly key: string }

export interface Authority extends Identity {
  /** `name` is a host name or an address; `days` below zero make it expired. */
  issue(name: string, days?: number, usage?: 'serverAuth' | 'clientAuth'): Identity;
}

export interface Certificates {
  authority(name: string): Authority;
  selfSigned(name: string): Identity;
  [Symbol.dispose](): void;
}

export const hasOpenssl = (): boolean => spawnSync('openssl', ['version']).status === 0;

export function openCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-certificates-'));
  let serial = 0;
  const path = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const read = (name: string): Identity => ({ cert: readFileSync(path(`${name}.crt`), 'utf8'), key: readFileSync(path(`${name}.key`), 'utf8') });
  const subjectAlt = (name: string) => `subjectAltName=${/^[\d.]+$|:/.test(name) ? 'IP' : 'DNS'}:${name}`;
  const key = (name: string) => openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', path(`${name}.key`));

  function selfSigned(name: string, ...extensions: readonly string[]): Identity {
    const file = `own${++serial}`;
    key(file);
    openssl('req', '-x509', '-new', '-key', path(`${file}.key`), '-out', path(`${file}.crt`), '-days', '2', '-subj', `/CN=${name}`, ...extensions.flatMap((each) => ['-addext', each]));
    return read(file);
  }

  function authority(name: string): Authority {
    const own = selfSigned(name);
    const ca = `own${serial}`;
    return {
      ...own,
      issue(subject, days = 2, usage = 'serverAuth') {
        const file = `leaf${++serial}`;
        key(file);
        openssl('req', '-new', '-key', path(`${file}.key`), '-out', path(`${file}.csr`), '-subj', `/CN=${subject}`);
        writeFileSync(path(`${file}.ext`), `basicConstraints=critical,CA:FALSE\nextendedKeyUsage=${usage}\n${subjectAlt(subject)}\n`);
        const from = new Date(Date.now() + Math.min(days, 0) * 86_400_000 - 86_400_000);
        const until = new Date(Date.now() + days * 86_400_000);
        openssl('x509', '-req', '-in', path(`${file}.csr`), '-CA', path(`${ca}.crt`), '-CAkey', path(`${ca}.key`), '-set_serial', String(1000 + serial), '-out', path(`${file}.crt`), '-extfile', path(`${file}.ext`), ...validity(openssl, from, until, days));
        return read(file);
      },
    };
  }

  return { authority, selfSigned: (name) => selfSigned(name, subjectAlt(name)), [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** OpenSSL 3.4 and later say from when to when; before that only days from now, and below zero means already over. */
function validity(openssl: (...args: readonly string[]) => Buffer, from: Date, until: Date, days: number): string[] {
  const [, major = '0', minor = '0'] = /OpenSSL (\d+)\.(\d+)/.exec(openssl('version').toString()) ?? [];
  if (Number(major) < 3 || (Number(major) === 3 && Number(minor) < 4)) return ['-days', String(days)];
  const text = (date: Date) => date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return ['-not_before', text(from), '-not_after', text(until)];
}
