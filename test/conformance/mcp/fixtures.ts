/** What the official suite expects a server to have, as actions of a source that only tests bring: each runs through the one path like any other. */
import { type Action, type ActionSource, type Context, defineAction, Failure, foreignSchema, type JsonSchema, type Operation, operation, type ToolOutput, toolOutput } from '@patchbay/contracts';
import type { ListName } from './changes.ts';

type Say = Partial<ToolOutput>;
type Input = Readonly<Record<string, unknown>>;
type Runs = (input: Input, ctx: Context) => Promise<Say> | Say;

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

/** As text: an object with `then` looks like a promise. */
const CONDITION = JSON.parse('{"if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},"then":{"required":["phone"]},"else":{"required":["email"]}}') as JsonSchema;
const NOTHING: JsonSchema = { type: 'object', properties: {}, additionalProperties: false };
const text = (words: string): Say => ({ content: [{ type: 'text', text: words }] });
const form = (message: string, properties: object, required: readonly string[] = []) => ({ method: 'elicitation/create', params: { mode: 'form', message, requestedSchema: { type: 'object', properties, required } } });
const sampling = (words: string) => ({ method: 'sampling/createMessage', params: { messages: [{ role: 'user', content: { type: 'text', text: words } }], maxTokens: 100 } });
const asks = (inputRequests: Say['inputRequests'], requestState?: string): Say => ({ resultType: 'input_required', ...(inputRequests === undefined ? {} : { inputRequests }), ...(requestState === undefined ? {} : { requestState }) });
const answer = (ctx: Context, key: string): Record<string, never> | undefined => ctx.dialogue?.responses?.[key] as Record<string, never> | undefined;
const given = (ctx: Context, key: string, field: string): string | undefined => {
  const content = answer(ctx, key)?.['content'] as Record<string, unknown> | undefined;
  return typeof content?.[field] === 'string' ? content[field] : undefined;
};
const wait = (milliseconds: number, signal: AbortSignal): Promise<void> => new Promise((resolve, reject) => {
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener('abort', () => { clearTimeout(timer); reject(new Failure('action.cancelled', 'cancelled')); }, { once: true });
});
const NAME = { name: { type: 'string' } };
const askName = asks({ user_name: form('What is your name?', NAME, ['name']) });

export function conformanceSource(change: (what: ListName) => void): ActionSource {
  const operations = new Map<string, Operation>();
  const tool = (id: string, description: string, run: Runs, { input = NOTHING, ...more }: { input?: JsonSchema } & Partial<Pick<Action, 'long'>> = {}): void => {
    const action = defineAction({ id, title: id.replaceAll('_', ' '), description, safety: 'safe', scope: 'conformance:run', input: foreignSchema(input), output: toolOutput(), ...more });
    operations.set(id, operation(action, (given, ctx) => run(given as Input, ctx) as ToolOutput));
  };
  plain(tool, change);
  questions(tool);
  sessions(tool);
  tasks(tool);
  const list = [...operations.values()].map(({ action }) => action);
  return { list: () => list, resolve: (id) => operations.get(id) };
}

type Tool = (id: string, description: string, run: Runs, more?: { input?: JsonSchema } & Partial<Pick<Action, 'long'>>) => void;

