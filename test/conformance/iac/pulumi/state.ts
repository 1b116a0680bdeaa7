/** What the engine knows of each resource, and the values of Pulumi that are none of JSON. */
type Fields = Readonly<Record<string, unknown>>;

export interface Entry {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Fields;
  readonly outputs: Fields;
  /** By property: the resources whose outputs are in it. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** Why it is not as it should be, though it exists. */
  readonly initError?: string;
  /** By what it was imported: that stays in the program. */
  readonly importId?: string;
}

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const RESOURCE = '5cf8f73096256a8f31e491e813e4eb8e';
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Outputs and resources, for a provider that takes neither. */
export function flattened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flattened);
  if (typeof value !== 'object' || value === null) return value;
  const bag = value as Fields;
  if (bag[SIGNATURE] === RESOURCE) return bag['id'] === '' || bag['id'] === undefined ? UNKNOWN : bag['id'];
  if (bag[SIGNATURE] !== OUTPUT) return flattenedFields(bag);
  const inner = 'value' in bag ? flattened(bag['value']) : UNKNOWN;
  return bag['secret'] === true ? { [SIGNATURE]: SECRET, value: inner } : inner;
}

export const flattenedFields = (bag: Fields): Record<string, unknown> => Object.fromEntries(Object.entries(bag).map(([name, value]) => [name, flattened(value)]));

/** As a state file has it: secrets are encrypted there. */
export function sealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sealed);
  if (typeof value !== 'object' || value === null) return value;
  const bag = value as Fields;
  return bag[SIGNATURE] === SECRET ? { [SIGNATURE]: SECRET, ciphertext: '…' } : Object.fromEntries(Object.entries(bag).map(([name, each]) => [name, sealed(each)]));
}

/** The values themselves, to compare. */
export function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== 'object' || value === null) return value;
  const bag = value as Fields;
  return bag[SIGNATURE] === SECRET ? opened(bag['value']) : Object.fromEntries(Object.entries(bag).map(([name, each]) => [name, opened(each)]));
}

export const isSecret = (value: unknown): boolean => typeof value === 'object' && value !== null && (value as Fields)[SIGNATURE] === SECRET;
