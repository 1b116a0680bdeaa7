/**
 * Plugins as they are promised: their life over every REST route, the same results in both runtimes, no tampered package taken in, entitlements
 * that hold, books that add up, registries that are followed and bundles that are carried.
 * `node test/conformance/plugins.ts`
 */
import { proof } from '../proof.ts';
import { followRegistry } from './plugins/followed.ts';
import { compareGallery } from './plugins/gallery.ts';
import { liveOverRest } from './plugins/life.ts';
import { sellOverRest } from './plugins/market.ts';
import { compareRuntimes } from './plugins/runtimes.ts';
import { tryTampered } from './plugins/tampered.ts';

const life = await liveOverRest();
const runtimes = await compareRuntimes();
const shown = await compareGallery();
const tampered = await tryTampered();
const market = await sellOverRest();
const followed = await followRegistry();
for (const problem of [...market.problems, ...market.entitlements.through, ...followed.problems, ...followed.lists.through, ...followed.packages.through, ...life.problems, ...runtimes.problems, ...shown.problems, ...tampered.problems]) console.log(problem);

proof('conformance plugins', [
  { name: 'REST routes of the life of a plugin, walked', value: life.routes, goal: 9, better: 'higher' },
  { name: 'steps of that life that went wrong', value: life.problems.length, goal: 0, better: 'lower' },
  { name: 'tables that an uninstallation left changed', value: life.left, goal: 0, better: 'lower' },
  { name: 'calls made in both runtimes', value: runtimes.calls, goal: 25, better: 'higher' },
  { name: 'calls with other results in the other runtime', value: runtimes.problems.length, goal: 0, better: 'lower' },
  { name: 'plugins of the gallery, run in both runtimes', value: shown.plugins, goal: 13, better: 'higher' },
  { name: 'calls of theirs', value: shown.calls, goal: 70, better: 'higher' },
  { name: 'calls of theirs with other results in the other runtime', value: shown.problems.length, goal: 0, better: 'lower' },
  { name: 'tampered packages tried', value: tampered.tried, goal: 30, better: 'higher' },
  { name: 'tampered packages taken in', value: tampered.taken, goal: 0, better: 'lower' },
  { name: 'refusals that do not say why', value: tampered.silent, goal: 0, better: 'lower' },
  { name: 'entitlements tried that must not count', value: market.entitlements.tried, goal: 12, better: 'higher' },
  { name: 'of those that counted', value: market.entitlements.through.length, goal: 0, better: 'lower' },
  { name: 'entries of the ledger, told twice and by many at once', value: market.entries, goal: 300, better: 'higher' },
  { name: 'coins that the ledger lost or made', value: market.lost, goal: 0, better: 'lower' },
  { name: 'steps of the market that went wrong', value: market.problems.length, goal: 0, better: 'lower' },
  { name: 'releases that a following hub took over', value: followed.taken, goal: 6, better: 'higher' },
  { name: 'packages that a hub without a network took from a bundle', value: followed.carried, goal: 6, better: 'higher' },
  { name: 'lists and bundles tried that were touched, old or held back', value: followed.lists.tried, goal: 11, better: 'higher' },
  { name: 'of those that were believed', value: followed.lists.through.length, goal: 0, better: 'lower' },
  { name: 'packages exchanged on the way', value: followed.packages.tried, goal: 6, better: 'higher' },
  { name: 'of those that were taken in', value: followed.packages.through.length, goal: 0, better: 'lower' },
  { name: 'installations that run what its publisher took back elsewhere', value: followed.running, goal: 0, better: 'lower' },
  { name: 'steps of following that went wrong', value: followed.problems.length, goal: 0, better: 'lower' },
]);
