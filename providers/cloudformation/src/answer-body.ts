/** The body of an answer. CloudFormation takes 4096 bytes and no more; a longer one is as good as none. */
import type { Fields } from '@patchbay/reconcile';
import type { Answer, CustomEvent } from './custom-event.ts';

export const MOST_BYTES = 4096;

export function answerBody(answer: Answer, { StackId, RequestId, LogicalResourceId }: CustomEvent): string {
  const bodyOf = (changed: Partial<Answer>): string => JSON.stringify({ ...answer, ...changed, StackId, RequestId, LogicalResourceId });
  const fits = (body: string): boolean => Buffer.byteLength(body) <= MOST_BYTES;
  for (let data = answer.Data; data !== undefined; data = withoutLongest(data)) {
    const body = bodyOf({ Data: data });
    if (fits(body) || Object.keys(data).length === 0) return body;
  }
  for (let room = answer.Reason?.length ?? 0; room > 0; room = Math.floor(room * 0.9)) {
    const body = bodyOf({ Reason: shortened(answer.Reason ?? '', room) });
    if (fits(body)) return body;
  }
  return bodyOf({});
}

function withoutLongest(data: Fields): Fields {
  const [longest] = Object.entries(data).toSorted(([, a], [, b]) => String(b).length - String(a).length);
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== longest?.[0]));
}

/** The end of a reason says what to do: what goes is in the middle. */
function shortened(text: string, room: number): string {
  if (text.length <= room) return text;
  const head = Math.floor(room * 0.4);
  return `${text.slice(0, head)} … ${text.slice(text.length - (room - head))}`;
}
