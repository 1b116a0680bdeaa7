/**
 * What a call of a sandboxed plugin costs, in a thread of the hub and in a process of its own, always from a clean slate, beside a bare
 * thread's echo and a function of the host's own in the same run. `npm run bench plugins`
 */
import { proof } from '../proof.ts';
import { startEcho } from './plugins/echo.ts';
import { calls } from './plugins/calls.ts';
import { createFigures } from './plugins/figures.ts';
import { hostile } from './plugins/hostile.ts';
import { loading } from './plugins/loading.ts';
import { many } from './plugins/many.ts';
import { open } from './plugins/place.ts';
import { thousand } from './plugins/thousand.ts';

const figures = createFigures();
const echo = startEcho();
for (const placement of ['thread', 'process'] as const) {
  const place = await open(placement);
  figures.lower(`${placement}: first program, with threads and engine, ms`, place.readyMs, 1000);
  await calls(place, echo, figures);
  await many(place, echo, figures);
  if (placement === 'thread') await loading(place, figures);
  await hostile(place, figures);
  await place.sandbox.close();
}
await thousand(figures);
await echo.stop();
proof('bench plugins', figures.all);
