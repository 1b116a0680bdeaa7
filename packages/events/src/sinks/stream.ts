/** The two logs that sinks read, and how an entry of each goes out. */
import { auditEntryRecord, type Document, eventRecord, type Issue, type Row } from '@patchbay/contracts';
import type { Entry } from '@patchbay/sinks';
import { showEvent } from '../event-log.ts';
import { factsOf } from '../match/event-facts.ts';
import { compileFilter } from '../match/filter.ts';
import { typeMatcher } from '../match/type-pattern.ts';

export type StreamName = 'events' | 'audit_entries';

export interface Stream {
  readonly log: string;
  /** Each tenant counts for itself. */
  readonly perTenant: boolean;
  entryOf(row: Row): Entry;
  /** Which entries a sink takes; a filter that can't be read comes back as issues. */
  taker(fields: { readonly event_types: readonly string[]; readonly filter?: Document | undefined }): { readonly takes: (row: Row) => boolean; readonly issues: readonly Issue[] };
}

export const streams: Readonly<Record<StreamName, Stream>> = {
  events: {
    log: eventRecord.name,
    perTenant: false,
    entryOf: (row) => {
      const { tenant, id, seq = 0, created_at: at, body } = row;
      return { stream: 'events', tenant, id, seq, at, type: String(body['type']), subject: String(body['subject']), document: { tenant, ...showEvent(row) } };
    },
    taker({ event_types, filter }) {
      const { test, issues } = filter === undefined ? { test: () => true, issues: [] } : compileFilter(filter);
      const takesType = typeMatcher(event_types);
      return { issues, takes: (row) => takesType(String(row.body['type'])) && test(factsOf(row)) };
    },
  },
  audit_entries: {
    log: auditEntryRecord.name,
    perTenant: true,
    entryOf: ({ tenant, id, seq = 0, created_at: at, body, hash }) => ({
      stream: 'audit_entries', tenant, id, seq, at, type: String(body['action']), subject: String(body['subject'] ?? ''),
      document: { tenant, id, seq, time: new Date(at).toISOString(), ...body, ...(hash === undefined ? {} : { hash }) },
    }),
    taker({ filter }) {
      const { test, issues } = filter === undefined ? { test: () => true, issues: [] } : compileFilter(rooted(filter));
      return {
        issues: [...unknownFields(filter, 'filter'), ...issues.map((issue) => ({ ...issue, path: issue.path.replaceAll('.data.', '.') }))],
        takes: ({ tenant, id, created_at: at, body }) => test({ tenant, id, at, type: '', subject: '', channels: NONE, data: body }),
      };
    },
  },
};

const NONE: readonly string[] = [];

/** Fields of an audit entry have no roots of their own: `outcome` is `data.outcome` to who compiles filters. */
function rooted(filter: unknown): unknown {
  if (Array.isArray(filter)) return filter.map(rooted);
  if (typeof filter !== 'object' || filter === null) return filter;
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => (key.startsWith('$') ? [key, rooted(value)] : [`data.${key}`, value])));
}

const FIELDS = Object.keys(auditEntryRecord.fields).filter((field) => field !== 'seq' && field !== 'hash'); // not of what is filtered

/** Who takes one that is not there would wait for ever, and hear nothing. */
function unknownFields(filter: unknown, path: string): readonly Issue[] {
  if (Array.isArray(filter)) return filter.flatMap((each, at) => unknownFields(each, `${path}.${at}`));
  if (typeof filter !== 'object' || filter === null) return [];
  return Object.entries(filter).flatMap(([key, value]) => {
    if (key.startsWith('$')) return unknownFields(value, `${path}.${key}`);
    return FIELDS.includes(key.split('.')[0]!) ? [] : [{ path: `${path}.${key}`, message: `expected a field of an audit entry: ${FIELDS.join(', ')}` }];
  });
}