function plain(tool: Tool, change: (what: ListName) => void): void {
  const image = { type: 'image', data: PNG, mimeType: 'image/png' };
  const embedded = { type: 'resource', resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' } };
  tool('test_simple_text', 'Says one text.', () => text('This is a simple text response for testing.'));
  tool('test_image_content', 'Gives an image.', () => ({ content: [image] }));
  tool('test_audio_content', 'Gives a sound.', () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }));
  tool('test_embedded_resource', 'Gives a resource.', () => ({ content: [embedded] }));
  tool('test_multiple_content_types', 'Gives a text, an image and a resource.', () => ({ content: [{ type: 'text', text: 'Multiple content types test:' }, image, { type: 'resource', resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data"}' } }] }));
  tool('test_error_handling', 'Fails.', () => ({ ...text('This tool intentionally returns an error for testing'), isError: true }));
  tool('test_tool_with_progress', 'Tells how far it is.', async (_, ctx) => {
    for (const done of [0, 50, 100]) { ctx.dialogue?.progress(done, 100, `${done} of 100`); await wait(50, ctx.signal); }
    return text('done');
  });
  tool('test_missing_capability', 'Needs sampling.', (_, ctx) => {
    if (ctx.dialogue?.capabilities['sampling'] === undefined) throw new Failure('capability.missing', 'This tool needs sampling', { required: { sampling: {} } });
    return text('sampling is there');
  });
  tool('test_streaming_elicitation', 'Says something before its answer.', (_, ctx) => { ctx.dialogue?.progress(1, 1); return text('done'); });
  tool('test_logging_tool', 'Logs.', (_, ctx) => { ctx.dialogue?.log('info', 'This is a log message'); return text('logged'); });
  tool('test_trigger_tool_change', 'Tells that the tools changed.', () => { change('tools'); return text('told'); });
  tool('test_trigger_prompt_change', 'Tells that the prompts changed.', () => { change('prompts'); return text('told'); });
  tool('test_x_mcp_header', 'Wants its argument repeated as a header.', ({ region }) => text(`region ${String(region)}`), { input: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } }, required: ['region'] } });
  tool('json_schema_2020_12_tool', 'Has a schema with much in it.', () => text('fits'), { input: {
    $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object',
    $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
    properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' }, contactMethod: { type: 'string', enum: ['phone', 'email'] }, phone: { type: 'string' }, email: { type: 'string' } },
    allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
    ...CONDITION,
    additionalProperties: false,
  } });
}

function questions(tool: Tool): void {
  tool('test_input_required_result_elicitation', 'Asks for a name.', (_, ctx) => { const name = given(ctx, 'user_name', 'name'); return name === undefined ? askName : text(`Hello, ${name}!`); });
  tool('test_input_required_result_sampling', 'Asks a model.', (_, ctx) => (answer(ctx, 'capital_question') === undefined ? asks({ capital_question: sampling('What is the capital of France?') }) : text(`The model says ${JSON.stringify(answer(ctx, 'capital_question'))}`)));
  tool('test_input_required_result_list_roots', 'Asks for roots.', (_, ctx) => (answer(ctx, 'client_roots') === undefined ? asks({ client_roots: { method: 'roots/list', params: {} } }) : text(`Roots ${JSON.stringify(answer(ctx, 'client_roots'))}`)));
  tool('test_input_required_result_request_state', 'Wants its state back.', (_, ctx) => confirm(ctx, 'state-ok'));
  tool('test_input_required_result_tampered_state', 'Wants its state back unchanged.', (_, ctx) => confirm(ctx, 'state-ok'));
  tool('test_input_required_result_multiple_inputs', 'Asks three things at once.', (_, ctx) => {
    const all = ['user_name', 'greeting', 'client_roots'].every((key) => answer(ctx, key) !== undefined);
    return all && ctx.dialogue?.state === 'many' ? text('all there') : asks({ user_name: form('What is your name?', NAME, ['name']), greeting: sampling('Write a greeting.'), client_roots: { method: 'roots/list', params: {} } }, 'many');
  });
  tool('test_input_required_result_multi_round', 'Asks twice.', (_, ctx) => {
    if (ctx.dialogue?.state === 'round-2' && answer(ctx, 'step2') !== undefined) return text('both rounds done');
    if (ctx.dialogue?.state === 'round-1' && answer(ctx, 'step1') !== undefined) return asks({ step2: form('Step 2: which colour?', { color: { type: 'string' } }, ['color']) }, 'round-2');
    return asks({ step1: form('Step 1: what is your name?', NAME, ['name']) }, 'round-1');
  });
  tool('test_input_required_result_capabilities', 'Asks only what the client can answer.', (_, ctx) => {
    const { capabilities = {} } = ctx.dialogue ?? {};
    if (ctx.dialogue?.responses !== undefined) return text('answered');
    return asks({
      ...(capabilities['elicitation'] === undefined ? {} : { user_name: form('What is your name?', NAME, ['name']) }), ...(capabilities['sampling'] === undefined ? {} : { greeting: sampling('Write a greeting.') }),
      ...(capabilities['roots'] === undefined ? {} : { client_roots: { method: 'roots/list', params: {} } }),
    }, 'asked');
  });
}

function confirm(ctx: Context, state: string): Say {
  if (ctx.dialogue?.state === state && answer(ctx, 'confirm') !== undefined) return text('state-ok');
  return asks({ confirm: form('Go on?', { ok: { type: 'boolean' } }, ['ok']) }, state);
}

/** What the older era asks for in the midst of a call. */
function sessions(tool: Tool): void {
  tool('test_tool_with_logging', 'Logs three times.', async (_, ctx) => {
    for (const words of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) { ctx.dialogue?.log('info', words); await wait(50, ctx.signal); }
    return text('logged');
  });
  tool('test_sampling', 'Asks a model.', ({ prompt }, ctx) => {
    const said = answer(ctx, 'said') as { content?: { text?: string } } | undefined;
    return said === undefined ? asks({ said: sampling(String(prompt)) }) : text(`LLM response: ${said.content?.text ?? ''}`);
  }, { input: { type: 'object', properties: { prompt: { type: 'string' } }, required: ['prompt'] } });
  tool('test_elicitation', 'Asks a person.', ({ message }, ctx) => told(ctx, form(String(message), { username: { type: 'string' }, email: { type: 'string' } }, ['username', 'email'])), { input: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] } });
  tool('test_elicitation_sep1034_defaults', 'Asks with defaults.', (_, ctx) => told(ctx, form('Fill in', {
    name: { type: 'string', default: 'John Doe' }, age: { type: 'integer', default: 30 }, score: { type: 'number', default: 95.5 }, status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' }, verified: { type: 'boolean', default: true },
  })));
  const titled = [['value1', 'First Option'], ['value2', 'Second Option'], ['value3', 'Third Option']].map(([value, title]) => ({ const: value, title }));
  tool('test_elicitation_sep1330_enums', 'Asks with choices.', (_, ctx) => told(ctx, form('Choose', {
    untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] }, titledSingle: { type: 'string', oneOf: titled },
    legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
    untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } }, titledMulti: { type: 'array', items: { anyOf: titled } },
  })));
  tool('test_reconnection', 'Takes a moment.', async (_, ctx) => { await wait(100, ctx.signal); return text('Reconnection test completed successfully'); });
}

