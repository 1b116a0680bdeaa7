/** A credential that a model or a person put into what goes to an attached server stays here. */
import { Failure, holdsSecret } from '@patchbay/contracts';

export function keepIn(said: unknown, slug: string): void {
  if (holdsSecret(JSON.stringify(said))) throw new Failure('input.invalid', `What goes to ${slug} holds something that looks like a credential`, { issues: [{ path: '', message: 'expected no keys, tokens or passwords' }] });
}
