import { expect, it } from 'vitest';
import { newlyHeld, type Seen } from './held.ts';

const seen = (status: Seen['snapshot']['status'], ...tools: readonly [string, Seen['standings'][number]['standing'], string][]): Seen => ({ snapshot: { status }, standings: tools.map(([name, standing, hash]) => ({ name, standing, hash })) });

it('tells a tool once that is held, and again when it changed again', () => {
  const offered = seen('connected', ['a', 'offered', '1'], ['b', 'offered', '1']);
  const changed = seen('connected', ['a', 'changed', '2'], ['b', 'offered', '1']);
  expect(newlyHeld('srv', offered, changed)).toEqual([{ failure: 'tool.changed', subject: 'srv/a' }]);
  expect(newlyHeld('srv', changed, changed)).toEqual([]);
  expect(newlyHeld('srv', changed, seen('connected', ['a', 'changed', '3']))).toEqual([{ failure: 'tool.changed', subject: 'srv/a' }]);
});

it('tells that a server is gone, once', () => {
  expect(newlyHeld('srv', seen('connected'), seen('unreachable'))).toEqual([{ failure: 'server.unreachable', subject: 'srv' }]);
  expect([...newlyHeld('srv', seen('unreachable'), seen('unreachable')), ...newlyHeld('srv', seen('unreachable'), seen('connected'))]).toEqual([]);
});
