/** What a caller may put into the head of a request. Checked here, so that nothing depends on how the HTTP client reads it. */

/** The connection is ours: a caller that could set these could speak to another host, or smuggle a second request. */
const OURS = new Set(['host', 'connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'proxy-authenticate', 'transfer-encoding', 'content-length', 'te', 'trailer', 'trailers', 'upgrade', 'expect', 'http2-settings']);
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/;
/** No CR, LF, NUL or other control but the tab, and nothing that is more than one byte. */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[^\t\x20-\x7e\x80-\xff]/;
const MOST = 100;
const MOST_BYTES = 32_768;

/** Names repeat from request to request; their verdicts are worth keeping. */
const verdicts = new Map<string, string | undefined>();
const MOST_VERDICTS = 2_000;

/** Undefined when all is well, else what is wrong. */
export function refusedHeader(headers: Readonly<Record<string, string>>): string | undefined {
  let count = 0;
  let bytes = 0;
  for (const name in headers) {
    const value: unknown = headers[name];
    const why = refusedName(name);
    if (why !== undefined) return why;
    if (typeof value !== 'string' || UNSAFE.test(value)) return `the value of the header ${name} holds what a header can't: a line break, a control character, or text beyond Latin-1`;
    bytes += name.length + value.length + 4;
    count++;
  }
  if (count > MOST) return `it has ${count} headers, and at most ${MOST} are sent`;
  return bytes > MOST_BYTES ? `its headers have ${bytes} bytes, and at most ${MOST_BYTES} are sent` : undefined;
}

function refusedName(name: string): string | undefined {
  if (verdicts.has(name)) return verdicts.get(name);
  const why = judge(name);
  if (verdicts.size >= MOST_VERDICTS) verdicts.clear();
  verdicts.set(name, why);
  return why;
}

function judge(name: string): string | undefined {
  if (!TOKEN.test(name)) return 'one of its header names is not a token of HTTP';
  return OURS.has(name.toLowerCase()) ? `the header ${name} is set by the hub itself` : undefined;
}
