/** A message for one channel: the template with the values of an event, in the shape that the channel's connector takes. */
import { type Document, type MessageChannel, type Severity, severityOf } from '@patchbay/contracts';
import { discord } from './channels/discord.ts';
import { email } from './channels/email.ts';
import { slack } from './channels/slack.ts';
import { sms } from './channels/sms.ts';
import { teams } from './channels/teams.ts';
import type { Compiled } from './compile.ts';
import { fill } from './language/fill.ts';
import { createBudget } from './language/limits.ts';
import type { Node } from './language/node.ts';
import { cutText } from './markup/cut.ts';
import { type Block, type Inline, literally, oneLine, plainText, safeUrl } from './markup/markup.ts';
import { readInlines, readMarkup } from './markup/read-markup.ts';
import type { Values } from './template.ts';

/** What every channel prints. */
export interface Message {
  readonly title: string;
  readonly severity: Severity;
  readonly blocks: readonly Block[];
  readonly facts: readonly { readonly name: string; readonly value: readonly Inline[] }[];
  readonly link?: { readonly label: string; readonly url: string };
  /** What it is about, how many, how grave. */
  readonly footer: string;
  readonly time: string;
}

/** What a channel has of its own to put the message together with. */
export interface Pen {
  readonly compiled: Compiled;
  /** A text of the template, its values made fit by `escape`. */
  write(source: string, escape: (text: string) => string): string;
  /** Parts of a text, where each value is made fit for its own place. */
  writeParts(nodes: readonly Node[], escape: (text: string, node: Node) => string): string;
  /** Something was left out, or could not be said as the template says it. */
  note(what: string): void;
}

export interface Composed {
  readonly severity: Severity;
  /** The input of the connector's action, without the address. */
  readonly payload: Document;
  /** What was cut or left out. */
  readonly notes: readonly string[];
  /** Paths that led to nothing. */
  readonly missing: readonly string[];
}

const writers: Readonly<Record<MessageChannel, (message: Message, pen: Pen) => Document>> = { slack, teams, discord, email, sms };

/** Throws `TooMuch`. */
export function compose(compiled: Compiled, channel: MessageChannel, values: Values): Composed {
  const notes: string[] = [];
  const missing = new Set<string>();
  const budget = createBudget();
  const severity = severityIn(compiled, values);
  const scope = scopeOf(values, severity);
  const pen: Pen = {
    compiled,
    write: (source, escape) => fill(compiled.nodesOf(source), { values: scope, escape, budget, missing: (path) => missing.add(path) }),
    writeParts: (nodes, escape) => fill(nodes, { values: scope, escape, budget, missing: (path) => missing.add(path) }),
    note: (what) => { if (!notes.includes(what)) notes.push(what); },
  };
  const payload = writers[channel](messageOf(channel, values, severity, pen), pen);
  return { severity, payload, notes, missing: [...missing] };
}

const scopeOf = ({ event, rule, group }: Values, severity: Severity): Document => ({
  event, data: event['data'] ?? {}, type: event['type'], subject: event['subject'], time: event['time'], severity, ...(rule === undefined ? {} : { rule }),
  group: group ?? { count: 1, suppressed: 0, first_at: event['time'], last_at: event['time'], events: [event] },
});

/** An event without one is an information. */
function severityIn({ fields, nodesOf }: Compiled, values: Values): Severity {
  const data = values.event['data'] as Document | undefined;
  if (fields.severity === undefined) return severityOf(data?.['severity']) ?? 'info';
  return severityOf(fill(nodesOf(fields.severity), { values: scopeOf(values, 'info'), escape: (text) => text, budget: createBudget() })) ?? 'info';
}

const MOST_TITLE = 500;
const MOST_TEXT = 20_000;
const MOST_FACT = 1_500;
const MOST_OTHERS = 10;

function messageOf(channel: MessageChannel, values: Values, severity: Severity, pen: Pen): Message {
  const { fields } = pen.compiled;
  const own: { readonly title?: string | undefined; readonly text?: string | undefined } | undefined = channel === 'sms' ? undefined : fields[channel]; // that of an SMS is all of it
  const several = (values.group?.count ?? 1) > 1;
  const { title, text } = { title: fields.title, text: fields.text, ...given(own), ...(several ? given(fields.summary) : {}) };
  const link = linkOf(pen);
  return {
    severity, footer: footerOf(values, severity), time: String(values.event['time'] ?? ''),
    title: titled(pen.write(title, plainText), several && fields.summary?.title === undefined ? values.group!.count : 1),
    blocks: [...(text === undefined ? [] : readMarkup(cutText(pen.write(text, literally), MOST_TEXT))), ...(several && fields.summary?.text === undefined ? othersOf(title, values, pen) : [])],
    facts: fields.facts.map(({ name, value }) => ({ name: oneLine(pen.write(name, plainText)), value: readInlines(cutText(pen.write(value, literally), MOST_FACT)) })).filter(({ value }) => value.some((each) => !('text' in each) || each.text.trim() !== '')),
    ...(link === undefined ? {} : { link }),
  };
}

const given = (own: object | undefined): object => Object.fromEntries(Object.entries(own ?? {}).filter(([, value]) => value !== undefined));

const titled = (title: string, count: number): string => cutText(oneLine(title), MOST_TITLE) + (count === 1 ? '' : ` (+${count - 1})`);

function linkOf(pen: Pen): Message['link'] {
  const { link } = pen.compiled.fields;
  if (link === undefined) return undefined;
  const url = safeUrl(pen.write(link.url, plainText));
  if (url === undefined) pen.note('the link has no http or https address, and was left out');
  return url === undefined ? undefined : { label: oneLine(pen.write(link.label, plainText)) || url, url };
}

/** The other events of the group by their titles. */
function othersOf(title: string, { group }: Values, pen: Pen): Block[] {
  const [, ...others] = group!.events;
  const shown = others.slice(0, MOST_OTHERS);
  const more = group!.count - 1 - shown.length;
  const nodes = pen.compiled.nodesOf(title);
  const lines = shown.map((event): Block => ({ kind: 'item', of: [{ kind: 'text', text: oneLine(fill(nodes, { values: scopeOf({ event }, 'info'), escape: plainText, budget: createBudget() })) }] }));
  return [{ kind: 'line', of: [] }, ...lines, ...(more > 0 ? [{ kind: 'line' as const, of: [{ kind: 'text' as const, text: `… and ${more} more` }] }] : [])];
}

function footerOf({ event, rule, group }: Values, severity: Severity): string {
  const { count = 1, suppressed = 0 } = group ?? {};
  return [severity, oneLine(String(event['type'] ?? '')), ...(rule === undefined ? [] : [oneLine(rule.name)]), ...(count > 1 ? [`${count} events`] : []), ...(suppressed > 0 ? [`${suppressed} held back before`] : [])].filter((part) => part !== '').join(' · ');
}
