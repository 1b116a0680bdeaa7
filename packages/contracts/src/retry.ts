/** When a delivery is tried again. */
import { z } from 'zod';
import { seconds } from './field.ts';

/** Before the second attempt, the third, and so on. */
export const retryDelays = z.array(seconds.max(604_800)).max(24);

/** The schedule that Standard Webhooks suggests: ten attempts in 75 hours. */
export const STANDARD_DELAYS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

export const retry = z.strictObject({
  delays: retryDelays.default(STANDARD_DELAYS).meta({ description: 'Seconds before each further attempt; empty for a single one.', examples: [STANDARD_DELAYS] }),
  jitter: z.number().min(0).max(0.5).default(0.2).meta({ description: 'By which part a delay may be shorter or longer, so that receivers aren’t hit in step.', examples: [0.2] }),
  disable_after: seconds.min(3600).default(432_000).meta({ description: 'Seconds of nothing but failure after which it is switched off and somebody is told.', examples: [432_000] }),
});

export const STANDARD_RETRY: z.output<typeof retry> = { delays: STANDARD_DELAYS, jitter: 0.2, disable_after: 432_000 };
