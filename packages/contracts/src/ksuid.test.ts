import { describe, expect, it } from 'vitest';
import { createIds } from './id.ts';
import { fromKsuid, toKsuid } from './ksuid.ts';

let clock = Date.parse('2026-01-01T00:00:00.000Z');
const newId = createIds({ now: () => (clock += 1500), random: () => crypto.getRandomValues(new Uint8Array(10)) });

describe('an id in the form of other webhook systems', () => {
  it('is a prefix and 27 letters and digits, and leads back', () => {
    for (let n = 0; n < 500; n++) {
      const id = newId('evt');
      const theirs = toKsuid('msg', id);
      expect(theirs).toMatch(/^msg_[0-9A-Za-z]{27}$/);
      expect(fromKsuid(theirs, 'msg', 'evt')).toBe(id);
    }
  });

  it('sorts by creation as ours do', () => {
    const ids = Array.from({ length: 200 }, () => newId('ep'));
    const theirs = ids.map((id) => toKsuid('ep', id));
    expect([...theirs].sort()).toEqual(theirs);
  });

  it.each(['msg_', 'msg_zzzzzzzzzzzzzzzzzzzzzzzzzzz', 'ep_000000000000000000000000000', 'msg_00000000000000000000000000!', 'order-4711'])('%s leads nowhere', (text) => {
    expect(fromKsuid(text, 'msg', 'evt')).toBeUndefined();
  });

  it('leaves alone what is no id of ours', () => expect(toKsuid('msg', 'custom.id')).toBe('custom.id'));
});
