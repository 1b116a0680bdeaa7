/** Puts the answer where CloudFormation looks for it. Without it the stack waits for its whole time, so it is tried again and again. */
export interface SendPorts {
  readonly fetch: typeof fetch;
  readonly wait: (ms: number) => Promise<void>;
}

const TRIES = 6;
const TRY_MS = 5_000;

export async function sendAnswer(url: string, body: string, { fetch, wait }: SendPorts): Promise<void> {
  const bytes = new TextEncoder().encode(body);
  for (let tried = 1; ; tried++) {
    const status = await put(url, bytes, fetch).catch((error: unknown) => (error instanceof Error ? error.name : String(error)));
    if (typeof status === 'number' && status < 300) return;
    if (tried === TRIES || refused(status)) throw new Error(`the answer was not taken: ${status}`); // never the URL: whoever has it may answer
    await wait(150 * 2 ** tried);
  }
}

async function put(url: string, body: Uint8Array<ArrayBuffer>, fetch: SendPorts['fetch']): Promise<number> {
  // The URL is signed without a content type, and no other one may be sent.
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': '' }, body, signal: AbortSignal.timeout(TRY_MS) });
  await answer.arrayBuffer();
  return answer.status;
}

const refused = (status: number | string): boolean => typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429;
