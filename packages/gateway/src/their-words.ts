/** What an attached server says goes on as its words: without credentials in it, under its own name, and never as if the hub had said it. */
import { type Document, Failure, maskedIn } from '@patchbay/contracts';
import { isRecord } from './upstream/upstream.ts';

/** What it says is no instruction. */
const UNTRUSTED = 'dev.patchbay/untrusted';
const OURS = 'dev.patchbay/';
const MOST_QUESTIONS = 20;

export interface Speaker { readonly slug: string; readonly name: string }

/** Names of ours in its notes would be taken for ours: an approval, a refusal. */
export const notesOf = (meta: unknown, { slug }: Pick<Speaker, 'slug'>): Document =>
  ({ ...Object.fromEntries(Object.entries(isRecord(meta) ? maskedIn(meta) : {}).filter(([key]) => !key.startsWith(OURS))), [UNTRUSTED]: slug });

/** An answer, or the questions that come in place of it. */
export function wordsOf(answer: Document, speaker: Speaker): Document {
  const { resultType = 'complete', inputRequests } = answer;
  if (resultType !== 'complete' && resultType !== 'input_required') throw lies(speaker, `it answered with ${JSON.stringify(resultType).slice(0, 60)}, which it was not asked for`);
  try {
    const words = maskedIn(answer);
    return resultType === 'input_required' && isRecord(inputRequests) ? { ...words, inputRequests: questionsOf(words['inputRequests'] as Document, speaker) } : words;
  } catch (error) {
    throw error instanceof RangeError ? lies(speaker, 'its answer is nested too deeply') : error;
  }
}

/** Whoever is asked sees the hub: they have to know who it is that wants to know. */
function questionsOf(questions: Document, speaker: Speaker): Document {
  const all = Object.entries(questions);
  if (all.length > MOST_QUESTIONS) throw lies(speaker, `it asks ${all.length} questions at once, and at most ${MOST_QUESTIONS} are handed on`);
  return Object.fromEntries(all.map(([key, question]) => [key, isRecord(question) && question['method'] === 'elicitation/create' && isRecord(question['params']) ? { ...question, params: elicitation(question['params'], speaker) } : question]));
}

function elicitation(params: Document, speaker: Speaker): Document {
  const { mode, url, message } = params;
  if (mode === 'url' && !(typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) throw lies(speaker, 'it wants somebody to open what is no address of the web');
  return { ...params, message: `${speaker.name} asks: ${typeof message === 'string' ? message : ''}` };
}

export const lies = ({ slug }: Pick<Speaker, 'slug'>, why: string): Failure => new Failure('upstream.failed', `${slug} can’t be used: ${why}`, { upstream: slug, retryable: false });
