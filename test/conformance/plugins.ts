/**
 * Plugins as they are promised: their life over every REST route, the same results in both runtimes, and no tampered package taken in.
 * `node test/conformance/plugins.ts`
 */
import { proof } from '../proof.ts';
import { compareGallery } from './plugins/gallery.ts';
import { liveOverRest } from './plugins/life.ts';
import { compareRuntimes } from './plugins/runtimes.ts';
import { tryTampered } from './plugins/tampered.ts';

const life = await liveOverRest();
const runtimes = await compareRuntimes();
const shown = await compareGallery();
const tampered = await tryTampered();
for (const problem of [...life.problems, ...runtimes.problems, ...shown.problems, ...tampered.problems]) console.log(problem);

proof('conformance plugins', [
  { name: 'REST routes of the life of a plugin, walked', value: life.routes, goal: 9, better: 'higher' },
  { name: 'steps of that life that went wrong', value: life.problems.length, goal: 0, better: 'lower' },
  { name: 'tables that an uninstallation left changed', value: life.left, goal: 0, better: 'lower' },
  { name: 'calls made in both runtimes', value: runtimes.calls, goal: 25, better: 'higher' },
  { name: 'calls with other results in the other runtime', value: runtimes.problems.length, goal: 0, better: 'lower' },
  { name: 'plugins of the gallery, run in both runtimes', value: shown.plugins, goal: 12, better: 'higher' },
  { name: 'calls of theirs', value: shown.calls, goal: 70, better: 'higher' },
  { name: 'calls of theirs with other results in the other runtime', value: shown.problems.length, goal: 0, better: 'lower' },
  { name: 'tampered packages tried', value: tampered.tried, goal: 30, better: 'higher' },
  { name: 'tampered packages taken in', value: tampered.taken, goal: 0, better: 'lower' },
  { name: 'refusals that do not say why', value: tampered.silent, goal: 0, better: 'lower' },
]);
