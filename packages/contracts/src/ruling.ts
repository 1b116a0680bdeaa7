/** What somebody says who was asked before something is done. */
export type Ruling =
  | { readonly kind: 'allow' }
  /** `by`: who said so; `reason`: in words for people. */
  | { readonly kind: 'deny' | 'require_approval'; readonly by: string; readonly reason: string };

export const ALLOWED: Ruling = Object.freeze({ kind: 'allow' });
