import { Failure } from '@patchbay/contracts';
import { createSandbox } from '@patchbay/sandbox';
import { afterAll, describe, expect, test } from 'vitest';
import type { EventFacts } from '../match/event-facts.ts';
import type { Receiver } from '../match/receiver.ts';
import { createTransforms } from './transform.ts';

const hasty = createSandbox({ now: () => 0, random: () => 0 });
/** With time enough, so that the other limits are met first on any machine. */
const patient = createSandbox({ now: () => 0, random: () => 0 }, { limits: { cpuMs: 10_000, wallMs: 20_000 } });
const { run, runSource, check } = createTransforms({ sandbox: patient });
const event: EventFacts = { tenant: 'ten_a', id: 'evt_1', at: 0, type: 'build.finished', subject: 'shop', channels: ['eu'], data: { number: 7 } };
const never = new AbortController().signal;
const receiver = (transform: string): Receiver => ({ tenant: 'ten_a', transform }) as Receiver; // a transformation looks at nothing else

afterAll(() => Promise.all([hasty.close(), patient.close()]));

const refusal = (work: Promise<unknown>): Promise<Failure> => work.then(() => { throw new Error('expected a refusal'); }, (error: unknown) => { if (error instanceof Failure) return error; throw error; });

describe('a transformation', () => {
  test('gets the event as everybody sees it, and its answer is what is sent', async () => {
    const made = await run(event, receiver('export default (event) => event'), never);
    expect(made).toMatchObject({ kind: 'sends' });
    expect(JSON.parse(made.kind === 'sends' ? made.body : '')).toEqual({ id: 'evt_1', type: 'build.finished', time: '1970-01-01T00:00:00.000Z', subject: 'shop', channels: ['eu'], data: { number: 7 } });
  });

  test('sends nothing for null', async () => expect(await run(event, receiver('export default () => null'), never)).toMatchObject({ kind: 'skips' }));

  test('may wait for what it does', async () => expect(await run(event, receiver('export default async ({ data }) => [data.number]'), never)).toMatchObject({ kind: 'sends', body: '[7]' }));

  test.each([
    ['throws', 'export default () => { throw new RangeError("too far") }', 'transform.threw', 'RangeError: too far'],
    ['answers nothing that JSON can hold', 'export default () => undefined', 'transform.no_answer', 'null to send nothing'],
    ['fills the memory', 'export default () => { const all = []; for (;;) all.push(new Array(10000).fill(1)); }', 'transform.memory', ''],
    ['answers too much', 'export default () => "x".repeat(2000000)', 'transform.output', 'limit of output'],
    ['never settles', 'export default () => new Promise(() => {})', 'transform.unsettled', ''],
    ['does not parse', 'export default (', 'transform.refused', 'line 1'],
  ])('that %s fails, and says why', async (_, source, failure, detail) => {
    const made = await run(event, receiver(source), never);
    expect(made).toMatchObject({ kind: 'fails', failure });
    expect(made.kind === 'fails' ? made.detail : '').toContain(detail);
  });

  test('that loops is stopped, and says what it used', async () => {
    const made = await createTransforms({ sandbox: hasty }).run(event, receiver('export default () => { for (;;); }'), never);
    expect(made).toMatchObject({ kind: 'fails', failure: 'transform.cpu', detail: expect.stringContaining('limit of cpu') as string });
  });

  test('keeps nothing from one event to the next, and its clock stands at the event’s', async () => {
    const counting = receiver('let n = 0; export default () => [++n, Date.now()]');
    for (let time = 0; time < 2; time++) expect(await run({ ...event, at: 5000 }, counting, never)).toMatchObject({ body: '[1,5000]' });
  });

  test('shows what it wrote to the console, and where it went wrong', async () => {
    expect(await runSource('export default (event) => { console.log("seen", event.type); return 1 }', 'ten_a', event, never)).toMatchObject({ kind: 'sends', logs: [{ level: 'info', text: 'seen build.finished' }] });
    expect(await runSource('export default () => {\n  let x = ;\n}', 'ten_a', event, never)).toMatchObject({ kind: 'fails', failure: 'transform.refused', line: 2 });
  });

  test.each([
    ['does not parse', 'export default (', 'transform'],
    ['imports', 'import fs from "node:fs"; export default () => 1', 'transform'],
    ['has no default export', 'export const other = () => 1', 'transform'],
    ['loops while it is loaded', 'for (;;); export default () => 1', 'transform'],
  ])('that %s is refused before it is kept', async (_, source, path) => {
    const { code, details } = await refusal(check(source, 'ten_a'));
    expect([code, details.issues?.[0]?.path]).toEqual(['input.invalid', path]);
  });

  test('is refused by a hub that runs none', async () => expect((await refusal(createTransforms({ sandbox: undefined }).check('export default () => 1', 'ten_a'))).code).toBe('action.planned'));
});
