/** What became of an event, on one line. */
import { cell, plain } from '../output/cell.ts';
import type { Paint } from '../output/paint.ts';
import { json } from '../output/print.ts';
import type { Delivered } from './deliver.ts';

const MOST_WORDS = 200;

export async function writerOf(format: string | undefined, paint: Paint): Promise<(delivered: Delivered) => string> {
  if (format === 'json') return (delivered) => `${json(factsOf(delivered), 0)}\n`;
  if (format === 'yaml') {
    const { stringify } = await import('yaml');
    return (delivered) => `---\n${stringify(factsOf(delivered))}`;
  }
  return (delivered) => `${line(delivered, paint)}${delivered.taken ? '' : `  passed over after ${delivered.tries === 1 ? 'one try' : `${delivered.tries} tries`}${wordsOf(delivered)}`}\n`;
}

export const refusalLine = (delivered: Delivered, waitMs: number, paint: Paint): string => `${line(delivered, paint)}  again in ${waitMs / 1000} s${wordsOf(delivered)}\n`;

const line = ({ event: { time, type, id }, taken, attempted: { outcome, ms } }: Delivered, paint: Paint): string => {
  const status = cell(outcome.kind === 'answered' ? String(outcome.status) : outcome.kind === 'failed' ? outcome.reason : outcome.kind);
  return `${paint.faint(time)}  ${paint.strong(cell(type))}  ${id}  ${taken ? paint.good(status) : paint.bad(status)}  ${Math.round(ms)} ms`;
};

/** Why, as far as anybody said so. */
function wordsOf({ attempted: { detail, response, encoding } }: Delivered): string {
  const words = plain(detail ?? (encoding === undefined ? response : '')).trim();
  return words === '' ? '' : `: ${words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS)}…` : words}`;
}

/** Named as the attempts of an endpoint are. */
const factsOf = ({ event: { time, type, subject, id, seq }, taken, tries, attempted: { outcome, ms, detail, response, encoding } }: Delivered) => ({
  time, type, subject, id, seq,
  outcome: taken ? 'delivered' : 'failed',
  ...(outcome.kind === 'answered' ? { status: outcome.status } : outcome.kind === 'failed' ? { failure: outcome.reason } : {}),
  duration_ms: Math.max(0, Math.round(ms)),
  attempts: tries,
  ...(detail === undefined ? {} : { detail }),
  ...(response === '' ? {} : { response }),
  ...(encoding === undefined ? {} : { response_encoding: encoding }),
});
