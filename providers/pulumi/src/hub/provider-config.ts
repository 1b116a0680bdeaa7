/** The provider's configuration: which hub, as whom, and how patiently. Everything may come from the environment, like for the command line. */
import { type Fields, isAbsent, type Issue, UNKNOWN } from '@patchbay/reconcile';
import { Refusal } from './refusal.ts';

export interface Setting {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean';
  readonly description: string;
  readonly secret?: true;
  readonly environment?: string;
}

export const settings: readonly Setting[] = [
  { name: 'url', type: 'string', environment: 'PATCHBAY_URL', description: 'Where the hub is, such as `https://hub.example.com`. Or `PATCHBAY_URL`. Default: `http://127.0.0.1:8085`.' },
  { name: 'key', type: 'string', environment: 'PATCHBAY_KEY', secret: true, description: 'An API key. Or `PATCHBAY_KEY`.' },
  { name: 'tenant', type: 'string', environment: 'PATCHBAY_TENANT', description: 'Picks a tenant for a key that belongs to several. Or `PATCHBAY_TENANT`.' },
  { name: 'timeout', type: 'number', description: 'Seconds for one try of a request. Default: 30.' },
  { name: 'maxRetries', type: 'number', description: 'How often a request is sent again when the hub is down, busy or asks to wait. Default: 12, which takes about a minute.' },
  { name: 'approvalWait', type: 'number', description: 'Seconds that a destructive change waits for somebody to approve it. Default: 0, it fails and names the approval.' },
  { name: 'checkOnPreview', type: 'boolean', description: 'Whether each change is checked by the hub while previewing, without doing it. Default: true.' },
];

export interface ProviderConfig {
  readonly url: string;
  readonly key: string;
  readonly tenant: string | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly approvalWaitMs: number;
  readonly checkOnPreview: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with the configuration, before anybody connects. */
export function checkConfig(bag: Fields, env: Environment): Issue[] {
  const known = new Set(settings.map(({ name }) => name));
  const strange = Object.keys(bag).filter((name) => !known.has(name) && !OTHERS.has(name)).map((name) => ({ path: [name], message: `there is no such setting; expected one of ${[...known].join(', ')}` }));
  return [...strange, ...settings.flatMap((setting) => checkSetting(setting, valueOf(setting, bag, env)))];
}

/** Words of Pulumi's own in the configuration of a provider. */
const OTHERS = new Set(['version', 'pluginDownloadURL', '__internal']);

function checkSetting({ name, type, environment }: Setting, value: unknown): Issue[] {
  const wrong = (message: string): Issue[] => [{ path: [name], message }];
  if (value === UNKNOWN) return [];
  if (name === 'key' && isAbsent(value)) return wrong(`is required: pulumi config set --secret patchbay:key, or ${environment}. A key is made with: patchbay keys create`);
  if (isAbsent(value)) return [];
  if (typeof value !== type) return wrong(`expected a ${type}, but got ${JSON.stringify(value)}`);
  if (name === 'url' && (!URL.canParse(String(value)) || !/^https?:/.test(String(value)))) return wrong(`expected http:// or https:// and a host, but got ${JSON.stringify(value)}`);
  const least = name === 'timeout' ? 1 : 0;
  return typeof value === 'number' && !(value >= least) ? wrong(`expected at least ${least}, but got ${value}`) : [];
}

/** Undefined while something of it is not known yet: then nothing may be asked of the hub. */
export function readProviderConfig(bag: Fields, env: Environment): ProviderConfig | undefined {
  if (settings.some(({ name }) => bag[name] === UNKNOWN)) return undefined;
  const [issue] = checkConfig(bag, env);
  if (issue !== undefined) throw new Refusal(`The provider patchbay can't be configured: ${issue.path.join('.')} ${issue.message}`);
  const read = Object.fromEntries(settings.map((setting) => [setting.name, valueOf(setting, bag, env)]));
  const number = (name: string, preset: number): number => (typeof read[name] === 'number' ? read[name] : preset);
  return {
    url: text(read['url']) ?? 'http://127.0.0.1:8085', key: text(read['key']) ?? '', tenant: text(read['tenant']),
    timeoutMs: number('timeout', 30) * 1000, retries: number('maxRetries', 12), approvalWaitMs: number('approvalWait', 0) * 1000, checkOnPreview: read['checkOnPreview'] !== false,
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Pulumi hands on numbers and booleans as text of JSON. */
function valueOf({ name, type, environment }: Setting, bag: Fields, env: Environment): unknown {
  const given = bag[name] ?? (environment === undefined ? undefined : env[environment]);
  if (typeof given !== 'string') return given;
  if (type === 'string') return given.trim() === '' ? undefined : given.trim();
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return given;
  }
}
