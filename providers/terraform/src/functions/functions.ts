/** Functions of the provider. Terraform calls them several times, without a hub: they are pure. */
import type { Type } from '../value/type.ts';

export interface ProviderFunction {
  readonly parameters: readonly { readonly name: string; readonly type: Type; readonly description: string }[];
  readonly returns: Type;
  readonly summary: string;
  readonly description: string;
  call(args: readonly unknown[], prefixes: Prefixes): unknown;
}

/** Which resource an id belongs to. */
export type Prefixes = ReadonlyMap<string, string>;

/** An argument that can't be used; which one, counted from 0. */
export class ArgumentError extends Error {
  readonly argument: number;
  constructor(argument: number, message: string) {
    super(message);
    this.argument = argument;
  }
}

const text = (name: string, description: string) => ({ name, type: 'string', description }) as const;

export const functions: Readonly<Record<string, ProviderFunction>> = {
  verify_signature: {
    parameters: [text('secret', 'The key of the endpoint, whsec_… or whpk_….'), text('id', 'The header webhook-id.'), text('timestamp', 'The header webhook-timestamp.'), text('body', 'The raw body.'), text('signature', 'The header webhook-signature.')],
    returns: 'bool',
    summary: 'Whether a webhook is signed with this key',
    description: 'Checks a signature as Standard Webhooks writes it. How old the webhook is does not matter: the same arguments always give the same answer.',
    call: (args) => verifySignature(args as readonly string[]),
  },
  render_template: {
    parameters: [text('template', 'A text with placeholders: {{path.to.value}}.'), { name: 'values', type: 'dynamic', description: 'What they stand for.' }],
    returns: 'string',
    summary: 'A template with its placeholders filled',
    description: 'Fills {{path}} as the hub does in rules and templates. What is missing becomes nothing; what is no text becomes JSON.',
    call: async ([template, values]) => {
      if (typeof values !== 'object' || values === null || Array.isArray(values)) throw new ArgumentError(1, 'expected an object of values');
      const { render } = await import('./words.ts');
      const filled = render(String(template), digits(values));
      return typeof filled === 'string' ? filled : filled === null ? '' : JSON.stringify(filled);
    },
  },
  parse_id: {
    parameters: [text('id', 'An id that a hub gave.')],
    returns: ['object', { resource: 'string', prefix: 'string', created_at: 'string' }],
    summary: 'What an id tells',
    description: 'The resource that an id belongs to, and when it was made.',
    call: async ([id], prefixes) => {
      const { isId, timeOf } = await import('./words.ts');
      const prefix = String(id).slice(0, Math.max(0, String(id).indexOf('_')));
      const resource = prefixes.get(prefix);
      if (resource === undefined || !isId(prefix, String(id))) throw new ArgumentError(0, `expected an id such as prj_01jd8xk3v2q4r6t8w0y2a4c6e8, but got ${JSON.stringify(id)}`);
      return { resource, prefix, created_at: new Date(timeOf(String(id))).toISOString() };
    },
  },
};

/** Of a number that JavaScript does not hold exactly, such as the id of a Discord channel, the digits as text. */
const digits = (values: object): Record<string, unknown> => JSON.parse(JSON.stringify(values, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))) as Record<string, unknown>;

async function verifySignature([secret = '', id = '', timestamp = '', body = '', signature = '']: readonly string[]): Promise<boolean> {
  const { verify, WebhookError } = await import('@patchbay/receiver');
  try {
    const key = secret.startsWith('whpk_') ? { publicKeys: [secret] } : { secret };
    await verify({ ...key, headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }, body, now: Number(timestamp) * 1000 });
    return true;
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error;
    if (error.code === 'key.invalid') throw new ArgumentError(0, error.message);
    return false;
  }
}