function told(ctx: Context, question: ReturnType<typeof form>): Say {
  const said = answer(ctx, 'answer') as { action?: string; content?: unknown } | undefined;
  return said === undefined ? asks({ answer: question }) : text(`User response: action=${said.action}, content=${JSON.stringify(said.content ?? {})}`);
}

function tasks(tool: Tool): void {
  tool('greet', 'Greets.', ({ name }) => text(`Hello, ${String(name)}!`), { input: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } });
  tool('slow_compute', 'Takes its time.', async ({ seconds = 1, label = '' }, ctx) => { await wait(Number(seconds) * 1000, ctx.signal); return text(`computed ${String(label)}`); }, { long: true, input: { type: 'object', properties: { seconds: { type: 'number' }, label: { type: 'string' } } } });
  tool('failing_job', 'Fails after a second, and only as a task.', async (_, ctx) => { needsTasks(ctx); await wait(1000, ctx.signal); return { ...text('The job failed'), isError: true }; }, { long: true });
  tool('protocol_error_job', 'Breaks.', async (_, ctx) => { await wait(200, ctx.signal); throw new Error('broken on purpose'); }, { long: true });
  tool('confirm_delete', 'Asks before it deletes.', ({ filename }, ctx) => {
    const said = answer(ctx, 'confirm') as { action?: string } | undefined;
    return said === undefined ? asks({ confirm: form(`Delete ${String(filename)}?`, { confirm: { type: 'boolean' } }, ['confirm']) }) : text(said.action === 'accept' ? `Deleted ${String(filename)}` : 'Nothing deleted');
  }, { long: true, input: { type: 'object', properties: { filename: { type: 'string' } }, required: ['filename'] } });
  tool('multi_input', 'Asks two things at once.', (_, ctx) => (answer(ctx, 'first') === undefined ? asks({ first: form('First name?', NAME, ['name']), second: form('Last name?', NAME, ['name']) }) : text('both there')), { long: true });
  tool('test_tool_with_task', 'Asks, and then takes its time.', async (_, ctx) => {
    const name = given(ctx, 'user_name', 'name');
    if (name === undefined) return askName;
    await wait(1500, ctx.signal);
    return text(`Hello, ${name}!`);
  });
}

function needsTasks(ctx: Context): void {
  const extensions = ctx.dialogue?.capabilities['extensions'] as Record<string, unknown> | undefined;
  if (extensions?.['io.modelcontextprotocol/tasks'] === undefined) throw new Failure('capability.missing', 'This job runs only as a task', { required: { extensions: { 'io.modelcontextprotocol/tasks': {} } } });
}
