/** Messages as Discord takes them. Ids are texts: as numbers they would lose digits. */
import { at, type Json, type JsonObject, t } from '@patchbay/sdk';

export const id = (description: string) => t.string({ pattern: '^[0-9]{15,21}$', description, examples: ['1180000000000000001'] });
export const sent = t.object({ channel_id: t.string({ description: 'Id of the channel.' }), message_id: t.string({ description: 'Id of the message; empty in a dry run.' }) });

const text = (maxLength: number, description: string) => t.string({ minLength: 1, maxLength, description });
export const embed = t.object({
  title: t.optional(text(256, 'Title.')),
  description: t.optional(text(4096, 'Text; Markdown.')),
  url: t.optional(t.url({ maxLength: 2048, description: 'Where the title leads.' })),
  color: t.optional(t.string({ pattern: '^#[0-9a-fA-F]{6}$', description: 'Colour of the edge.', examples: ['#2ecc71'] })),
  fields: t.optional(t.array(t.object({ name: text(256, 'Name.'), value: text(1024, 'Value.'), inline: t.boolean({ default: false, description: 'Beside the others.' }) }), { maxItems: 25, description: 'Names with values.' })),
  footer: t.optional(text(2048, 'Small text below.')),
  timestamp: t.optional(t.instant({ description: 'When it happened.' })),
});
export interface Embed {
  readonly title?: string | undefined; readonly description?: string | undefined; readonly url?: string | undefined; readonly color?: string | undefined; readonly footer?: string | undefined; readonly timestamp?: string | undefined;
  readonly fields?: readonly { readonly name: string; readonly value: string; readonly inline: boolean }[] | undefined;
}

export const body = {
  content: t.optional(t.string({ minLength: 1, maxLength: 2000, description: 'The message; Markdown.', examples: ['**shop** was deployed'] })),
  embeds: t.array(embed, { default: [], maxItems: 10, description: 'Cards below it.' }),
  mention: t.array(t.enum(['users', 'roles', 'everyone']), { default: [], description: 'Who may be pinged by what the text says. Nobody, unless named here.' }),
};
export interface Body { readonly content?: string | undefined; readonly embeds: readonly Embed[]; readonly mention: readonly string[] }

export const messageOf = ({ content, embeds, mention }: Body): JsonObject =>
  ({ ...(content === undefined ? {} : { content }), embeds: embeds.map(embedOf), allowed_mentions: { parse: mention } });

const embedOf = ({ color, footer, ...rest }: Embed): Json => ({
  ...(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as JsonObject),
  ...(color === undefined ? {} : { color: Number.parseInt(color.slice(1), 16) }),
  ...(footer === undefined ? {} : { footer: { text: footer } }),
});

export const sentOf = (answer: unknown): { channel_id: string; message_id: string } => ({ channel_id: word(answer, 'channel_id'), message_id: word(answer, 'id') });

export const word = (value: unknown, path: string): string => {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
};
