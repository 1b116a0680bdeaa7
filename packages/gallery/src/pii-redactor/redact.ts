/** Takes personal data out of JSON: by the shape of the text, and by the name of the property. */
import type { Json } from '@patchbay/sdk';

export const kinds = ['email', 'card', 'iban', 'phone', 'ip', 'name'] as const;
export type Kind = (typeof kinds)[number];

export interface Redacted { readonly output: Json; readonly found: Readonly<Partial<Record<Kind, number>>> }

const NAMES = /^(first_?name|last_?name|full_?name|surname|birth_?date|date_of_birth|ssn|social_security_number|passport(_number)?|street|address(_line_?\d)?|password|secret)$/i;
/** In this order: what one took is not there for the next. */
const SHAPES: readonly { readonly kind: Kind; readonly pattern: RegExp; readonly is?: (text: string) => boolean }[] = [
  { kind: 'email', pattern: /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}/g },
  { kind: 'iban', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, is: isIban },
  { kind: 'card', pattern: /\b\d(?:[ -]?\d){12,18}\b/g, is: isCard },
  { kind: 'ip', pattern: /\b(?:\d{1,3}\.){3}\d{1,3}\b/g, is: (text) => text.split('.').every((part) => Number(part) < 256) },
  { kind: 'phone', pattern: /\+\d{1,3}[ ./-]?(?:\(\d{1,4}\)[ ./-]?)?\d{1,4}(?:[ ./-]?\d{2,4}){1,4}\b/g },
];

export function redact(input: Json, keep: readonly Kind[]): Redacted {
  const found: Partial<Record<Kind, number>> = {};
  const note = (kind: Kind): string => { found[kind] = (found[kind] ?? 0) + 1; return `[${kind}]`; };
  const shapes = SHAPES.filter(({ kind }) => !keep.includes(kind));

  const ofText = (text: string): string => shapes.reduce((rest, { kind, pattern, is }) => rest.replace(pattern, (match) => (is === undefined || is(match) ? note(kind) : match)), text);
  function of(value: Json): Json {
    if (typeof value === 'string') return ofText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(of);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, !keep.includes('name') && NAMES.test(name) && each !== null ? note('name') : of(each)]));
  }
  return { output: of(input), found };
}

/** Luhn. */
function isCard(text: string): boolean {
  const digits = [...text].filter((each) => each >= '0' && each <= '9').map(Number).reverse();
  return digits.reduce((sum, digit, index) => sum + (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0) % 10 === 0;
}

/** ISO 13616: the remainder by 97 is 1. */
function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '');
  const turned = plain.slice(4) + plain.slice(0, 4);
  return [...turned].reduce((rest, each) => { const value = parseInt(each, 36); return (rest * (value > 9 ? 100 : 10) + value) % 97; }, 0) === 1;
}
