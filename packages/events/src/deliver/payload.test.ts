import { expect, test } from 'vitest';
import type { EventFacts } from '../match/event-facts.ts';
import { parcelOf } from './delivery.ts';
import { formats } from './payload.ts';

const event: EventFacts = { tenant: 'ten_a', id: 'evt_1', at: 0, type: 'build.finished', subject: 'Käse "1"', channels: [], data: { text: 'é', number: 7 } };
const read = (body: Buffer): unknown => JSON.parse(body.toString('utf8'));

test('as Standard Webhooks it has type, time and data', () => {
  expect(read(formats.standard(event).body)).toEqual({ type: 'build.finished', timestamp: '1970-01-01T00:00:00.000Z', data: event.data });
  expect(formats.standard({ ...event, dataText: JSON.stringify(event.data) }).body).toEqual(formats.standard(event).body);
});

test('raw it is its data alone', () => expect(read(formats.raw(event).body)).toEqual(event.data));

test('as a CloudEvent it says what it is in the body', () => {
  const { body, headers } = formats.cloudevents(event);
  expect(read(body)).toEqual({ specversion: '1.0', id: 'evt_1', source: '/tenants/ten_a', type: 'build.finished', subject: 'Käse "1"', time: '1970-01-01T00:00:00.000Z', datacontenttype: 'application/json', data: event.data });
  expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
});

test('as a binary CloudEvent it says so in headers that HTTP can carry', () => {
  const { body, headers } = formats.cloudevents_binary(event);
  expect(read(body)).toEqual(event.data);
  expect(headers).toMatchObject({ 'ce-specversion': '1.0', 'ce-type': 'build.finished', 'ce-subject': 'K%C3%A4se%20%221%22', 'content-type': 'application/json' });
});

test('as a binary CloudEvent even broken text becomes a header', () => {
  const { headers } = formats.cloudevents_binary({ ...event, subject: 'a\ud800 %\n' });
  expect(headers['ce-subject']).toBe('a%EF%BF%BD%20%25%0A');
  for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
});

test('a payload is made once, however many endpoints get it', () => {
  const parcel = parcelOf(event);
  expect(parcel.payload('standard')).toBe(parcel.payload('standard'));
  expect(parcel.payload('raw')).toBe(parcel.payload('raw'));
});

test('packed it is bytes, and what it told is read in them where an endpoint wants another form by now', () => {
  const parcel = parcelOf({ ...event, dataText: JSON.stringify(event.data) });
  parcel.pack();
  expect(parcel.dataText).toBeUndefined();
  expect(parcel.data).toEqual(event.data);
  for (const format of ['standard', 'raw', 'cloudevents', 'cloudevents_binary'] as const) expect(parcel.payload(format)).toEqual(formats[format](event));
});
