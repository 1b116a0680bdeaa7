/**
 * What a description should never hold: a model reads it as if the operator had written it. This finds the crude tries, to have a person look;
 * the pin is what holds against the rest. https://owasp.org/www-project-mcp-top-10/
 */
import type { ToolDefinition } from './definition.ts';

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[\u{E0000}-\u{E007F}]/u, 'it has invisible tag characters'],
  [/[\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u00AD]/u, 'it has invisible or direction-changing characters'],
  [/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/u, 'it has control characters'],
  [/<!--|<\s*\/?\s*(important|system|instructions?|secret|hidden|admin)\b/iu, 'it has markup that addresses a model'],
  [/\b(ignore|disregard|forget|override)\b[^.]{0,40}\b(previous|prior|above|earlier|all|other|system)\b[^.]{0,40}\b(instructions?|rules?|prompts?|messages?|tools?)\b/iu, 'it tells a model to ignore its instructions'],
  [/\b(do not|don['’]t|never|without)\b[^.]{0,30}\b(tell|inform|mention|telling|informing|mentioning|notify|notifying|reveal|asking)\b[^.]{0,30}\b(users?|anyone|them|human)\b/iu, 'it tells a model to keep something from people'],
  [/\b(before|after|instead of|whenever)\b[^.]{0,30}\b(us(e|ing)|call(ing)?|invok(e|ing))\b[^.]{0,30}\b(any|every|all|other|another)\b[^.]{0,20}\btools?\b/iu, 'it tells a model how to use other tools'],
  [/~\/\.(ssh|aws|cursor|config)\b|\/etc\/passwd|\bid_rsa\b|\.env\b[^.]{0,40}\b(read|send|content|pass)/iu, 'it names places where secrets are kept'],
  [/\b(system prompt|developer message|jailbreak)\b/iu, 'it speaks of system prompts'],
];
const LONGEST = 4000;

/** Every text that a model sees, also those deep in the schemas. */
export function suspicions({ title = '', description, inputSchema, outputSchema, annotations }: ToolDefinition): string[] {
  const texts = [title, description, ...textsIn([inputSchema, outputSchema, annotations])];
  const found = SIGNS.filter(([sign]) => texts.some((text) => sign.test(text))).map(([, words]) => words);
  return description.length > LONGEST ? [...found, `its description is longer than ${LONGEST} characters`] : found;
}

function textsIn(value: unknown): string[] {
  const [texts, open] = [[] as string[], [value]];
  while (open.length > 0) {
    const each = open.pop();
    if (typeof each === 'string') texts.push(each);
    else if (typeof each === 'object' && each !== null) open.push(...Object.keys(each), ...(Object.values(each) as unknown[]));
  }
  return texts;
}
