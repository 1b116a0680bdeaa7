/** The provider block: which hub, as whom, and how patiently. Everything may come from the environment, like for the command line. */
import { UNKNOWN, type Fields } from '@patchbay/reconcile';
import { type Attribute, objectType } from '../schema/attribute.ts';
import { Refusal } from './diagnose.ts';

export const providerAttributes: readonly Attribute[] = [
  { name: 'url', type: 'string', presence: 'optional', description: 'Where the hub is, such as `https://hub.example.com`. Or `PATCHBAY_URL`. Default: `http://127.0.0.1:8085`.' },
  { name: 'key', type: 'string', presence: 'optional', sensitive: true, description: 'An API key. Better in `PATCHBAY_KEY` than in a file.' },
  { name: 'policy', type: 'string', presence: 'optional', description: 'Instead of a key: id of the trust policy by which a job of a CI system logs in. Or `PATCHBAY_POLICY`.' },
  { name: 'audience', type: 'string', presence: 'optional', description: 'Of a login by `policy`, for whom GitHub makes the token of the job. Default: the `url`.' },
  { name: 'tenant', type: 'string', presence: 'optional', description: 'Picks a tenant for a key that belongs to several. Or `PATCHBAY_TENANT`.' },
  { name: 'timeout', type: 'number', presence: 'optional', description: 'Seconds for one try of a request. Default: 30.' },
  { name: 'max_retries', type: 'number', presence: 'optional', description: 'How often a request is sent again when the hub is down, busy or asks to wait. Default: 12, which takes about a minute.' },
  { name: 'approval_wait', type: 'number', presence: 'optional', description: 'Seconds that a destructive change waits for somebody to approve it. Default: 0, it fails and names the approval.' },
  { name: 'check_on_plan', type: 'bool', presence: 'optional', description: 'Whether each change is checked by the hub while planning, without doing it. Default: true.' },
];
export const providerType = objectType(providerAttributes);

export interface ProviderConfig {
  readonly url: string;
  /** Without one it logs in. */
  readonly key: string | undefined;
  readonly login: { readonly policy: string; readonly audience: string } | undefined;
  readonly tenant: string | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly approvalWaitMs: number;
  readonly checkOnPlan: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Undefined while something of it is not known yet: then nothing may be asked of the hub. */
export function readProviderConfig(block: Fields, env: Environment): ProviderConfig | undefined {
  if (Object.values(block).includes(UNKNOWN)) return undefined;
  const url = text(block['url']) ?? text(env['PATCHBAY_URL']) ?? 'http://127.0.0.1:8085';
  const key = text(block['key']) ?? text(env['PATCHBAY_KEY']);
  const policy = text(block['policy']) ?? text(env['PATCHBAY_POLICY']);
  if (key === undefined && policy === undefined) throw new Refusal('No API key', 'Set PATCHBAY_KEY, or key in the provider block; or policy, for a job of a CI system. A key is made with: patchbay keys create', ['key']);
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new Refusal('Not the URL of a hub', `Expected http:// or https:// and a host, but got ${JSON.stringify(url)}.`, ['url']);
  return {
    url, key, login: policy === undefined ? undefined : { policy, audience: text(block['audience']) ?? url }, tenant: text(block['tenant']) ?? text(env['PATCHBAY_TENANT']),
    timeoutMs: number(block, 'timeout', 30, 1) * 1000, retries: number(block, 'max_retries', 12, 0), approvalWaitMs: number(block, 'approval_wait', 0, 0) * 1000,
    checkOnPlan: block['check_on_plan'] !== false,
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);

function number(block: Fields, name: string, preset: number, least: number): number {
  const value = block[name] ?? preset;
  if (typeof value !== 'number' || value < least) throw new Refusal(`Invalid ${name}`, `Expected a number of at least ${least}, but got ${String(value)}.`, [name]);
  return value;
}
