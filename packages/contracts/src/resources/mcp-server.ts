import { z } from 'zod';
import { belongs, type Broken } from '../cross-field.ts';
import { httpUrl, immutable, instant, name, network, prose, seconds, setOf, slug } from '../field.ts';
import { authSecret, checkAuth, NO_AUTH, outgoingAuth } from '../outgoing-auth.ts';
import { checkHeaderName, headerValues, isSecretHeader, twice } from '../outgoing-headers.ts';
import { defineResource } from '../resource.ts';

const toolName = z.string().min(1).max(128).regex(/^[A-Za-z0-9_./-]+$/, 'expected the name of a tool');
const safety = z.enum(['safe', 'moderate', 'destructive']);

const http = z.strictObject({
  url: httpUrl.meta({ description: 'Where it is.', examples: ['https://mcp.example.com/mcp'] }),
  headers: headerValues.default({}).meta({ description: 'Headers to send along.', examples: [{ 'X-Team': 'payments' }] }),
});

const stdio = z.strictObject({
  command: z.string().min(1).max(1024).meta({ description: 'The program. Whoever runs the hub must allow it.', examples: ['npx'] }),
  arguments: z.array(z.string().max(4096)).max(100).default([]).meta({ description: 'Its arguments, passed without a shell.', examples: [['-y', '@example/mcp-server']] }),
  environment: z.record(z.string().min(1).max(120).regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(4096)).default({}).meta({ description: 'Its environment variables; it gets no others.', examples: [{ REGION: 'eu' }] }),
  secret_environment: z.record(z.string().min(1).max(120).regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().min(1).max(120)).default({}).meta({ description: 'Environment variables that are kept as secrets: variable to name of the secret.', examples: [{ API_TOKEN: 'example/api-token' }] }),
});

export const mcpServer = defineResource({
  name: 'mcp_server',
  plural: 'mcp_servers',
  prefix: 'mcp',
  title: 'MCP server',
  description: 'An attached MCP server. Its tools become actions once they are allowed, and a tool that changes behind our back is held until somebody has looked.',
  fields: {
    slug: immutable(slug).meta({ description: 'Before the names of its tools, unique in the tenant.', examples: ['linear'] }),
    name: name.meta({ description: 'Name for people.', examples: ['Linear'] }),
    description: prose.optional().meta({ description: 'What it is for.', examples: ['Issues of the product team'] }),
    transport: immutable(z.enum(['http', 'stdio'])).meta({ description: 'How it is reached. The field of the same name says where.', examples: ['http'] }),
    http: http.optional().meta({ description: 'Of http: where it is.', examples: [{ url: 'https://mcp.example.com/mcp' }] }),
    stdio: stdio.optional().meta({ description: 'Of stdio: the program.', examples: [{ command: 'npx', arguments: ['-y', '@example/mcp-server'] }] }),
    auth: outgoingAuth.default(NO_AUTH).meta({ description: 'Of http: how the hub shows who it is.', examples: [{ kind: 'bearer' }] }),
    auth_secret: authSecret.optional().meta({ description: 'Password, token, client secret or private key (PEM) of `auth`.', examples: ['example-token'] }),
    per_person: z.boolean().default(false).meta({ description: 'Whether each person signs in there for themselves; then `auth` is only used to list tools, and its oauth2 client to sign in, if it has one.', examples: [false] }),
    allowed_tools: setOf(toolName).max(500).default([]).meta({ description: 'Tools that may be called. Empty: none yet.', examples: [['create_issue', 'list_issues']] }),
    tool_hashes: z.record(toolName, z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in hex')).default({}).meta({ description: 'Tool to the sha256 of its name, description and schemas. A tool with another one is held; one without is pinned when it is first seen.', examples: [{ list_issues: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }] }),
    safety: z.record(toolName, safety).default({}).meta({ description: 'Tool to its safety, in place of what the server says.', examples: [{ list_issues: 'safe' }] }),
    default_safety: safety.default('destructive').meta({ description: 'Safety of the other tools.', examples: ['destructive'] }),
    timeout: seconds.min(1).max(3600).default(60).meta({ description: 'Seconds for one call.', examples: [60] }),
    max_output: z.int().min(1024).max(26_214_400).default(1_048_576).meta({ description: 'Bytes of an answer, at most.', examples: [1_048_576] }),
    allowed_networks: setOf(network).max(100).default([]).meta({ description: 'Of http: networks it may resolve to; it can only narrow what the hub allows. Empty: what the hub allows.', examples: [['203.0.113.0/24']] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, its tools are gone.', examples: [true] }),
  },
  computed: {
    status: z.enum(['unknown', 'connected', 'unreachable', 'unauthorized']).meta({ readOnly: true, description: 'What the last connection came to.', examples: ['connected'] }),
    tools_found: z.array(z.string()).meta({ readOnly: true, description: 'Tools it offers.', examples: [['create_issue', 'list_issues']] }),
    tools_held: z.array(z.string()).meta({ readOnly: true, description: 'Allowed tools that changed and wait for somebody to look.', examples: [['create_issue']] }),
    checked_at: instant.nullable().meta({ readOnly: true, description: 'When the hub looked last.', examples: ['2030-01-01T00:00:00.000Z'] }),
  },
  key: ['slug'],
  indexed: ['transport', 'enabled'],
  check: (fields) => [
    ...belongs(fields, 'transport', fields.transport, { http: ['http'], stdio: ['stdio'] }),
    ...(fields.transport === 'stdio' && fields.auth.kind !== 'none' ? [{ path: 'auth', message: 'auth belongs to transport http' }] : []),
    ...checkAuth(fields),
    ...checkOwnHeaders(fields.http?.headers ?? {}),
  ],
});

/** Those that the protocol sets are not for anybody else, and what says who the hub is stands where nobody reads it back. */
function checkOwnHeaders(headers: Readonly<Record<string, string>>): Broken[] {
  const names = Object.keys(headers).map((each) => ({ name: each, path: `http.headers.${each}` }));
  return [
    ...names.flatMap(({ name: each, path }) => (/^(accept|last-event-id|mcp-.*)$/i.test(each) ? [{ path, message: `${each} is set by the protocol; choose another header` }] : checkHeaderName(path, each))),
    ...names.filter(({ name: each }) => isSecretHeader(each)).map(({ name: each, path }) => ({ path, message: `${each} says who the hub is; put it into auth and auth_secret, which nobody may read back` })),
    ...twice(names),
  ];
}
