/** Where a message goes: a kind of channel, an installation of its connector, and whom there. */
import { z } from 'zod';
import type { Broken } from './cross-field.ts';
import { name, setOf } from './field.ts';

export const messageChannels = ['slack', 'teams', 'discord', 'email', 'sms'] as const;
export type MessageChannel = (typeof messageChannels)[number];

export const target = z.strictObject({
  channel: z.enum(messageChannels).meta({ description: 'Kind of channel.', examples: ['slack'] }),
  installation: name.default('default').meta({ description: 'Name of the installation of its connector.', examples: ['default'] }),
  recipients: setOf(z.string().min(1).max(320)).max(100).default([]).meta({ description: 'Slack: ids of channels or people. Discord: ids of channels. Teams: team/channel. E-mail: addresses. SMS: numbers such as +14155550199. Discord and Teams take none: then it goes where the webhook of the installation leads.', examples: [['C0123456789']] }),
});
export type Target = z.output<typeof target>;

/** What one recipient looks like; those with `webhook` may have none. */
const SHAPES: Readonly<Record<MessageChannel, { readonly shape: RegExp; readonly expected: string; readonly webhook: boolean }>> = {
  slack: { shape: /^[A-Z0-9]{5,80}$/, expected: 'the id of a channel or a person, such as C0123456789', webhook: false },
  teams: { shape: /^[0-9a-fA-F-]{8,64}\/19:[^/\s]{3,200}$/, expected: 'the ids of team and channel with a slash between them', webhook: true },
  discord: { shape: /^[0-9]{15,21}$/, expected: 'the id of a channel, such as 1180000000000000001', webhook: true },
  email: { shape: /^[^\s<>@,;:"'()\\[\]]+@[A-Za-z0-9.-]+$/, expected: 'an address, such as oncall@example.com', webhook: false },
  sms: { shape: /^\+[1-9][0-9]{6,14}$/, expected: 'a number, such as +14155550199', webhook: false },
};

export const targetIssues = ({ channel, recipients }: Target): Broken[] => {
  const { shape, expected, webhook } = SHAPES[channel];
  if (recipients.length === 0 && !webhook) return [{ path: 'recipients', message: `${channel} needs ${expected}` }];
  return recipients.flatMap((each, at) => (shape.test(each) ? [] : [{ path: `recipients.${at}`, message: `expected ${expected}` }]));
};

/** A message that a rule wants sent, to everybody that it names. */
export interface MessageOrder {
  readonly tenant: string;
  readonly rule: { readonly id: string; readonly name: string };
  readonly template: string;
  readonly targets: readonly Target[];
  /** What it is about; of several events, the newest first and not more than a few. */
  readonly events: readonly string[];
  readonly group: { readonly count: number; readonly suppressed: number; readonly firstAt: number; readonly lastAt: number };
  /** Messages of one thread follow one another, and may change the one before. */
  readonly thread?: string;
  /** The rules that led to it, this one last. */
  readonly causes: readonly string[];
  readonly at: number;
}
