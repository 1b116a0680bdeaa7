/**
 * What an engine does while nobody waits, so that it is fast when somebody does: a bit of everything that plugins are made of. It is only run
 * for what V8 learns from it.
 */

/** As JSON text. */
export const REHEARSAL_INPUT = JSON.stringify({
  id: 'evt_1', at: 1_700_000_000.5, open: true, owner: null,
  items: Array.from({ length: 6 }, (_, n) => ({ id: `item-${n % 4}`, tags: ['team:a', `tier:${n}`], size: n * 1.5, title: `Disk "${n}" is \\ full: äöü\n` })),
});

const PART = `
  class Shape {
    #size = 1; static made = 0;
    constructor({ size = 2, ...rest } = {}) { this.#size = size; this.rest = rest; Shape.made += 1; }
    get area() { return this.#size ** 2; }
    grow(by = 1) { return this.area > 10 ? this : new Shape({ size: this.#size + by, ...this.rest }); }
  }
  class Round extends Shape { get area() { return Math.round(super.area * Math.PI * 100) / 100; } }
  function* count(to) { for (let n = 0; n < to; n++) yield n; }
  const words = /(?<name>[a-z_]+)[-: ](\\d+)/giu, wait = async (value) => { await null; return value; };
  function group(items, keyOf) {
    const found = new Map();
    for (const item of items) {
      const key = keyOf(item) ?? 'none';
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(item);
    }
    return [...found].map(([key, all]) => ({ key, size: all.length, titles: all.map((each) => String(each.title).toUpperCase().slice(0, 12)).filter((each) => each.length > 1).join('-') }));
  }
  function measure(text, { most = 40, unit = 'px' } = {}) {
    let sum = 0, left = text.length;
    try {
      while (left-- > 0) { const code = text.charCodeAt(left); if (code === 32) continue; sum = (sum * 31 + code) >>> 0; if (left > most && sum % 7 === 0) break; }
      switch (unit) { case 'em': return sum / 16; case 'px': return sum & 0xffff; default: throw new TypeError('unknown ' + unit); }
    } catch (error) { return error instanceof TypeError ? -1 : 0; } finally { left = 0; }
  }
  const rank = (a, b) => b.size - a.size || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  function describe(item) { const parts = [item.id, 'size ' + item.size, \`\${item.title}: \${item.tags.length} tags\`]; return parts.map((each) => each.trim()).join('; ').replace(/\\s+/g, ' '); }
  return {
    run(event) {
      const { items = [], ...rest } = event, rows = group(items, ({ id }) => id).sort(rank), seen = new Set(items.flatMap((item) => item.tags)), round = new Round({ size: rows.length }).grow();
      const named = [...'item-1 tier:2'.matchAll(words)].map((match) => match.groups.name), total = items.reduce((sum, { size }) => sum + size, 0) + [...count(3)].length;
      return { ...rest, rows, named, total, area: round.area, tags: [...seen].sort().join(','), marks: items.map(describe).map((text) => measure(text)), day: new Date(event.at * 1000).toISOString(), copy: JSON.parse(JSON.stringify(rest)) };
    },
    later: (event) => wait(event).then((value) => value.id),
  };
`;

/** An ES module. */
export const REHEARSAL = `${[1, 2, 3].map((n) => `const part${n} = (() => {${PART}})();`).join('\n')}
export default (event) => (event.items.length > 6 ? part1.later(event) : part2.run(event));`;
