/** One side of a conversation with an attached server, whatever carries it. */
import { type Dialogue, type Document, type LogLevel, logLevels, masked, maskedIn, type ToolBytes } from '@patchbay/contracts';

export interface Asked {
  readonly method: string;
  readonly params: Document;
  /** Headers that repeat arguments. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly dialogue?: Dialogue | undefined;
  /** W3C trace context, handed on. Baggage is not: it may say who somebody is. */
  readonly traceparent?: string;
  /** On whose behalf, where each person signs in for themselves. */
  readonly principal?: string | undefined;
  readonly signal: AbortSignal;
}

export interface Upstream {
  readonly era: 'modern' | 'legacy';
  /** The result. Throws `RpcFailure` for what the server refuses, `upstream.failed` when it can't be reached. */
  ask(asked: Asked): Promise<Document>;
  /** The same for a tool, without reading the answer where that need not be. */
  pass?(asked: Asked): Promise<Document | ToolBytes>;
  /** Nobody asks it any more. */
  stop?(): Promise<void> | void;
}

/** The server's own refusal. */
export class RpcFailure extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export const MODERN = '2026-07-28';
export const LEGACY = '2025-11-25';
const PREFIX = 'io.modelcontextprotocol/';

/** What a request of the stateless era says about itself. The name is the hub's: whoever is behind the hub is nobody's business. */
export const modernMeta = ({ dialogue, traceparent }: Pick<Asked, 'dialogue' | 'traceparent'>): Document => ({
  [`${PREFIX}protocolVersion`]: MODERN, [`${PREFIX}clientCapabilities`]: passed(dialogue), [`${PREFIX}clientInfo`]: { name: 'patchbay', version: '1' },
  ...(traceparent === undefined ? {} : { traceparent }), ...(dialogue?.listens === true ? { [`${PREFIX}logLevel`]: 'debug' } : {}), // who waits says what of it is wanted
});

const TASKS = `${PREFIX}tasks`;

/** Of what the other side of the call can do, what an upstream may use. */
function passed(dialogue: Dialogue | undefined): Document {
  const { elicitation, sampling, roots } = (dialogue?.capabilities ?? {}) as Record<string, unknown>;
  return { ...(elicitation === undefined ? {} : { elicitation }), ...(sampling === undefined ? {} : { sampling }), ...(roots === undefined ? {} : { roots }), ...(takesTasks(dialogue) ? { extensions: { [TASKS]: {} } } : {}) };
}

export const takesTasks = (dialogue: Dialogue | undefined): boolean => isRecord(dialogue?.capabilities['extensions']) && isRecord(dialogue.capabilities['extensions'][TASKS]);

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The result in a message, or the refusal that it is. Throws for what is neither. */
export function resultIn(message: Record<string, unknown>): Document {
  const { error, result } = message;
  if (isRecord(error)) throw new RpcFailure(typeof error['code'] === 'number' ? error['code'] : 0, masked(String(error['message'] ?? '')).slice(0, 2000), error['data']);
  if (!isRecord(result)) throw new RpcFailure(0, 'it answered without a result');
  return result;
}

/** Progress and logs go on to who waits. Nothing else that a server says in between is of interest. */
export function heed({ method, params }: Record<string, unknown>, dialogue: Dialogue | undefined): void {
  if (dialogue === undefined || !isRecord(params)) return;
  const { progress, total, message: words, level, data, logger } = params;
  if (method === 'notifications/progress' && typeof progress === 'number') dialogue.progress(progress, typeof total === 'number' ? total : undefined, typeof words === 'string' ? masked(words) : undefined);
  if (method === 'notifications/message' && logLevels.includes(level as LogLevel)) dialogue.log(level as LogLevel, maskedIn(data), typeof logger === 'string' ? masked(logger) : undefined);
}
