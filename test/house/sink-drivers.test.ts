// One table of cases for all sinks, here against strict doubles; `npm run conformance sinks` runs the same table against real servers.
import { describe, test } from 'vitest';
import { runSinkCase, sinkContract } from '../conformance/sinks/contract.ts';
import { doubles } from '../conformance/sinks/doubles.ts';

describe.each(Object.entries(doubles))('%s', (_, start) => {
  test.each(sinkContract.map((each) => [each.title, each] as const))('%s', async (__, each) => {
    const place = await start();
    if (each.concerns(place)) await runSinkCase(each, place);
    else await place.stop();
  });
});
