import { gallery } from '@patchbay/gallery';
import { allCases } from '@patchbay/gallery/cases';
import { describe, expect, it } from 'vitest';
import { runCases } from './plugins/run-cases.ts';

const wanted = { auth: ['upstream.unauthorized'], permission: ['upstream.forbidden'], not_found: ['upstream.not_found'], invalid: ['upstream.invalid', 'input.invalid'], conflict: ['upstream.conflict'], unavailable: ['upstream.unavailable'] } as const;

describe.each(['trusted', 'sandboxed'] as const)('a plugin of the gallery, %s', (runtime) => {
  it.each(gallery)('$name does what its cases say', async (exhibit) => {
    const results = await runCases(exhibit, runtime);
    for (const [index, { name, input, gives, refuses }] of allCases[exhibit.name]!.steps.entries()) {
      const about = `step ${index + 1}, ${name} ${JSON.stringify(input)}: ${JSON.stringify(results[index])}`;
      if (refuses === undefined) expect(results[index], about).toMatchObject({ gave: gives ?? {} });
      else expect(wanted[refuses], about).toContain((results[index] as { refused?: string }).refused);
    }
  }, 60_000);
});
