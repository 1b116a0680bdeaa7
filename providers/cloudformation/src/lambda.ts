/** What Lambda calls. Made by the first invocation, kept for the next. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CatalogDocument } from '@patchbay/contracts';
import { keyIn } from '@patchbay/step';
import catalog from '@patchbay/client/catalog' with { type: 'json' };
import { createFunction, type LambdaContext } from './create-function.ts';
import type { CustomEvent } from './custom-event.ts';

let answer: ReturnType<typeof createFunction> | undefined;

export async function handler(event: CustomEvent, context: LambdaContext): Promise<void> {
  answer ??= createFunction({
    sources: (catalog as unknown as CatalogDocument).resources, // npm run catalog writes the file from this type
    env: process.env, key: keyIn(process.env), fetch, now: Date.now, wait: (ms) => sleep(ms), log: (line) => void process.stdout.write(`${line}\n`),
  });
  await answer(event, context);
}
