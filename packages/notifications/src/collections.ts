/** What this engine keeps besides the templates: notifications, what is open of them, and the messages that later ones follow. */
import { type Collection, collectionOf, type Document, notificationRecord, type Severity, type Target } from '@patchbay/contracts';

export const QUEUE = 'notification_work';
export const THREAD = 'notification_thread';

const record = collectionOf(notificationRecord);

export const notificationCollections: readonly Collection[] = [
  { ...record, fields: { ...record.fields, expires: 'number' } },
  { name: QUEUE, kind: 'queue', fields: {} },
  { name: THREAD, kind: 'documents', fields: { expires: 'number' } },
];

/** A notification as it is stored; what the record does not declare is shown to nobody. */
export interface Notification extends Document {
  readonly rule: string;
  readonly rule_name: string;
  readonly template: string;
  readonly event: string;
  readonly events: number;
  readonly suppressed: number;
  readonly channel: Target['channel'];
  readonly installation: string;
  readonly recipient?: string;
  readonly status: 'waiting' | 'sent' | 'failed';
  readonly attempts: number;
  readonly severity?: Severity;
  /** Of the event and of those before it, the newest first. */
  readonly about: readonly string[];
  readonly first_at: string;
  readonly last_at: string;
  readonly causes: readonly string[];
  readonly thread?: string;
  readonly approval?: string;
  /** Grows when somebody sends it anew: a call of before is not its answer. */
  readonly round: number;
  /** When it may be forgotten. */
  readonly expires: number;
}

/** The message that the next one of its thread changes or follows. */
export interface Thread extends Document { readonly message: Document; readonly expires: number }
