import { expect, test } from 'vitest';
import type { Entry } from '../driver.ts';
import { cefOf } from './cef.ts';
import { ocsfOf } from './ocsf.ts';
import { rfc5424Of } from './rfc5424.ts';

const event: Entry = { stream: 'events', tenant: 'ten_1', id: 'evt_1', seq: 7, at: Date.UTC(2030, 0, 1), type: 'build.finished', subject: 'shop', document: { id: 'evt_1', data: { number: 7 } } };
const audit: Entry = { ...event, stream: 'audit_entries', id: 'aud_1', type: 'project_create', document: { id: 'aud_1', action: 'project_create', outcome: 'refused', failure: 'caller.forbidden', principal: 'key_1', via: 'rest', request_id: 'req_1' } };

test('a syslog message has its priority, time, host, type and place', () => {
  expect(rfc5424Of(event, 13, '{}')).toBe('<110>1 2030-01-01T00:00:00.000Z ten_1 patchbay - build.finished [meta sequenceId="7"] {}');
  expect(rfc5424Of(audit, 4, '{}')).toMatch(/^<36>1 /);
});

test('names that syslog does not take are shortened, and a sequence starts anew when the protocol’s has run out', () => {
  expect(rfc5424Of({ ...event, type: `büild ${'x'.repeat(50)}`, tenant: '' }, 13, '')).toMatch(/^<110>1 \S+ - patchbay - bildx{28} \[/);
  expect(rfc5424Of({ ...event, seq: 2_147_483_648 }, 13, '')).toContain('sequenceId="1"');
});

test('CEF escapes what has a meaning in it', () => {
  expect(cefOf({ ...event, subject: 'a=b\\c\nd' }, '{"x":"|"}')).toBe('CEF:0|Patchbay|Patchbay|1|build.finished|build.finished|3|rt=1893456000000 externalId=evt_1 deviceExternalId=ten_1 cn1Label=seq cn1=7 cs1Label=subject cs1=a\\=b\\\\c\\nd msg={"x":"|"}');
  expect(cefOf({ ...audit, type: 'a|b\\c' }, '{}')).toContain('|a\\|b\\\\c|a\\|b\\\\c refused|6|');
  expect(cefOf(audit, '{}')).toContain('suser=key_1 act=project_create outcome=refused reason=caller.forbidden app=rest');
});

test('an audit entry is an API activity of the Open Cybersecurity Schema', () => {
  expect(ocsfOf(audit)).toMatchObject({ class_uid: 6003, category_uid: 6, activity_id: 1, type_uid: 600_301, status_id: 2, status_code: 'caller.forbidden', severity_id: 3, actor: { user: { uid: 'key_1' } }, api: { operation: 'project_create' }, metadata: { version: '1.5.0', uid: 'aud_1', tenant_uid: 'ten_1', sequence: 7 } });
  expect(ocsfOf({ ...audit, type: 'approval_approve', document: { ...audit.document, outcome: 'done' } })).toMatchObject({ activity_id: 99, activity_name: 'approval_approve', type_uid: 600_399, status_id: 1, severity_id: 1 });
});

test('an event is a base event with all of it unmapped', () => {
  expect(ocsfOf(event)).toMatchObject({ class_uid: 0, activity_id: 99, activity_name: 'build.finished', type_uid: 99, message: 'build.finished shop', unmapped: event.document });
});
