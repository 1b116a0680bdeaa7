/** One request: filled, sent, judged, and read. */
import { type HttpReply, type HttpRequest, type Infer, type JsonObject, type ReadCtx, t } from '@patchbay/sdk';
import { type Config, credential } from './config.ts';
import { type Answer, answer, extracted, extraction, objection, rule } from './rules.ts';
import { fillPath, fillTexts } from './template.ts';

const scalar = t.union([t.string(), t.number(), t.boolean()]);

/** What every call takes. */
export const about = {
  path: t.string({ maxLength: 4000, description: 'Path below base_url, or a URL of the same origin; {{name}} stands for a value.', examples: ['/orders/{{id}}'] }),
  values: t.record(t.json(), { default: {}, description: 'What the templates name.', examples: [{ id: '42' }] }),
  query: t.record(t.union([scalar, t.array(scalar)]), { default: {}, description: 'Query parameters; a list repeats its parameter.' }),
  headers: t.record(t.string({ maxLength: 8000 }), { default: {}, description: 'Headers, with templates.' }),
  success: t.optional(rule),
  extract: extraction,
  as: t.enum(['json', 'text', 'base64'], { default: 'json', description: 'How the body of the answer is read.' }),
  timeout_seconds: t.integer({ minimum: 1, maximum: 60, default: 10, description: 'How long to wait for the answer.' }),
};
const asked = t.object(about);
export type Asked = Infer<typeof asked>;
export { answer };

export async function call(input: Asked, more: Omit<HttpRequest, 'url'>, ctx: ReadCtx<Config>): Promise<Answer> {
  const reply = await send(input, more, ctx);
  const wrong = objection(reply, input.success ?? { statuses: [] });
  if (wrong !== undefined) throw wrong;
  return answerOf(reply, input);
}

/** The statuses of the rule are answers; all others are refusals. */
export const send = (input: Asked, more: Omit<HttpRequest, 'url'>, ctx: ReadCtx<Config>): Promise<HttpReply> => ctx.http.request(requestOf(input, more, ctx));

export function requestOf({ path, values, query, headers, success, as, timeout_seconds }: Asked, more: Omit<HttpRequest, 'url'>, ctx: ReadCtx<Config>): HttpRequest {
  return { ...credential(ctx), ...more, url: fillPath(path, values), query, headers: { ...fillTexts(headers, values), ...more.headers }, as, timeoutMs: timeout_seconds * 1000, accept: [...(success?.statuses ?? []), ...(more.accept ?? [])] };
}

export const answerOf = ({ status, headers, body }: HttpReply, { extract }: Asked): Answer => ({ status, headers: { ...headers }, body: (body ?? null) as JsonObject, found: extracted(body, extract) });
