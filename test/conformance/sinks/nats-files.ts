/** An operator, an account and a user of NATS, as its own tools make them: keys, tokens, and the two files that carry them. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

interface Party { readonly id: string; readonly seed: string; readonly key: KeyObject }

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const KINDS = { operator: 14 << 3, account: 0, user: 20 << 3 } as const;
const SEED = 18 << 3;

export function natsFiles(): { readonly config: string; readonly credentials: string } {
  const [operator, account, system, user] = [party('operator'), party('account'), party('account'), party('user')];
  const limits = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
  const operatorToken = token(operator, operator, 'O', { type: 'operator', version: 2, system_account: system.id });
  const accountToken = token(operator, account, 'A', { type: 'account', version: 2, limits: { ...limits, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }, default_permissions: { pub: {}, sub: {} } });
  const systemToken = token(operator, system, 'SYS', { type: 'account', version: 2, limits, default_permissions: { pub: {}, sub: {} } });
  const userToken = token(account, user, 'U', { type: 'user', version: 2, pub: {}, sub: {}, subs: -1, data: -1, payload: -1 });
  return {
    config: `operator: ${operatorToken}\nresolver: MEMORY\nsystem_account: ${system.id}\nresolver_preload: { ${account.id}: ${accountToken}, ${system.id}: ${systemToken} }`,
    credentials: `-----BEGIN NATS USER JWT-----\n${userToken}\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${user.seed}\n------END USER NKEY SEED------\n`,
  };
}

function party(kind: keyof typeof KINDS): Party {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const prefix = KINDS[kind];
  return { key: privateKey, id: checked(Buffer.concat([Buffer.from([prefix]), raw])), seed: checked(Buffer.concat([Buffer.from([SEED | (prefix >> 5), (prefix & 31) << 3]), seed])) };
}

function token(issuer: Party, subject: Party, name: string, nats: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ typ: 'JWT', alg: 'ed25519-nkey' })}.${part({ jti: name, iat: Math.floor(Date.now() / 1000), iss: issuer.id, name, sub: subject.id, nats })}`;
  return `${text}.${sign(null, Buffer.from(text), issuer.key).toString('base64url')}`;
}

/** With a checksum, in base 32. */
function checked(bytes: Buffer): string {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  const bits = [...bytes, crc & 255, crc >> 8].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.match(/.{1,5}/g)!.map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
