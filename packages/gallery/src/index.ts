/** The plugins of the gallery, and the files they are in: packages are made of them. A test compares the list with the folders. */
import type { Plugin } from '@patchbay/sdk';
import { plugin as changelog } from './changelog/plugin.ts';
import { plugin as costGuard } from './cost-guard/plugin.ts';
import { plugin as emailDigest } from './email-digest/plugin.ts';
import { plugin as flakyTests } from './flaky-tests/plugin.ts';
import { plugin as freezeCalendar } from './freeze-calendar/plugin.ts';
import { plugin as incidentSummary } from './incident-summary/plugin.ts';
import { plugin as jsonTransformer } from './json-transformer/plugin.ts';
import { plugin as onCallReminder } from './on-call-reminder/plugin.ts';
import { plugin as openfeature } from './openfeature/plugin.ts';
import { plugin as piiRedactor } from './pii-redactor/plugin.ts';
import { plugin as semverGate } from './semver-gate/plugin.ts';
import { plugin as slackDigest } from './slack-digest/plugin.ts';
import { plugin as statusBadge } from './status-badge/plugin.ts';

export interface Exhibit { readonly name: string; readonly plugin: Plugin; /** URL of the file that exports it. */ readonly file: string; /** URL of its folder. */ readonly folder: string }

const exhibit = (name: string, plugin: Plugin): Exhibit => ({ name, plugin, file: new URL(`./${name}/plugin.ts`, import.meta.url).href, folder: new URL(`./${name}/`, import.meta.url).href });

export const gallery: readonly Exhibit[] = [
  exhibit('changelog', changelog),
  exhibit('cost-guard', costGuard),
  exhibit('email-digest', emailDigest),
  exhibit('flaky-tests', flakyTests),
  exhibit('freeze-calendar', freezeCalendar),
  exhibit('incident-summary', incidentSummary),
  exhibit('json-transformer', jsonTransformer),
  exhibit('on-call-reminder', onCallReminder),
  exhibit('openfeature', openfeature),
  exhibit('pii-redactor', piiRedactor),
  exhibit('semver-gate', semverGate),
  exhibit('slack-digest', slackDigest),
  exhibit('status-badge', statusBadge),
];
