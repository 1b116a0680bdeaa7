/** What the walls of `turbo boundaries` cannot see: which room may touch the process, the network, keys and SQL. Each guard says how to put it right. */
import { codeOf, isRoom, type SourceFile } from './tree.ts';

export interface Guard {
  readonly name: string;
  /** What to do instead; the last words of every complaint. */
  readonly fix: string;
  /** Rooms to which the rule does not apply at all: it is their job. */
  readonly rooms: readonly string[];
  /** Files that may, each with the reason. A reason without a match is a leftover, and fails as well. */
  readonly except?: Readonly<Record<string, string>>;
  readonly finds: RegExp;
  /** A line that the guard must refuse, and one that it must let pass. */
  readonly bad: string;
  readonly good: string;
}

export const guards: readonly Guard[] = [
  {
    name: 'the process belongs to hub and cli',
    fix: 'Take it as a port or an option of createX and let packages/hub hand it in.',
    rooms: ['hub', 'cli'],
    except: {
      'packages/sandbox/src/process/main.ts': 'it is all that runs in the process of the guests, and the pipe to the hub is its only way out',
      'packages/storage/src/sqlite/fixtures/death.ts': 'it ends a thread, for a test',
    },
    finds: /\bprocess\.(env|argv|on|once|exit|exitCode|kill|chdir|stdin|stdout|stderr)\b/g,
    bad: `const port = process.env['PORT'];`,
    good: 'const rss = process.memoryUsage().rss;',
  },
  {
    name: 'only hub and cli listen',
    fix: 'Return the server; packages/hub calls listen.',
    rooms: ['hub', 'cli'],
    finds: /\b(server|app|fastify)\w*\.listen\s*\(|\.listen\s*\(\s*(\d|\{|port\b)/gi,
    bad: 'server.listen(0);',
    good: 'bell.listen(ring);',
  },
  {
    name: 'outgoing connections are opened by egress',
    fix: 'Take `send` of packages/egress as a port: it guards against SSRF, pins DNS and caps size and time.',
    rooms: ['egress'],
    except: {
      'packages/client/src/create-client.ts': 'the client runs outside the hub, also in browsers',
      'packages/client/src/log-in.ts': 'so does who logs in with the token of a CI',
      'packages/mcp/src/auth/approval-page.ts': 'what a page does in the browser of whoever opens it',
      'packages/portal/src/generated/page.ts': 'so does the portal: it is the text of a page',
      'packages/cli/src/doctor/checks.ts': 'doctor asks from this computer whether a hub answers, and whether a port is free',
      'packages/sandbox/src/executor/work-at-socket.ts': 'it takes over the open pipe to the hub with which its process was started, and connects to nothing',
    },
    finds: /(?<![.\w])fetch\s*\(|globalThis\.fetch|new (WebSocket|EventSource)\b|import (?!type\b)[^;'"]*from '(undici|node:https?|node:http2|node:net|node:tls|node:dgram)'/g,
    bad: `await fetch('https://api.example');`,
    good: `import type { IncomingMessage } from 'node:http';`,
  },
  {
    name: 'key material stays in vault',
    fix: 'Take seal, open, sign or verify of packages/vault as a port.',
    rooms: ['vault', 'receiver'], // receiver runs at the receiver's, not in the hub
    finds: /\b(create(Cipheriv|Decipheriv|Hmac|Sign|Verify|SecretKey|PrivateKey|ECDH|DiffieHellman)|generateKey(Pair)?(Sync)?|hkdf(Sync)?|pbkdf2(Sync)?|scrypt(Sync)?|argon2(Sync)?|privateDecrypt|subtle)\b|import (\* as \w+|\w+|\{[^}]*\b(sign|verify)\b[^}]*\}) from 'node:crypto'/g,
    bad: `import { createHmac } from 'node:crypto';`,
    good: `import { hash } from 'node:crypto';`,
  },
  {
    name: 'hashes outside vault are of public things',
    fix: 'Hash in packages/vault, or list the file in test/house/guards.ts with what it hashes and why that is no secret.',
    rooms: ['vault'],
    except: {
      'packages/portal/src/portal.ts': 'the ETags of a page',
      'packages/rest/src/ci-program.ts': 'the hash of the program for CI systems, by which they check what they fetched',
      'packages/rest/src/openapi-route.ts': 'the ETag of the OpenAPI document',
      'packages/sandbox/src/wasm/pinned.ts': 'that the engine’s WebAssembly is the one that was looked at',
      'packages/storage/src/chain.ts': 'the chain of the audit trail, which anybody may verify',
      'packages/storage/src/dialect.ts': 'names of indexes',
      'packages/storage/src/table.ts': 'whether the schema changed',
    },
    finds: /import \{[^}]*\b(hash|createHash)\b[^}]*\} from 'node:crypto'/g,
    bad: `import { createHash } from 'node:crypto';`,
    good: `import { timingSafeEqual } from 'node:crypto';`,
  },
  {
    name: 'clock and randomness are ports',
    fix: 'Take now() or random() as a port, so that a test can decide them.',
    rooms: ['hub', 'cli'],
    except: {
      'packages/client/src/transport.ts': 'the client runs outside the hub; its retries take chance as a port',
      'packages/portal/src/generated/page.ts': 'the text of a page, which runs in a browser',
      'packages/receiver/src/verify.ts': 'the receiver runs outside the hub; a test hands the time in',
      'packages/rest/src/options.ts': 'request ids, only where the hub hands in none',
      'packages/storage/src/postgres/listener.ts': 'a name for this process among the hubs on one database',
      'packages/storage/src/postgres/writer.ts': 'two hubs that met must not meet again; nothing else depends on it',
    },
    finds: /\bDate\.now\(\)|\bMath\.random\(\)|\bnew Date\(\)|\brandomUUID\(\)/g,
    bad: 'const at = Date.now();',
    good: 'const { now = Date.now } = ports;',
  },
  {
    name: 'SQL lives in storage',
    fix: 'Declare a Collection and use the storage port; packages/storage writes the SQL.',
    rooms: ['storage'],
    finds: /from '(pg|node:sqlite)'|[`'"]\s*(select\s[^`'"]*\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|(create|drop|alter)\s+(unique\s+)?(table|index|view)\s|pragma\s)/gi,
    bad: 'db.run(`select id from project`);',
    good: `throw new Failure('resource.not_found', 'Select one of the list, or update it');`,
  },
];

export interface Complaint { readonly path: string; readonly line: number; readonly message: string }

export interface Verdict {
  readonly looked: number;
  readonly complaints: readonly Complaint[];
  /** Exceptions that nothing needs any more. */
  readonly leftovers: readonly string[];
}

export function judge(guard: Guard, tree: readonly SourceFile[]): Verdict {
  const subject = tree.filter(({ path }) => isRoom(path) && !guard.rooms.includes(roomOf(path)));
  const excepted = guard.except ?? {};
  const hits = subject.flatMap((file) => matches(guard, file));
  return {
    looked: subject.length,
    complaints: hits.filter(({ path }) => !(path in excepted)),
    leftovers: Object.keys(excepted).filter((path) => !hits.some((hit) => hit.path === path)),
  };
}

const roomOf = (path: string): string => path.split('/')[1] ?? '';

function matches(guard: Guard, { path, text }: SourceFile): Complaint[] {
  const code = codeOf(text);
  return [...code.matchAll(guard.finds)].map((match) => {
    const line = code.slice(0, match.index).split('\n').length;
    return { path, line, message: `${path}:${line} has \`${match[0].trim()}\`, but ${guard.name}. ${guard.fix}` };
  });
}
