import type { Json } from '@patchbay/sdk';
import type { ConnectorCases } from '../testing/index.ts';
import { startMailServer } from './double.ts';

const ada = { to: ['ada@example.com'] };
const template = { subject: '{{project}} was deployed', text: '{{actor}} deployed {{project}}.', html: '<p>{{actor}}</p>' };
const values = { project: 'shop', actor: 'Ada <ada>' };
const arrived = (output: Json): boolean => (output as { accepted: string[] }).accepted[0] === 'ada@example.com';

export const cases: ConnectorCases = {
  start: startMailServer,
  plain: true,
  actions: {
    send: { input: { ...ada, subject: 'Deployed – grün', text: 'shop 1.4.2', html: '<b>shop</b>', attachments: [{ filename: 'a.txt', content: 'x' }] }, answers: arrived, refused: { input: { to: ['nobody@example.com'], subject: 'x', text: 'x' }, code: 'upstream.invalid' } },
    send_template: { input: { ...ada, template, values }, answers: (output) => arrived(output) && (output as { preview: { html: string } }).preview.html === '<p>Ada &lt;ada&gt;</p>', refused: { input: { to: ['nobody@example.com'], template, values }, code: 'upstream.invalid' } },
  },
};
