// Written by `npm run catalog`: the folders of this room.
import type { Plugin } from '@patchbay/sdk';
import { plugin as discord } from '../discord/plugin.ts';
import { plugin as github } from '../github/plugin.ts';
import { plugin as http } from '../http/plugin.ts';
import { plugin as pagerduty } from '../pagerduty/plugin.ts';
import { plugin as slack } from '../slack/plugin.ts';

export const connectors: readonly Plugin[] = [discord, github, http, pagerduty, slack];
