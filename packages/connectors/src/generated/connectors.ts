// Written by `npm run catalog`: the folders of this room.
import type { Plugin } from '@patchbay/sdk';
import { plugin as pagerduty } from '../pagerduty/plugin.ts';

export const connectors: readonly Plugin[] = [pagerduty];
