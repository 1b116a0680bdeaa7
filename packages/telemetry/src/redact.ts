/** What may be written down. Works on a copy, at any depth, and would rather hide too much: a log is read by more people than the vault. */

const HIDDEN = '•••';
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
const MAX_TEXT = 8_192;

/** Whole names, without case and punctuation: short words that are harmless as a part of others (`idempotency_key`). */
const NAMES = new Set(['key', 'keys', 'value', 'values', 'sealed', 'auth', 'pwd', 'pass', 'otp', 'pin', 'jwt', 'bearer', 'session', 'sessionid', 'signature', 'plaintext', 'wrapped', 'dsn']);
/** Ends of names: `client_secret`, `x-vault-token`, `dbPassword`. */
const ENDINGS = /(authorization|cookie|token|secret|password|passwd|passphrase|credential|apikey|privatekey|secretkey|accesskey|signingkey|masterkey|datakey|encryptionkey|connectionstring|databaseurl)s?$/;

/** Texts that are secrets wherever they stand: ours, the head of an Authorization header, credentials in a URL, well-known vendors' keys, private keys. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/(?<![A-Za-z0-9])(pb|whsec|whsk)_[A-Za-z0-9+/=_-]{8,}/g, '$1_•••'],
  [/\b(Bearer|Basic|Splunk|GenieKey|SSWS|DPoP)\s+[A-Za-z0-9+/=._~:-]{6,}/gi, '$1 •••'],
  [/(:\/\/)[^\s/?#@"']+@/g, '$1•••@'],
  [/([?&;](?:access_token|token|api_?key|key|secret|password|sig|signature|code|auth|x-amz-signature|x-amz-security-token)=)[^&\s"'#]+/gi, '$1•••'],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|sk_live_|rk_live_|sk-ant-|hvs\.|hvb\.|dop_v1_|npm_|SG\.|AKIA|ASIA)[A-Za-z0-9_.-]{10,}/g, HIDDEN],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, HIDDEN],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
];
/** One look that nearly every text ends with. */
const SUSPECT = /pb_|wh(?:sec|sk)_|bearer|basic|splunk|geniekey|ssws|dpop|:\/\/|=|gh[pousr]_|github_pat|glpat|xox|_live_|sk-ant|hv[sb]\.|dop_v1|npm_|SG\.|AKIA|ASIA|eyJ|PRIVATE KEY/i;

export function redactText(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
  return SUSPECT.test(cut) ? TEXTS.reduce((rest, [pattern, shown]) => rest.replace(pattern, shown), cut) : cut;
}

const hiddenNames = new Map<string, boolean>();

export function isSecretName(name: string): boolean {
  const known = hiddenNames.get(name);
  if (known !== undefined) return known;
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const hidden = NAMES.has(plain) || ENDINGS.test(plain);
  if (hiddenNames.size < 4_096) hiddenNames.set(name, hidden);
  return hidden;
}

export type Shown = string | number | boolean | null | Shown[] | { [name: string]: Shown };

export function redact(value: object): { [name: string]: Shown } {
  const shown = show(value, 0, []);
  return typeof shown === 'object' && shown !== null && !Array.isArray(shown) ? shown : { item: shown ?? null };
}

function show(value: unknown, depth: number, above: readonly object[]): Shown | undefined {
  switch (typeof value) {
    case 'string': return redactText(value);
    case 'number': return Number.isFinite(value) ? value : String(value);
    case 'boolean': return value;
    case 'bigint': return String(value);
    case 'object': return value === null ? null : showObject(value, depth, above);
    default: return undefined;
  }
}

function showObject(value: object, depth: number, above: readonly object[]): Shown {
  if (above.includes(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return '[deeper]';
  const below = [...above, value];
  try {
    if (value instanceof Error) return showError(value, depth, below);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
    if (value instanceof URL) return redactText(value.href);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (Array.isArray(value)) return showItems(value, depth, below);
    if (value instanceof Set) return showItems([...value], depth, below);
    if (value instanceof Map) return showFields([...value].map(([name, each]) => [String(name), each]), depth, below);
    if ('toJSON' in value && typeof value.toJSON === 'function') return show(value.toJSON(), depth + 1, below) ?? null;
    return showFields(Object.entries(value), depth, below);
  } catch {
    return '[unreadable]';
  }
}

function showItems(items: readonly unknown[], depth: number, above: readonly object[]): Shown[] {
  const shown = items.slice(0, MAX_ITEMS).map((each) => show(each, depth + 1, above) ?? null);
  return items.length > MAX_ITEMS ? [...shown, `… (${items.length} items)`] : shown;
}

/** Without a prototype, so that a field named `__proto__` is a field. */
function showFields(fields: readonly (readonly [string, unknown])[], depth: number, above: readonly object[]): { [name: string]: Shown } {
  const shown: { [name: string]: Shown } = Object.create(null);
  for (const [name, value] of fields.slice(0, MAX_ITEMS)) {
    const text = isSecretName(name) && typeof value !== 'boolean' && value != null ? HIDDEN : show(value, depth + 1, above);
    if (text !== undefined) shown[redactText(name)] = text;
  }
  return shown;
}

function showError(error: Error, depth: number, above: readonly object[]): Shown {
  const { name, message, stack, cause, ...rest } = error as Error & Record<string, unknown>;
  const errors = error instanceof AggregateError ? { errors: error.errors } : {};
  return { type: redactText(name), message: redactText(message), stack: redactText(stack ?? ''), ...showFields(Object.entries({ ...rest, ...errors, ...(cause === undefined ? {} : { cause }) }), depth, above) };
}
