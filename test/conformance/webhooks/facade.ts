/** Every call of the npm client against a whole hub, with the rules that go with it. */
import type { Figure } from '../../proof.ts';
import { createTally } from '../signatures/tally.ts';
import { checkApplications } from './applications.ts';
import { checkAttempts } from './attempts.ts';
import { checkAuthentication } from './authentication.ts';
import { checkEndpoints } from './endpoints.ts';
import { checkEventTypes } from './event-types.ts';
import { checkHosted } from './hosted.ts';
import { checkMessages } from './messages.ts';
import { operations, served } from './operations.ts';
import { checkTasks } from './tasks.ts';
import { openWorld, type World } from './world.ts';

const sections: Readonly<Record<string, (world: World) => Promise<void>>> = {
  applications: checkApplications, 'event-types': checkEventTypes, endpoints: checkEndpoints, messages: checkMessages, attempts: checkAttempts, tasks: checkTasks, authentication: checkAuthentication, hosted: checkHosted,
};

export async function proveFacade(store: 'sqlite' | 'postgres', only?: string): Promise<Figure[]> {
  const tally = createTally();
  const world = await openWorld(store, tally);
  try {
    for (const [name, check] of Object.entries(sections)) {
      if (only !== undefined && only !== name) continue;
      await check(world).catch((error: unknown) => tally.expect(false, `${name} broke off: ${error instanceof Error ? `${error.message} ${JSON.stringify((error as { body?: unknown }).body ?? '')} ${error.stack?.split('\n')[1] ?? ''}` : String(error)}`));
    }
  } finally {
    await world.stop();
  }
  for (const what of tally.broken.slice(0, 40)) console.log(`${store}: ${what}`);
  const missing = operations.filter((each) => !served(world.called).includes(each));
  if (missing.length > 0 && only === undefined) console.log(`${store}: never served: ${missing.join(', ')}`);
  return [
    { name: `facade on ${store}: operations that the client called and got`, value: operations.length - missing.length, goal: operations.length, better: 'higher' },
    { name: `facade on ${store}: rules that hold`, value: tally.held, goal: 300, better: 'higher' },
    { name: `facade on ${store}: rules that do not`, value: tally.broken.length, goal: 0, better: 'lower' },
  ];
}
