/** What credentials look like that should not travel: out with an argument that a model copied, or back in what a system says. */

const SHAPES: readonly RegExp[] = [
  /\bpb_[0-9A-Za-z]{40,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_[0-9A-Za-z]{36,}\b/g,
  /\bgithub_pat_[0-9A-Za-z_]{50,}\b/g,
  /\bglpat-[0-9A-Za-z_-]{20,}\b/g,
  /\bxox[abprs]-[0-9A-Za-z-]{10,}\b/g,
  /\bsk_(?:live|test)_[0-9A-Za-z]{16,}\b/g,
  /\bsk-(?:ant-|proj-)?[0-9A-Za-z_-]{32,}\b/g,
  /\bAIza[0-9A-Za-z_-]{35}\b/g,
  /\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}/g,
];
/** None of the shapes comes without one of these. */
const HINT = /pb_|PRIVATE KEY|A[KS]IA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk[_-]|AIza|eyJ/;

/** Cheap, and true too often: without it there is none. */
export const hintsAtSecret = (text: string): boolean => HINT.test(text);

export const holdsSecret = (text: string): boolean => HINT.test(text) && SHAPES.some((shape) => { shape.lastIndex = 0; return shape.test(text); });

export const masked = (text: string): string => (HINT.test(text) ? SHAPES.reduce((all, shape) => all.replace(shape, '•••'), text) : text);

/** Every text in a value. What holds nothing comes back as it is. */
export function maskedIn<T>(value: T): T {
  const text = JSON.stringify(value);
  return text === undefined || !HINT.test(text) ? value : (walk(value) as T); // the same shape, with other texts
}

function walk(value: unknown): unknown {
  if (typeof value === 'string') return masked(value);
  if (Array.isArray(value)) return value.map(walk);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [masked(key), walk(each)]));
}
