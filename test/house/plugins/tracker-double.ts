/** The system that the tracker plugin reaches: strict about who asks, and it pages. */
import { type Received, type Reply, startSink } from '../../doubles/sink.ts';

export async function startTracker(token: string) {
  const sink = await startSink();
  const issues: { key: string; title: string; secret: string }[] = [];
  const planned: Reply[] = [];
  let good = token;
  sink.usually((request) => planned.shift() ?? answer(request));

  function answer({ method, path, headers, body }: Received): Reply {
    if (headers['authorization'] !== `Bearer ${good}`) return json(401, { message: 'bad token' });
    const { pathname, searchParams } = new URL(path, sink.url);
    if (pathname === '/v2/me') return json(200, { name: 'bot', echo: headers['authorization'] });
    if (pathname === '/v2/issues' && method === 'POST') {
      const { title } = JSON.parse(body.toString()) as { title: string };
      issues.push({ key: `OPS-${issues.length + 1}`, title, secret: 'internal' });
      return json(201, issues.at(-1)!);
    }
    if (pathname === '/v2/issues') {
      const from = Number(searchParams.get('from') ?? 0);
      const more = from + 2 < issues.length ? { link: `<${sink.url}/v2/issues?from=${from + 2}>; rel="next"` } : {};
      return json(200, { issues: issues.slice(from, from + 2) }, more);
    }
    const index = issues.findIndex(({ key }) => pathname === `/v2/issues/${key}`);
    if (index < 0) return json(404, { message: 'no such issue' });
    issues.splice(index, 1);
    return { status: 204 };
  }

  return { ...sink, issues, plan: (...replies: Reply[]) => void planned.push(...replies), use: (next: string) => { good = next; } };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({ status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
