import { expect, it } from 'vitest';
import { withSigningKey } from './signing-keys.ts';

it('names the key of a new release, and still those of older ones', () => {
  const [old, next] = [{ key_id: 'OLD', ascii_armor: 'a' }, { key_id: 'NEXT', ascii_armor: 'b' }];
  const first = withSigningKey(undefined, old);
  expect(JSON.parse(first)).toEqual({ gpg_public_keys: [old] });
  expect(JSON.parse(withSigningKey(first, next))).toEqual({ gpg_public_keys: [old, next] });
  expect(JSON.parse(withSigningKey(first, { ...old, ascii_armor: 'longer' }))).toEqual({ gpg_public_keys: [{ ...old, ascii_armor: 'longer' }] });
});
