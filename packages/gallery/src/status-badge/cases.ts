import type { Cases } from '../cases.ts';

export const cases: Cases = {
  steps: [
    { ask: 'query', name: 'badge', input: { subject: 'coverage' }, gives: { message: 'unknown', color: 'lightgrey', schemaVersion: 1 } },
    { ask: 'action', name: 'set', input: { subject: 'coverage', message: '<93 %', color: 'green' }, gives: { label: 'coverage' } },
    { ask: 'action', name: 'set', input: { subject: '../x', message: 'x' }, refuses: 'invalid' },
    { ask: 'query', name: 'badge', input: { subject: 'coverage' }, gives: { message: '<93 %', color: 'green' } },
    { ask: 'query', name: 'svg', input: { subject: 'coverage' }, gives: { svg: '<svg xmlns="http://www.w3.org/2000/svg" width="111" height="20" role="img"><rect width="66" height="20" fill="#555"/><rect x="66" width="45" height="20" fill="#97ca00"/><g fill="#fff" text-anchor="middle" font-family="Verdana,sans-serif" font-size="11"><text x="33" y="14">coverage</text><text x="88.5" y="14">&lt;93 %</text></g></svg>' } },
  ],
};
