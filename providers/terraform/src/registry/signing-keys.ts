/** The keys that the releases of a folder are signed with. Those of older releases stay, for the releases stay, too. */
export interface SigningKey { readonly key_id: string; readonly ascii_armor: string }

/** `listed`: the file as it is, if there is one. */
export function withSigningKey(listed: string | undefined, key: SigningKey): string {
  const { gpg_public_keys: known } = JSON.parse(listed ?? '{"gpg_public_keys":[]}') as { readonly gpg_public_keys: readonly SigningKey[] }; // written here
  return JSON.stringify({ gpg_public_keys: [...known.filter(({ key_id }) => key_id !== key.key_id), key] });
}
