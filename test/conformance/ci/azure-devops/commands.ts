/** `##vso` commands as the agent of Azure DevOps reads them: anywhere in a line, with its own escapes, and with an error for what it does not know. */

export interface Command { readonly area: string; readonly event: string; readonly properties: Readonly<Record<string, string>>; readonly data: string }

const PREFIX = '##vso[';
const unescaped = (text: string, more: readonly (readonly [string, string])[] = []): string => [['%0D', '\r'], ['%0A', '\n'], ...more, ['%AZP25', '%']].reduce((read, [written = '', meant = '']) => read.replaceAll(written, meant), text);

/** Undefined: it is a line like any other. */
export function commandIn(line: string): Command | undefined {
  const start = line.toLowerCase().indexOf(PREFIX);
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const inner = line.slice(start + PREFIX.length, end);
  const space = inner.indexOf(' ');
  const [area, event, ...others] = (space < 0 ? inner : inner.slice(0, space)).split('.');
  if (area === undefined || event === undefined || area === '' || event === '' || others.length > 0) return undefined;
  const pairs = (space < 0 ? '' : inner.slice(space + 1)).split(';').map((pair) => pair.trim()).filter((pair) => pair.includes('='));
  const properties = Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')).toLowerCase(), unescaped(pair.slice(pair.indexOf('=') + 1), [['%3B', ';'], ['%5D', ']']])]));
  return { area: area.toLowerCase(), event: event.toLowerCase(), properties, data: unescaped(line.slice(end + 1)) };
}

export type Result = 'Succeeded' | 'SucceededWithIssues' | 'Failed' | 'Canceled' | 'Skipped' | 'Abandoned';
const RESULTS: readonly string[] = ['Succeeded', 'SucceededWithIssues', 'Failed', 'Canceled', 'Skipped', 'Abandoned'] satisfies Result[];
const MOST_ISSUES = 10;

/** Results are merged: none makes a worse one good again. */
const GRAVITY: readonly Result[] = ['Succeeded', 'SucceededWithIssues', 'Skipped', 'Canceled', 'Failed', 'Abandoned'];
const worse = (one: Result | undefined, other: Result): Result => (one !== undefined && GRAVITY.indexOf(one) > GRAVITY.indexOf(other) ? one : other);

export interface Reader {
  line(text: string): void;
  readonly log: string[];
  readonly issues: { readonly type: string; readonly message: string }[];
  readonly variables: Record<string, { readonly value: string; readonly secret: boolean; readonly output: boolean }>;
  readonly paths: string[];
  readonly summaries: string[];
  readonly groups: { opened: number; closed: number };
  /** What the agent would make an error of. */
  readonly faults: string[];
  result: Result | undefined;
}

/** `known`: which files exist, for what is uploaded. */
export function createReader(known: (file: string) => boolean): Reader {
  const masks: string[] = [];
  const hide = (text: string): string => [...masks].sort((one, other) => other.length - one.length).reduce((shown, mask) => shown.replaceAll(mask, '***'), text);

  const reader: Reader = {
    log: [], issues: [], variables: {}, paths: [], summaries: [], groups: { opened: 0, closed: 0 }, faults: [], result: undefined,
    line(text) {
      const command = commandIn(text);
      if (command === undefined) {
        if (text.startsWith('##[group]')) reader.groups.opened++;
        if (text.startsWith('##[endgroup]')) reader.groups.closed++;
        reader.log.push(hide(text));
      } else if (command.area !== 'task' || !Object.hasOwn(events, command.event)) {
        reader.faults.push(`##vso[${command.area}.${command.event}] is not recognized`);
      } else {
        events[command.event]?.(command);
      }
    },
  };

  const events: Readonly<Record<string, (command: Command) => void>> = {
    setsecret({ data }) {
      if (data !== '') masks.push(data, ...data.split(/[\r\n]+/).filter((part) => part.trim().length > 1));
    },
    setvariable({ properties: { variable, issecret, isoutput }, data }) {
      if (variable === undefined || variable === '') return void reader.faults.push('Required field variable is missing in ##vso[task.setvariable] command');
      if (issecret === 'true' && /[\r\n]/.test(data)) return void reader.faults.push('A secret of several lines is not allowed');
      if (issecret === 'true' && data !== '') masks.push(data);
      reader.variables[variable] = { value: data, secret: issecret === 'true', output: isoutput === 'true' };
    },
    logissue({ properties: { type }, data }) {
      if (type !== 'error' && type !== 'warning') return void reader.faults.push(`issue type ${type} is not an expected issue type.`);
      if (reader.issues.filter((issue) => issue.type === type).length < MOST_ISSUES) reader.issues.push({ type, message: hide(data) });
      reader.log.push(hide(`##[${type}]${data}`));
    },
    complete({ properties: { result } }) {
      if (result === undefined || !RESULTS.includes(result)) return void reader.faults.push(`Command doesn't have valid result value: ${result}`);
      reader.result = worse(reader.result, result as Result); // one of them, as was just seen
    },
    prependpath({ data }) { reader.paths.push(data); },
    uploadsummary({ data }) { if (known(data)) reader.summaries.push(data); else reader.faults.push(`Cannot upload the summary ${data}: there is no such file`); },
    setprogress: () => undefined,
    debug: ({ data }) => { reader.log.push(hide(`##[debug]${data}`)); },
  };
  return reader;
}
