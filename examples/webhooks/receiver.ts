import { createServer } from 'node:http';
import { createReplayGuard, verify, WebhookError } from '@patchbay/receiver';

const { WEBHOOK_SECRET: secret = '', PORT: port = '3000' } = process.env;
const seen = createReplayGuard();

createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const webhook = await verify({ secret, headers: request.headersDistinct, body: Buffer.concat(chunks) });
    await seen.once(webhook.id, () => {
      const { type, data } = webhook.json<{ type: string; data: unknown }>();
      console.log(`${webhook.id} is genuine: ${type} ${JSON.stringify(data)}`);
    });
    response.writeHead(204).end();
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error;
    console.log(`refused: ${error.code}`);
    response.writeHead(error.code === 'webhook.replayed' ? 204 : 401).end();
  }
}).listen(Number(port), '127.0.0.1', () => console.log(`waiting for webhooks at port ${port}`));
