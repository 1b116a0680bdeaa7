/** One name, as each CI writes it. */

/** time-to-live → timeToLive */
export const camelCase = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** time-to-live → TimeToLive */
export const pascalCase = (name: string): string => camelCase(`-${name}`);

/** time-to-live → TIME_TO_LIVE */
export const upperCase = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase();
