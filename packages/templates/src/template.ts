/** What a template says, in the fields of the resource `template`. */
import type { Document } from '@patchbay/contracts';

interface Own { readonly title?: string | undefined; readonly text?: string | undefined }

export interface TemplateFields {
  readonly title: string;
  readonly text?: string | undefined;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly link?: { readonly label: string; readonly url: string } | undefined;
  readonly severity?: string | undefined;
  readonly summary?: Own | undefined;
  readonly slack?: (Own & { readonly blocks?: readonly Document[] | undefined }) | undefined;
  readonly teams?: (Own & { readonly card?: Document | undefined }) | undefined;
  readonly discord?: (Own & { readonly embeds?: readonly Document[] | undefined }) | undefined;
  readonly email?: { readonly subject?: string | undefined; readonly text?: string | undefined; readonly html?: string | undefined } | undefined;
  readonly sms?: { readonly text?: string | undefined; readonly segments: number } | undefined;
}

/** Several events that one message is about. */
export interface Group {
  readonly count: number;
  /** Those that were held back before, because it would have been too often. */
  readonly suppressed: number;
  readonly first_at: string;
  readonly last_at: string;
  /** Some of them, the newest first. */
  readonly events: readonly Document[];
}

/** What paths lead to. */
export interface Values {
  readonly event: Document;
  readonly rule?: { readonly id: string; readonly name: string } | undefined;
  readonly group?: Group | undefined;
}

/** Where a path may begin. */
export const ROOTS: readonly string[] = ['event', 'data', 'type', 'subject', 'time', 'rule', 'group', 'severity'];
