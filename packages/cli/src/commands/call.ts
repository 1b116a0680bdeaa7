import type { CatalogAction } from '@patchbay/contracts';
import { actionOf, loadCatalog } from '../catalog.ts';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { connect } from '../connect.ts';
import type { Io } from '../io.ts';
import { isData, printData, printOne } from '../output/print.ts';
import { parseJson, takeText } from '../take-text.ts';

export const call = defineCommand({
  name: 'call',
  summary: 'call any action',
  args: [{ name: 'action', of: 'action' }],
  flags: {
    input: { type: 'string', short: 'i', value: 'JSON', summary: 'the input as JSON, as @file, or - for stdin' },
    field: { type: 'string', short: 'F', value: 'NAME=VALUE', multiple: true, summary: 'one field of the input; its type follows from the action' },
    'dry-run': { type: 'boolean', summary: 'say what would happen, change nothing' },
    approval: { type: 'string', value: 'ID', summary: 'the approval that a destructive action waited for' },
    'idempotency-key': { type: 'string', value: 'KEY', summary: 'under the same key the hub does it once' },
  },
  examples: ['patchbay call whoami', 'patchbay call event_publish -F type=build.finished -F subject=shop -F data={"number":7}', 'patchbay call project_create --input @project.json --dry-run'],
  async run([word = ''], flags, io) {
    const action = actionOf(word, await loadCatalog());
    const input = await inputOf(flags.input, flags.field ?? [], action, io);
    const hub = await connect(flags, io);
    const id = action?.id ?? word; // the hub may know actions that this catalog does not: those of its plugins
    const answer = await hub.call(id as string, input, { signal: io.signal, dryRun: flags['dry-run'], approvalId: flags.approval, idempotencyKey: flags['idempotency-key'] });
    if (!isData(flags.output) && isFields(answer) && !Array.isArray(answer['items'])) return printOne(answer, flags.output, io);
    return printData(answer, flags.output, io);
  },
});

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

async function inputOf(given: string | undefined, fields: readonly string[], action: CatalogAction | undefined, io: Io): Promise<Record<string, unknown>> {
  const whole = given === undefined ? {} : parseJson(await takeText(given, io), '--input');
  if (!isFields(whole)) throw usage('--input takes a JSON object', 'For example --input \'{"id":"prj_…"}\'.');
  return { ...whole, ...Object.fromEntries(fields.map((field) => fieldOf(field, action))) };
}

function fieldOf(text: string, action: CatalogAction | undefined): [string, unknown] {
  const [name = '', value] = text.split(/=(.*)/s, 2);
  if (name === '' || value === undefined) throw usage('--field takes NAME=VALUE', 'For example -F slug=shop.');
  const schema = (action?.input['properties'] as Readonly<Record<string, { readonly type?: unknown }>> | undefined)?.[name];
  return [name, schema?.type === 'string' ? value : asJson(value)];
}

/** `7`, `true`, `[1]`; a word that is no JSON is a string. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
