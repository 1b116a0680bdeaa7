/** Audit entries and events in the Open Cybersecurity Schema, version 1.5. https://schema.ocsf.io */
import type { Document } from '@patchbay/contracts';
import type { Entry } from '../driver.ts';

const VERSION = '1.5.0';
/** API Activity: somebody called an API. */
const API_ACTIVITY = { class_uid: 6003, class_name: 'API Activity', category_uid: 6, category_name: 'Application Activity' };
const BASE_EVENT = { class_uid: 0, class_name: 'Base Event', category_uid: 0, category_name: 'Uncategorized' };
const OTHER = 99;

const activities: Readonly<Record<string, readonly [number, string]>> = { create: [1, 'Create'], get: [2, 'Read'], list: [2, 'Read'], update: [3, 'Update'], delete: [4, 'Delete'] };

export const ocsfOf = (entry: Entry): Document => (entry.stream === 'audit_entries' ? apiActivity(entry) : baseEvent(entry));

function apiActivity(entry: Entry): Document {
  const { document, type: action, subject, at } = entry;
  const [activity_id, activity_name] = activities[action.slice(action.lastIndexOf('_') + 1)] ?? [OTHER, action];
  const done = document['outcome'] === 'done';
  return {
    ...API_ACTIVITY, activity_id, activity_name, type_uid: API_ACTIVITY.class_uid * 100 + activity_id, time: at,
    severity_id: done ? 1 : 3, severity: done ? 'Informational' : 'Medium', status_id: done ? 1 : 2, status: done ? 'Success' : 'Failure',
    ...(document['failure'] === undefined ? {} : { status_code: document['failure'] }),
    actor: { user: { uid: document['principal'] } },
    api: { operation: action, service: { name: 'Patchbay' }, request: { uid: document['request_id'] } },
    src_endpoint: { svc_name: document['via'] },
    ...(subject === '' ? {} : { resources: [{ uid: subject }] }),
    metadata: metadataOf(entry), unmapped: document,
  };
}

function baseEvent(entry: Entry): Document {
  const { type, subject, at, document } = entry;
  return {
    ...BASE_EVENT, activity_id: OTHER, activity_name: type, type_uid: OTHER, type_name: `Base Event: ${type}`, time: at, severity_id: 1, severity: 'Informational', message: `${type} ${subject}`,
    metadata: metadataOf(entry), unmapped: document,
  };
}

const metadataOf = ({ id, tenant, seq, type }: Entry): Document => ({ version: VERSION, uid: id, tenant_uid: tenant, sequence: seq, event_code: type, product: { name: 'Patchbay', vendor_name: 'Patchbay' } });
