import type { Cases } from '../cases.ts';

const step = (from: string, to: string, gives: unknown) => ({ ask: 'query', name: 'step', input: { from, to }, gives }) as const;

export const cases: Cases = {
  steps: [
    step('1.4.2', '1.4.3', { step: 'patch', decision: 'allow' }), step('1.4.2', 'v2.0.0', { step: 'major', decision: 'require_approval' }), step('1.4.2', '1.4.2+build.7', { step: 'none', decision: 'allow' }), step('2.0.0', '1.9.9', { step: 'back', decision: 'deny' }),
    step('1.0.0-alpha', '1.0.0-alpha.1', { step: 'pre' }), step('1.0.0-alpha.1', '1.0.0-beta', { step: 'pre' }), step('1.0.0-beta.2', '1.0.0-beta.11', { step: 'pre' }), step('1.0.0', '1.0.0-rc.1', { step: 'back' }),
    { ask: 'query', name: 'step', input: { from: '1.4', to: '2' }, refuses: 'invalid' },
    { ask: 'query', name: 'current', input: { project: 'prj_shop', environment: 'production' }, gives: { version: null } },
  ],
};
