/** What Lambda puts around a function: asks its runtime API for an event, calls the handler, says what came of it. In a process of its own, with the handler’s file as argument. */
import { createRequire } from 'node:module';

type Handler = (event: unknown, context: object) => Promise<unknown>;
const api = `http://${process.env['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime`;
const { handler } = createRequire(import.meta.url)(process.argv[2] ?? '') as { handler: Handler };

for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id') ?? '';
  const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
  const context = { awsRequestId: id, invokedFunctionArn: next.headers.get('lambda-runtime-invoked-function-arn'), getRemainingTimeInMillis: () => deadline - Date.now() };
  try {
    await say(`invocation/${id}/response`, JSON.stringify((await handler(await next.json(), context)) ?? null));
  } catch (error) {
    await say(`invocation/${id}/error`, JSON.stringify({ errorType: error instanceof Error ? error.name : 'Error', errorMessage: error instanceof Error ? error.message : String(error) }));
  }
}

async function say(path: string, body: string): Promise<void> {
  const answer = await fetch(`${api}/${path}`, { method: 'POST', body });
  if (answer.status !== 202) throw new Error(`the runtime API answered ${answer.status} to ${path}`);
}
