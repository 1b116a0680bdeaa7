/** Splunk's HTTP event collector. With `acknowledge` a batch has arrived when the indexers say so. https://docs.splunk.com/Documentation/Splunk/latest/Data/AboutHECIDXAck */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SinkSettings } from '@patchbay/contracts';
import type { Driver, Entry } from './driver.ts';
import { fittingText, partsOf } from './entry-text.ts';
import { bodyText, objectOf, post } from './post.ts';
import { sinkFailure } from './sink-failure.ts';

/** The collector's default limit is 1 MB. */
const MOST_BYTES = 900_000;
const LOOK_MS = [100, 200, 500, 1000, 2000];
const ACKNOWLEDGED_WITHIN_MS = 120_000;

export const openSplunk: Driver<'splunk'> = async (settings, secret, ports) => {
  const base = settings.url.replace(/\/+$/, '').replace(/\/services\/collector(\/.*)?$/, '');
  const channel = channelOf(ports.id);
  const headers = { authorization: `Splunk ${secret ?? ''}`, 'content-type': 'application/json', ...(settings.acknowledge ? { 'x-splunk-request-channel': channel } : {}) };
  const ask = async (path: string, body: string, signal: AbortSignal) => objectOf(bodyText(await post({ url: base + path, headers, body, secret, words: wordsOf }, ports, signal)));

  async function acknowledged(id: unknown, signal: AbortSignal): Promise<void> {
    if (!Number.isInteger(id)) throw sinkFailure('misconfigured', base, 'gives no acknowledgements: switch them on for the token, or `acknowledge` off');
    const until = ports.now() + ACKNOWLEDGED_WITHIN_MS;
    for (let look = 0; ports.now() < until; look++) {
      const { acks } = await ask(`/services/collector/ack?channel=${channel}`, JSON.stringify({ acks: [id] }), signal);
      if ((acks as Record<string, unknown> | undefined)?.[String(id)] === true) return;
      await sleep(LOOK_MS[Math.min(look, LOOK_MS.length - 1)], undefined, { signal });
    }
    throw sinkFailure('timeout', base, `did not acknowledge a batch within ${ACKNOWLEDGED_WITHIN_MS / 1000} s`);
  }

  return Object.freeze({
    async write(batch: readonly Entry[], signal: AbortSignal) {
      const lines = batch.map((entry) => lineOf(entry, settings));
      for (const { items } of partsOf(lines, Buffer.byteLength, { mostBytes: MOST_BYTES })) {
        const { ackId } = await ask('/services/collector/event', items.join('\n'), signal);
        if (settings.acknowledge) await acknowledged(ackId, signal);
      }
    },
    close: async () => undefined,
  });
};

function lineOf(entry: Entry, { index, sourcetype }: SinkSettings<'splunk'>): string {
  const envelope = JSON.stringify({ time: entry.at / 1000, host: entry.tenant, source: `patchbay:${entry.stream}`, sourcetype, ...(index === undefined ? {} : { index }) });
  return `${envelope.slice(0, -1)},"event":${fittingText(entry, MOST_BYTES - 1024)}}`;
}

const wordsOf = (text: string): string => { const { text: said, code } = objectOf(text); return typeof said === 'string' ? `${said}, code ${String(code)}` : ''; };

/** A channel is named by a UUID; one sink has one, so that its acknowledgements are found again. */
function channelOf(id: string): string {
  const hex = Buffer.from(id.padEnd(16, '0').slice(-16)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
