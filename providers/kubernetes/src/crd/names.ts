/** The catalog's words as Kubernetes writes them. */

export const GROUP = 'patchbay.io';
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}`;

/** `secret_headers` → `secretHeaders`. */
export const camel = (name: string): string => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
/** `trust_policy` → `TrustPolicy`. */
export const kindOf = (name: string): string => camel(`_${name}`);
/** `trust_policies` → `trustpolicies`: Kubernetes wants them without marks. */
export const pluralOf = (plural: string): string => plural.replaceAll('_', '');

/** The Secret that holds the value of a secret field. */
export const secretRefOf = (field: string): string => `${camel(field)}SecretRef`;
/** The object in the same namespace whose id a field holds. */
export const objectRefOf = (field: string): string => `${camel(field)}Ref`;

export const FINALIZER = `${GROUP}/hub`;
/** `retain`: what is deleted here stays at the hub. */
export const DELETION_POLICY = `${GROUP}/deletion-policy`;
/** `true`: what exists at the hub under the same natural key is taken over. */
export const ADOPT = `${GROUP}/adopt`;
/** `true`: what would be done at the hub is said and not done. */
export const DRY_RUN = `${GROUP}/dry-run`;
/** Who writes status and finalizers, for server-side apply. */
export const MANAGER = 'patchbay-operator';
