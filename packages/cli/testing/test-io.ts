/** An Io that remembers what was said. */
import type { Io } from '../src/io.ts';

export interface TestIo extends Io { readonly said: { out: string; err: string } }

export function testIo(more: Partial<Io> & { readonly stdin?: string; readonly answers?: readonly string[] } = {}): TestIo {
  const said = { out: '', err: '' };
  const answers = [...(more.answers ?? [])];
  return {
    env: {}, home: '/nowhere', signal: new AbortController().signal,
    outIsTerminal: false, errIsTerminal: false, inIsTerminal: false,
    out: (text) => { said.out += text; },
    taken: () => Promise.resolve(),
    err: (text) => { said.err += text; },
    unheard: () => undefined,
    readStdin: () => Promise.resolve(more.stdin ?? ''),
    async *lines() { yield* (more.stdin ?? '').split('\n'); },
    ask: () => Promise.resolve(answers.shift() ?? ''),
    now: () => Date.UTC(2030, 0, 1),
    ...more,
    said,
  };
}
