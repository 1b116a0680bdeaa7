/** Messages from templates: a small language without code, read once, filled with the values of an event, printed for each channel with its own escaping and limits. */
export { type Compiled, compile } from './compile.ts';
export { compose, type Composed } from './compose.ts';
export { TooMuch } from './language/limits.ts';
export { type Group, type TemplateFields, type Values } from './template.ts';
