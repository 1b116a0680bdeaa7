import { actionOf, inputOf, loadCatalog } from '../catalog.ts';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { connect } from '../connect.ts';
import { isData, printData, printOne } from '../output/print.ts';
import { parseJson, takeText } from '../take-text.ts';
import { saidField, schemaAt, typedFields } from '../typed-fields.ts';

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
    const catalog = await loadCatalog();
    const action = actionOf(word, catalog);
    const id = action?.id ?? word; // the hub may know actions that this catalog does not: those of its plugins
    const whole = flags.input === undefined ? {} : parseJson(await takeText(flags.input, io), '--input');
    if (!isFields(whole)) throw usage('--input takes a JSON object', 'For example --input \'{"id":"prj_…"}\'.');
    const said = (flags.field ?? []).map(saidField);
    const hub = await connect(flags, io);
    const input = { ...whole, ...typedFields(said, action === undefined ? await schemaAt(hub, id, said, io.signal) : inputOf(action, catalog)) };
    const answer = await hub.call(id as string, input, { signal: io.signal, dryRun: flags['dry-run'], approvalId: flags.approval, idempotencyKey: flags['idempotency-key'] });
    if (!isData(flags.output) && isFields(answer) && !Array.isArray(answer['items'])) return printOne(answer, flags.output, io);
    return printData(answer, flags.output, io);
  },
});

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
