/** Attributes as the protocol writes them. */
import type { AttributeMessage } from '../protocol/schema.ts';
import { typeBytes } from '../value/type.ts';
import type { Attribute } from './attribute.ts';

export const MARKDOWN = 1;
const NESTING = { single: 1, list: 2, map: 4 } as const;

export const schemaMessage = (attributes: readonly Attribute[], description: string, version = 0) =>
  ({ version, block: { version, attributes: attributes.map(attributeMessage) as never, description, descriptionKind: MARKDOWN } }); // one attribute contains attributes, which the table can't say in types

function attributeMessage({ name, type, nested, presence, description, sensitive = false, writeOnly = false }: Attribute): AttributeMessage {
  return {
    name, description, descriptionKind: MARKDOWN, sensitive, writeOnly,
    required: presence === 'required', optional: presence.startsWith('optional'), computed: presence.endsWith('computed'),
    ...(nested === undefined ? { type: typeBytes(type) } : { nestedType: { attributes: nested.attributes.map(attributeMessage), nesting: NESTING[nested.nesting] } }),
  };
}
