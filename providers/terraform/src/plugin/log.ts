/** Lines that terraform reads from stderr and shows under TF_LOG_PROVIDER. With any other than six decimals it does not know the time for one. */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';
export type Log = (level: Level, message: string, fields?: Readonly<Record<string, unknown>>) => void;

export const createLog = (write: (text: string) => void, now: () => number): Log => (level, message, fields = {}) =>
  write(`${JSON.stringify({ '@level': level, '@message': message, '@module': 'patchbay', '@timestamp': new Date(now()).toISOString().replace('Z', '000Z'), ...fields })}\n`);
