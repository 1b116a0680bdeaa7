/** Figures as Prometheus reads them. */

type Labels = Readonly<Record<string, string>>;
export interface Sample { readonly labels: Labels; readonly value: number }

export interface Metrics {
  count(name: string, labels: Labels, by?: number): void;
  /** Asked whenever somebody looks. */
  gauge(name: string, help: string, read: () => Iterable<Sample>): void;
  counter(name: string, help: string): void;
  text(): string;
}

export const PREFIX = 'patchbay_operator_';

export function createMetrics(): Metrics {
  const counters = new Map<string, { readonly help: string; readonly samples: Map<string, number> }>();
  const gauges = new Map<string, { readonly help: string; readonly read: () => Iterable<Sample> }>();
  return Object.freeze({
    counter(name: string, help: string) { counters.set(name, { help, samples: new Map() }); },
    gauge(name: string, help: string, read: () => Iterable<Sample>) { gauges.set(name, { help, read }); },
    count(name: string, labels: Labels, by = 1) {
      const samples = counters.get(name)?.samples;
      const at = written(labels);
      samples?.set(at, (samples.get(at) ?? 0) + by);
    },
    text() {
      const counted = [...counters].flatMap(([name, { help, samples }]) => [...head(name, help, 'counter'), ...[...samples].map(([labels, value]) => `${PREFIX}${name}${labels} ${value}`)]);
      const read = [...gauges].flatMap(([name, gauge]) => [...head(name, gauge.help, 'gauge'), ...[...gauge.read()].map(({ labels, value }) => `${PREFIX}${name}${written(labels)} ${value}`)]);
      return `${[...counted, ...read].join('\n')}\n`;
    },
  });
}

const head = (name: string, help: string, type: string): string[] => [`# HELP ${PREFIX}${name} ${help}`, `# TYPE ${PREFIX}${name} ${type}`];

/** Labels are kinds and codes of ours, but codes may come from a newer hub. */
function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
