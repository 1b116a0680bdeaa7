/** Which hosts a policy names: `api.example.com`, or `*.example.com` for everything below example.com, but not example.com itself. */
import { isIP } from 'node:net';

export type HostTest = (hostname: string) => boolean;

export function hostTest(patterns: readonly string[]): HostTest {
  const exact = new Set<string>();
  const endings: string[] = [];
  for (const pattern of patterns) {
    if (pattern.startsWith('*.')) endings.push(`.${canonical(pattern.slice(2), pattern)}`);
    else exact.add(canonical(pattern, pattern));
  }
  return (hostname) => {
    const host = withoutDot(hostname);
    return exact.has(host) || endings.some((ending) => host.length > ending.length && host.endsWith(ending));
  };
}

/** `example.com.` is example.com. */
const withoutDot = (hostname: string): string => (hostname.endsWith('.') ? hostname.slice(0, -1) : hostname);

/** Whether it names one host: no star, no port, no address in any spelling. */
export function isExactName(text: string): boolean {
  const host = hostOf(text);
  return host !== undefined && host !== '' && isIP(host) === 0;
}

function canonical(text: string, pattern: string): string {
  const host = hostOf(text);
  if (host === undefined) throw new TypeError(`${JSON.stringify(pattern)} is not a host; expected one like api.example.com or *.example.com`);
  return host;
}

/** As URL writes it: lower case, punycode, no brackets. Undefined for what is no host. */
function hostOf(host: string): string | undefined {
  const text = `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}/`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || host === '' || /[*/?#@\\\s]/.test(host) || url.port !== '') return undefined;
  return withoutDot(url.hostname.replace(/^\[|\]$/g, ''));
}
