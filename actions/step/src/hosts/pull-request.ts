/** refs/pull/42/merge → 42 */
export const pullRequestOf = (ref: string | undefined): string | undefined => /^refs\/pull\/(\d+)\//.exec(ref ?? '')?.[1];
