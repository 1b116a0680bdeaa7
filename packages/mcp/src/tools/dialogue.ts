/** The dialogue of one call: how far it is and what it logs become notifications, if the client wants them. */
import { type Dialogue, type Document, type LogLevel, logLevels } from '@patchbay/contracts';
import { isId } from '../protocol/message.ts';
import type { Turn } from '../turn.ts';

export interface Round { readonly responses?: Document | undefined; readonly state?: string | undefined }

export function createDialogue(turn: Turn, { responses, state }: Round, quiet: () => boolean, long: () => void = () => undefined): Dialogue {
  const token = turn.meta['progressToken'];
  const traceparent = turn.meta['traceparent'];
  let last = -Infinity;
  return {
    capabilities: turn.capabilities, listens: isId(token) || turn.logLevel !== undefined, bytes: true, responses, state, long, ...(typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? { traceparent } : {}),
    progress(progress, total, message) {
      if (!isId(token) || progress <= last || quiet()) return;
      last = progress;
      turn.notify('notifications/progress', { progressToken: token, progress, ...(total === undefined ? {} : { total }), ...(message === undefined ? {} : { message }) });
    },
    log(level, data, logger) {
      if (turn.logLevel === undefined || rank(level) < rank(turn.logLevel) || quiet()) return;
      turn.notify('notifications/message', { level, data, ...(logger === undefined ? {} : { logger }) });
    },
  };
}

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const rank = (level: LogLevel): number => logLevels.indexOf(level);
