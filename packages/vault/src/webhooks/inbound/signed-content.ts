/** The bytes that a sender signed, put together from the request as it came. */
import type { Reading } from './request.ts';
import { parseTemplate, type Template } from '../template.ts';

export const SIGNED_NAMES = ['id', 'timestamp', 'body', 'url', 'form'] as const;
export type SignedName = (typeof SIGNED_NAMES)[number];
export type Pieces = readonly (string | Uint8Array)[];

const templates = new Map<string, Template<SignedName>>();

/** Several, where it can't be told how the sender wrote the URL. */
export function signedContents(content: string, request: Reading, values: { readonly id: string; readonly timestamp: string }): Pieces[] {
  const template = templateOf(content);
  const urls = template.some((part) => 'name' in part && part.name === 'url') ? spellings(request.url) : [''];
  return urls.map((url) => template.map((part) => ('text' in part ? part.text : valueOf(part.name, url, request, values))));
}

function valueOf(name: SignedName, url: string, request: Reading, values: { readonly id: string; readonly timestamp: string }): string | Uint8Array {
  switch (name) {
    case 'id': return values.id;
    case 'timestamp': return values.timestamp;
    case 'body': return request.rawBody;
    case 'url': return url;
    case 'form': return sortedFields(request.form);
    default: return name satisfies never;
  }
}

/** Names and values without anything between them, sorted; a value that comes twice counts once. */
function sortedFields(form: URLSearchParams | undefined): string {
  if (form === undefined) return '';
  const names = [...new Set(form.keys())].toSorted();
  return names.map((name) => [...new Set(form.getAll(name))].toSorted().map((value) => name + value).join('')).join('');
}

/** Some senders sign the URL with the port that HTTP implies, some without. */
function spellings(url: string): string[] {
  const [, scheme = '', host = '', port, rest = ''] = /^(https?):\/\/([^/?#]*?)(?::(\d+))?([/?].*|)$/i.exec(url) ?? [];
  if (scheme === '') return [url];
  const implied = scheme.toLowerCase() === 'https' ? '443' : '80';
  if (port === undefined) return [url, `${scheme}://${host}:${implied}${rest}`];
  return port === implied ? [url, `${scheme}://${host}${rest}`] : [url];
}

/** Contents come from schemes, so there are few; a source of the tenant's own may add some, hence the bound. */
function templateOf(content: string): Template<SignedName> {
  const known = templates.get(content) ?? parseTemplate(content, SIGNED_NAMES);
  if (templates.size < 1000) templates.set(content, known);
  return known;
}
