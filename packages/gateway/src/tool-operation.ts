/** A tool of an attached server as an action of this hub: limited, approved and audited like any other. */
import { type Action, type Context, defineAction, type Document, Failure, foreignInput, foreignSchema, maskedIn, operation, type Operation, ToolBytes, type ToolOutput, toolOutput } from '@patchbay/contracts';
import { answerTask, followTask, ticketIn } from './follow-task.ts';
import { encoded, headersIn, type ParamHeader } from './param-headers.ts';
import { keepIn } from './keep-in.ts';
import type { AttachedServer } from './server.ts';
import { shapeOf } from './shape.ts';
import { snake, type Stood } from './standing.ts';
import { notesOf, type Speaker, wordsOf } from './their-words.ts';
import { type Asked, RpcFailure, takesTasks } from './upstream/upstream.ts';

const MISSING_CAPABILITY = -32021;

export type AskServer = (server: AttachedServer, asked: Asked) => Promise<Document>;
/** The answer of a tool as the bytes in which it came, where nobody has to read it. */
export type PassServer = (server: AttachedServer, asked: Asked) => Promise<Document | ToolBytes>;

export interface ToolPorts {
  readonly ask: AskServer;
  readonly pass: PassServer;
  /** Of each call, with the shape of its arguments and never with what they say. Absent: nobody wants to know. */
  readonly log?: ((about: { readonly tenant: string; readonly server: string; readonly tool: string; readonly call: string; readonly arguments: string; readonly outcome: string }) => void) | undefined;
}

export function toolOperation(server: AttachedServer, { id, safety, tool, hash }: Stood & { readonly tool: NonNullable<Stood['tool']> }, { ask, pass, log }: ToolPorts): Operation {
  const { slug, name } = server.fields;
  const action: Action = defineAction({
    id, safety, effects: 'outside', scope: `${snake(slug)}:${safety === 'safe' ? 'read' : 'write'}`,
    title: tool.title ?? tool.name, description: `${tool.description === '' ? tool.name : tool.description}\n\nA tool of the attached server ${name}.`,
    input: foreignInput(tool.inputSchema), output: toolOutput(tool.outputSchema), failures: ['upstream.failed'], origin: { server: slug, tool: tool.name }, edition: `${server.version} ${hash}`,
  });
  const paramHeaders = headersIn(tool.inputSchema) ?? [];
  const fits = tool.outputSchema === undefined ? undefined : fitting(slug, foreignSchema({ ...tool.outputSchema }));

  const logged = (args: Document, ctx: Context, outcome: string): void => log?.({ tenant: server.tenant, server: slug, tool: tool.name, call: ctx.callId, arguments: shapeOf(args, tool.inputSchema), outcome });

  return operation(action, async (input, ctx: Context) => {
    const args = input as Document; // the schema says object
    try {
      const output = await call(args, ctx);
      logged(args, ctx, 'answered');
      return output;
    } catch (error) {
      logged(args, ctx, error instanceof Failure ? error.code : 'hub.internal');
      throw error;
    }
  });

  async function call(args: Document, ctx: Context): Promise<ToolOutput> {
    const { responses, state } = ctx.dialogue ?? {};
    keepIn([args, responses], slug);
    try {
      const about = { dialogue: ctx.dialogue, principal: ctx.caller.principal };
      const askThere = (asked: Asked): Promise<Document> => ask(server, { ...asked, ...about }); // a server tells of tasks only to who has them
      const ticket = ticketIn(state);
      if (ticket !== undefined) await answerTask(ticket, responses, askThere, ctx.signal);
      const asked: Asked = {
        method: 'tools/call', signal: ctx.signal, headers: repeated(paramHeaders, args), ...about,
        params: { name: tool.name, arguments: args, ...(responses === undefined ? {} : { inputResponses: responses }), ...(state === undefined ? {} : { requestState: state }) },
      };
      const result = ticket !== undefined ? { resultType: 'task', taskId: ticket } : await (ctx.dialogue?.bytes === true ? pass : ask)(server, asked);
      if (result instanceof ToolBytes) {
        if (!result.failed) fits?.(result.structured === undefined ? undefined : JSON.parse(Buffer.from(result.structured).toString()));
        return result.with(notesOf(result.meta, server.fields)) as unknown as ToolOutput; // `invoke` knows it
      }
      const answer = result['resultType'] === 'task' && takesTasks(ctx.dialogue) ? await followTask(String(result['taskId']), slug, askThere, ctx) : result;
      if (answer['isError'] !== true && (answer['resultType'] ?? 'complete') === 'complete') fits?.(answer['structuredContent']);
      return outputOf(answer, server.fields, ctx);
    } catch (error) {
      throw error instanceof RpcFailure ? failureOf(error, slug) : error;
    }
  }
}

/** What a server promised of its answers it has to keep: who calls relies on it. */
const fitting = (slug: string, schema: ReturnType<typeof foreignSchema>) => (structured: unknown): void => {
  const parsed = schema.safeParse(structured);
  if (parsed.success) return;
  const [first] = parsed.error.issues;
  throw new Failure('upstream.failed', `${slug} answered something that its own schema does not allow, at ${first?.path.map(String).join('.') || 'the top'}: ${first?.message ?? ''}`, { upstream: slug, retryable: false });
};

/** Marked as somebody else's words: what it says is no instruction. */
function outputOf(result: Document, speaker: Speaker, { dialogue }: Pick<Context, 'dialogue'>): ToolOutput {
  const { _meta: meta, ttlMs: _, cacheScope: __, ...rest } = result;
  if (rest['resultType'] === 'input_required' && dialogue === undefined) throw new Failure('capability.missing', `${speaker.slug} asks something in the midst of the call, and nobody here can answer`, { required: { elicitation: {} }, upstream: speaker.slug });
  return { ...wordsOf(rest, speaker), _meta: notesOf(meta, speaker) } as unknown as ToolOutput; // `invoke` checks it
}

function failureOf({ code, message, data }: RpcFailure, slug: string): Failure {
  const required = (data as { requiredCapabilities?: unknown } | undefined)?.requiredCapabilities;
  if (code === MISSING_CAPABILITY) return new Failure('capability.missing', `${slug} needs a client that can do more`, { required: typeof required === 'object' && required !== null ? maskedIn(required) : {}, upstream: slug });
  return new Failure('upstream.failed', `${slug} refused the call: ${message}`, { upstream: slug, rpc_code: code, retryable: false });
}

function repeated(wanted: readonly ParamHeader[], args: Document): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { path, header } of wanted) {
    const value = path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Document)[key] : undefined), args);
    if (value !== undefined && value !== null) headers[`mcp-param-${header.toLowerCase()}`] = encoded(String(value));
  }
  return headers;
}

