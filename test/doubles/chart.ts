/** A Helm chart, rendered as `helm template` does. kubernetes/build.ts makes the program. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { programs } from './kubernetes/place.ts';

interface ChartOptions {
  readonly name?: string;
  readonly namespace?: string;
  /** Laid over the chart's values.yaml. */
  readonly values?: unknown;
  readonly includeCrds?: boolean;
  readonly isUpgrade?: boolean;
}

export const chartsAreHere = (): boolean => existsSync(programs.chart);

/** YAML documents; a refusal, as of values that the schema does not take, is thrown with its message. */
export const renderChart = (folder: string, { name = 'release', namespace = 'default', values = {}, includeCrds = false, isUpgrade = false }: ChartOptions = {}): Promise<string> => new Promise((resolve, reject) => {
  const flags = [...(includeCrds ? ['-include-crds'] : []), ...(isUpgrade ? ['-is-upgrade'] : [])];
  const child = execFile(programs.chart, ['-name', name, '-namespace', namespace, '-f', '-', ...flags, folder], { maxBuffer: 16 << 20 }, (error, printed, said) => {
    if (error === null) resolve(printed);
    else reject(new Error(said.trim() === '' ? error.message : said.trim()));
  });
  child.stdin?.on('error', () => undefined); // it may end before it reads
  child.stdin?.end(JSON.stringify(values));
});
