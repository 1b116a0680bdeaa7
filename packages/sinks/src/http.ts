/** Batches by plain HTTP: as they are, or in the Open Cybersecurity Schema. A 2xx acknowledges all of them. */
import type { SinkSettings } from '@patchbay/contracts';
import type { Driver, Entry, OpenSink, SinkPorts } from './driver.ts';
import { partsOf, textOf } from './entry-text.ts';
import { ocsfOf } from './formats/ocsf.ts';
import { authorization, post } from './post.ts';

const MOST_BYTES = 4 * 1024 * 1024;

interface Form {
  readonly contentType: string;
  readonly text: (entry: Entry) => string;
  readonly join: (texts: readonly string[]) => string;
}

const array = (texts: readonly string[]): string => `[${texts.join(',')}]`;
const forms = {
  jsonl: { contentType: 'application/x-ndjson', text: textOf, join: (texts) => `${texts.join('\n')}\n` },
  json: { contentType: 'application/json', text: textOf, join: array },
  ocsf: { contentType: 'application/json', text: (entry) => JSON.stringify(ocsfOf(entry)), join: array },
} as const satisfies Record<string, Form>;

export const openHttp: Driver<'http'> = async (settings, secret, ports) => poster(settings, forms[settings.format], secret, ports);
export const openOcsf: Driver<'ocsf'> = async (settings, secret, ports) => poster(settings, forms.ocsf, secret, ports);

function poster({ url, auth }: SinkSettings<'http' | 'ocsf'>, { contentType, text, join }: Form, secret: string | undefined, ports: SinkPorts): OpenSink {
  const headers = { 'content-type': contentType, 'user-agent': 'Patchbay', ...authorization(auth, secret) };
  return Object.freeze({
    async write(batch: readonly Entry[], signal: AbortSignal) {
      const lines = batch.map((entry) => ({ entry, line: text(entry) }));
      for (const { items } of partsOf(lines, ({ line }) => Buffer.byteLength(line) + 1, { mostBytes: MOST_BYTES })) {
        const name = `${ports.id}-${items[0]!.entry.seq}-${items.at(-1)!.entry.seq}`; // the same part again has the same name
        await post({ url, headers: { ...headers, 'idempotency-key': name }, body: join(items.map(({ line }) => line)), secret }, ports, signal);
      }
    },
    close: async () => undefined,
  });
}
