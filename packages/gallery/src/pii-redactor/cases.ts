import type { Cases } from '../cases.ts';

const redacts = (input: unknown, output: unknown, found: unknown) => ({ ask: 'query', name: 'redact', input: { input }, gives: { output, found } }) as const;

export const cases: Cases = {
  steps: [
    redacts({ text: 'Ask ada@example.com or +43 660 1234567 from 10.1.2.3' }, { text: 'Ask [email] or [phone] from [ip]' }, { email: 1, phone: 1, ip: 1 }),
    redacts(['4111 1111 1111 1111', '4111 1111 1111 1112', 'AT61 1904 3002 3457 3201', 'AT61 1904 3002 3457 3202'], ['[card]', '4111 1111 1111 1112', '[iban]', 'AT61 1904 3002 3457 3202'], { card: 1, iban: 1 }),
    redacts({ user: { first_name: 'Ada', LastName: 'L', age: 36, ssn: null }, version: '1.2.3', at: '999.1.1.1' }, { user: { first_name: '[name]', LastName: '[name]', age: 36, ssn: null }, version: '1.2.3', at: '999.1.1.1' }, { name: 2 }),
    { ask: 'query', name: 'redact', input: { input: 'ada@example.com', keep: ['email'] }, gives: { output: 'ada@example.com', found: {} } },
    { ask: 'query', name: 'redact', input: { input: 'x', keep: ['shoes'] }, refuses: 'invalid' },
  ],
};
