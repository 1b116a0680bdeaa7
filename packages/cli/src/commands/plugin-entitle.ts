import { writeFile } from 'node:fs/promises';
import { usage } from '../complaint.ts';
import { defineCommand } from '../command.ts';
import { isData, printData } from '../output/print.ts';
import { readKeyFile } from '../plugin/key-file.ts';
import { expiryOf, wholeNumber } from '../take-text.ts';

export const pluginEntitle = defineCommand({
  name: 'plugin entitle',
  summary: 'sign what a tenant bought of your plugin',
  args: [{ name: 'plugin' }, { name: 'plan' }, { name: 'tenant' }],
  flags: {
    key: { type: 'string', value: 'FILE', summary: 'the key of the publisher; instead of PATCHBAY_PLUGIN_KEY_FILE' },
    number: { type: 'string', value: 'TEXT', summary: 'your number of the contract: a renewal has the same' },
    sequence: { type: 'string', value: 'N', summary: 'higher with each renewal; seconds since 1970, if absent' },
    from: { type: 'string', value: 'WHEN', summary: 'an instant; now, if absent' },
    until: { type: 'string', value: 'WHEN', summary: 'an instant, or from now: 365d' },
    grace: { type: 'string', value: 'DAYS', summary: 'how long it goes on after that; 14, if absent' },
    seats: { type: 'string', value: 'N', summary: 'for how many people; any number, if absent' },
    feature: { type: 'string', value: 'WORD', multiple: true, summary: 'what it unlocks besides the plan' },
    out: { type: 'string', value: 'FILE', summary: 'write it there' },
  },
  examples: ['patchbay plugin entitle acme/weather pro ten_01jd8xk3v2q4r6t8w0y2a4c6e8 --number 2030-0042 --until 365d --key acme.key --out weather.license'],
  notes: 'Whoever bought it adds it with: patchbay call plugin_entitlement_add -i @weather.license',
  async run([plugin = '', plan = '', tenant = ''], flags, io) {
    if (flags.until === undefined || flags.number === undefined) throw usage('An entitlement has a number and an end', 'Give --number and --until.');
    const [{ ENTITLEMENT, signStatement }, { digest }] = await Promise.all([import('@patchbay/plugins'), import('@patchbay/vault')]);
    const pair = await readKeyFile(flags.key ?? io.env['PATCHBAY_PLUGIN_KEY_FILE'] ?? 'publisher.key');
    const seats = wholeNumber(flags.seats, 'seats');
    const predicate = {
      number: flags.number, sequence: wholeNumber(flags.sequence, 'sequence') ?? Math.floor(io.now() / 1000), plugin, plan, tenant, ...(seats === undefined ? {} : { seats }), ...(flags.feature === undefined ? {} : { features: [...flags.feature] }),
      startsAt: expiryOf(flags.from ?? new Date(io.now()).toISOString(), io.now()), expiresAt: expiryOf(flags.until, io.now()), graceSeconds: (wholeNumber(flags.grace, 'grace') ?? 14) * 86_400,
    };
    const name = `${plugin} ${flags.number}`;
    const entitlement = signStatement({ subject: [{ name, digest: { sha256: digest(name) } }], predicateType: ENTITLEMENT, predicate }, pair);
    if (flags.out !== undefined) await writeFile(flags.out, `${JSON.stringify({ entitlement })}\n`);
    if (isData(flags.output)) return printData({ entitlement, ...predicate }, flags.output, io);
    io.out(`${flags.out ?? JSON.stringify({ entitlement })}\n`);
  },
});
