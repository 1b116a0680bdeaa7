/** What all plugins of the gallery are asked in the tests. */
import type { Cases } from './cases.ts';
import { cases as changelog } from './changelog/cases.ts';
import { cases as costGuard } from './cost-guard/cases.ts';
import { cases as emailDigest } from './email-digest/cases.ts';
import { cases as flakyTests } from './flaky-tests/cases.ts';
import { cases as freezeCalendar } from './freeze-calendar/cases.ts';
import { cases as incidentSummary } from './incident-summary/cases.ts';
import { cases as jsonTransformer } from './json-transformer/cases.ts';
import { cases as onCallReminder } from './on-call-reminder/cases.ts';
import { cases as openfeature } from './openfeature/cases.ts';
import { cases as piiRedactor } from './pii-redactor/cases.ts';
import { cases as semverGate } from './semver-gate/cases.ts';
import { cases as slackDigest } from './slack-digest/cases.ts';
import { cases as statusBadge } from './status-badge/cases.ts';

export type { Cases, Step, VendorRequest } from './cases.ts';

export const allCases: Readonly<Record<string, Cases>> = {
  changelog,
  'cost-guard': costGuard,
  'email-digest': emailDigest,
  'flaky-tests': flakyTests,
  'freeze-calendar': freezeCalendar,
  'incident-summary': incidentSummary,
  'json-transformer': jsonTransformer,
  'on-call-reminder': onCallReminder,
  openfeature,
  'pii-redactor': piiRedactor,
  'semver-gate': semverGate,
  'slack-digest': slackDigest,
  'status-badge': statusBadge,
};
