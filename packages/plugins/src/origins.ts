/** Where a plugin may connect to: origins, never globs of URLs. */
import { fill, fillable, type Values } from './template.ts';

const PATTERN = /^(https?|tcp|tls|udp):\/\/((?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/;

/** The origin of a URL or pattern, in one spelling; undefined for what has none. */
export function originOf(text: string): string | undefined {
  const lower = text.trim().toLowerCase();
  const pattern = PATTERN.exec(lower);
  if (pattern !== null) return spelled(pattern[1]!, pattern[2]!, pattern[3]);
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username } = new URL(text);
  return username !== '' || !/^(https?|tcp|tls|udp):$/.test(protocol) ? undefined : spelled(protocol.slice(0, -1), hostname.toLowerCase(), port === '' ? undefined : port);
}

const DEFAULT_PORT: Readonly<Record<string, string>> = { http: '80', https: '443' };
const spelled = (scheme: string, host: string, port: string | undefined): string => `${scheme}://${host}${port === undefined || port === DEFAULT_PORT[scheme] ? '' : `:${port}`}`;

/** Whether an origin is one of these. `https://*.example.com` takes every host below it, and not example.com itself. */
export function isWithin(origin: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern === origin) return true;
    const [scheme, host] = pattern.split('://*.');
    if (host === undefined || !origin.startsWith(`${scheme}://`)) return false;
    const rest = origin.slice(scheme!.length + 3);
    return rest.endsWith(`.${host}`) && rest.length > host.length + 1;
  });
}

/** Templates with what the configuration says; those whose value is missing stay out. */
export const originsOf = (hosts: readonly string[], values: Values): string[] =>
  [...new Set(hosts.filter((host) => fillable(host, values)).map((host) => originOf(fill(host, values))).filter((origin) => origin !== undefined))].sort();

/** What egress checks besides: host names without scheme and port. */
export const hostNames = (origins: readonly string[]): string[] => [...new Set(origins.map((origin) => origin.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, '')))];
