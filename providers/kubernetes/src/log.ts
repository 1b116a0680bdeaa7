/** Lines of JSON, as whoever runs a cluster collects them. */
export type Level = 'info' | 'warn' | 'error';
export type Log = (level: Level, message: string, fields?: Readonly<Record<string, unknown>>) => void;

export const createLog = (write: (text: string) => void, now: () => number): Log => (level, message, fields = {}) =>
  write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, ...fields, message })}\n`);
