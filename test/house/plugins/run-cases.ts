/** A plugin of the gallery in a hub, beside a double of the system on its other side, asked all of its cases. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '@patchbay/contracts';
import type { Exhibit } from '@patchbay/gallery';
import { allCases, type Cases } from '@patchbay/gallery/cases';
import { openPlugin, type PluginHost, type PluginRuntime } from '../../doubles/plugin-host.ts';

/** What came of each step: the answer, or the code of the refusal. */
export type Result = { readonly gave: unknown } | { readonly refused: string; readonly message: string };

export async function runCases({ name, plugin, file }: Exhibit, runtime: PluginRuntime): Promise<readonly Result[]> {
  const { config, secrets, vendor, steps } = allCases[name]!;
  const double = await startVendor(vendor);
  const host = await openPlugin({ plugin, file, runtime, ...(config === undefined ? {} : { config: config(double.url) }), ...(secrets === undefined ? {} : { secrets: secrets(double.url) }) });
  try {
    const results: Result[] = [];
    for (const step of steps) results.push(await ask(host, step.ask, step.name, step.input));
    return results;
  } finally {
    await host.close();
    await double.stop();
  }
}

const ask = (host: PluginHost, how: 'action' | 'query' | 'dryRun', name: string, input: unknown): Promise<Result> => host[how](name, input).then((gave) => ({ gave }), (error: unknown) => {
  if (!(error instanceof Failure)) throw error;
  return { refused: error.code, message: error.message };
});

async function startVendor(answer: Cases['vendor']): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { status = 200, body = {} } = answer?.({ method: request.method ?? '', path: request.url ?? '', body: text === '' ? null : JSON.parse(text) }) ?? { status: 404 };
    response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => new Promise((closed) => { server.closeAllConnections(); server.close(() => closed()); }) };
}
