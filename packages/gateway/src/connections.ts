/** Open conversations with attached servers: one per server and version of its configuration, made when it is first needed. */
import { type Document, Failure, type ToolBytes } from '@patchbay/contracts';
import { unlessAborted } from './unless-aborted.ts';
import type { AttachedServer } from './server.ts';
import { connectHttp, modernUpstream } from './upstream/http-upstream.ts';
import type { HttpPorts } from './upstream/post.ts';
import { connectStdio, type ProgramSpec, type StartProgram, type StdioUpstream } from './upstream/stdio-upstream.ts';
import type { Asked, Upstream } from './upstream/upstream.ts';

export interface ConnectionPorts extends Omit<HttpPorts, 'nextId'> {
  readonly start: StartProgram | undefined;
  readonly secretNamed: (tenant: string, name: string) => Promise<string | undefined>;
  /** Throws unless the program of a server may be started now. */
  readonly mayStart: (server: AttachedServer) => void;
}

interface Open { readonly version: number; readonly upstream: Promise<Upstream | StdioUpstream> }

export function createConnections(ports: ConnectionPorts) {
  const open = new Map<string, Open>();
  let asked = 0;
  const http: HttpPorts = { ...ports, nextId: () => ++asked };

  /** Many may wait for one handshake: it has a time of its own, and who goes away leaves it to the others. */
  function connection(server: AttachedServer, era: 'modern' | 'legacy' | undefined, signal: AbortSignal, principal?: string): Promise<Upstream> {
    const key = keyOf(server, principal);
    const known = open.get(key);
    if (known?.version === server.version) return unlessAborted(known.upstream, signal);
    if (known !== undefined) drop(key);
    const time = AbortSignal.timeout(server.fields.timeout * 1000);
    const upstream = server.fields.transport === 'stdio' ? program(server, time) : era === 'modern' ? Promise.resolve(modernUpstream(server, http)) : connectHttp(server, http, time, principal);
    open.set(key, { version: server.version, upstream });
    upstream.catch(() => { if (open.get(key)?.upstream === upstream) open.delete(key); });
    return unlessAborted(upstream, signal);
  }

  async function program(server: AttachedServer, signal: AbortSignal): Promise<StdioUpstream> {
    const { stdio, slug } = server.fields;
    if (stdio === undefined) throw new Error('a stdio server has a command');
    ports.mayStart(server);
    if (ports.start === undefined) throw new Failure('upstream.failed', `This hub starts no programs, and ${slug} is one`, { upstream: slug, retryable: false });
    const secrets = await Promise.all(Object.entries(stdio.secret_environment).map(async ([variable, name]) => {
      const value = await ports.secretNamed(server.tenant, name);
      if (value === undefined) throw new Failure('upstream.failed', `${slug} needs the secret ${name}, which is not there`, { upstream: slug, retryable: false });
      return [variable, value] as const;
    }));
    const spec: ProgramSpec = { command: stdio.command, arguments: stdio.arguments, environment: { ...stdio.environment, ...Object.fromEntries(secrets) } };
    return connectStdio(server, spec, ports.start, signal);
  }

  async function living(server: AttachedServer, era: 'modern' | 'legacy' | undefined, { signal, principal }: Pick<Asked, 'signal' | 'principal'>): Promise<Upstream> {
    const upstream = await connection(server, era, signal, principal);
    if (!('alive' in upstream) || upstream.alive === true) return upstream;
    drop(server.id);
    return connection(server, era, signal, principal);
  }

  /** Of a server: also those of its people. */
  function drop(id: string): void {
    for (const [key, each] of open) if (key === id || key.startsWith(`${id} `)) void end(key, each);
  }

  function end(key: string, { upstream }: Open): Promise<void> {
    open.delete(key);
    return upstream.then((each) => each.stop?.(), () => undefined);
  }

  return Object.freeze({
    /** Anew, whatever was open. */
    fresh(server: AttachedServer, signal: AbortSignal, principal?: string): Promise<Upstream> {
      if (server.fields.transport === 'http') drop(server.id); // a program goes on running
      return living(server, undefined, { signal, principal });
    },
    ask: async (server: AttachedServer, era: 'modern' | 'legacy', asked: Asked): Promise<Document> => (await living(server, era, asked)).ask(asked),
    /** Without reading the answer of a tool, where that need not be. */
    async pass(server: AttachedServer, era: 'modern' | 'legacy', asked: Asked): Promise<Document | ToolBytes> {
      const upstream = await living(server, era, asked);
      return upstream.pass === undefined ? upstream.ask(asked) : upstream.pass(asked);
    },
    drop,
    stop: async () => void (await Promise.all([...open].map(([key, each]) => end(key, each)))),
  });
}

/** A session is one person's, where each signs in for themselves. */
const keyOf = ({ id, fields: { per_person } }: AttachedServer, principal: string | undefined): string => (per_person && principal !== undefined ? `${id} ${principal}` : id);

export type Connections = ReturnType<typeof createConnections>;
