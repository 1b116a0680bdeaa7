/** What the bench runs: a small guest, a transformation of 10 kB of alerts as guest and as a function of the host, a large bundle. */

export interface Alerts { readonly items: readonly { id: string; service: string; severity: string; title: string; tags: string[]; at: number }[] }

export function alerts(bytes: number): Alerts {
  const items: Alerts['items'][number][] = [];
  for (let n = 0; JSON.stringify({ items }).length < bytes; n++) {
    items.push({ id: `evt_${100_000 + n}`, service: `svc-${n % 7}`, severity: ['low', 'medium', 'high'][n % 3]!, title: `CPU usage above threshold on host ${n}`, tags: [`team:a${n}`, 'env:prod', `tier:${n % 4}`], at: 1_700_000_000 + n });
  }
  return { items };
}

export function summary(event: Alerts): unknown {
  const groups: Record<string, { id: string; title: string; tags: number }[]> = {};
  for (const alert of event.items) {
    (groups[`${alert.service}:${alert.severity}`] ??= []).push({ id: alert.id, title: alert.title.toUpperCase().slice(0, 24), tags: alert.tags.filter((tag) => tag.startsWith('t')).length });
  }
  const rows = Object.entries(groups).map(([key, all]) => ({ key, size: all.length, ids: all.map(({ id }) => id).sort().join(','), tags: all.reduce((sum, { tags }) => sum + tags, 0), all }));
  return { groups: rows.length, rows: rows.sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1)) };
}

export const GUEST = `
export default (event) => ({ ok: true, id: event.id });
export const summary = ${summary.toString()};
export const loop = () => { for (;;); };
export const native = () => { const a = new Array(1e6).fill('ab'); let n = 0; for (;;) n += a.join('').length };
`;

/** Functions enough for so many bytes. */
export function bundle(bytes: number, variant: number): string {
  const parts = [`export default (event) => f0(event.id) + ${variant};`];
  for (let n = 0, size = 0; size < bytes; n++) {
    const part = `function f${n}(x) { const parts = [x, 'part ${n}', ${n} * 2]; return parts.map((each) => String(each)).filter((each) => each.length > 1).join('-'); }`;
    parts.push(part);
    size += part.length;
  }
  return parts.join('\n');
}
