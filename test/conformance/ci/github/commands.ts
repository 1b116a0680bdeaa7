/** Workflow commands on the output of a step, as GitHub's runner takes them. */

export interface Annotation { readonly level: string; readonly message: string; readonly title: string | undefined }

export interface Reader {
  line(text: string): void;
  /** As people see it: masked, commands left out. */
  readonly log: string[];
  readonly annotations: Annotation[];
  readonly masks: ReadonlySet<string>;
  /** What the runner refuses, and the step fails of. */
  readonly faults: string[];
}

const COMMAND = /^\s*::([A-Za-z-]+)(?:\s+([^:]*))?::(.*)$/;
const LEGACY = /##\[([a-z-]+)(?: ([^\]]*))?\](.*)/;
const LEVELS = new Set(['error', 'warning', 'notice']);
const KNOWN = new Set([...LEVELS, 'add-mask', 'debug', 'group', 'endgroup', 'echo', 'add-matcher', 'remove-matcher', 'stop-commands']);
const REFUSED = new Set(['set-env', 'add-path', 'set-output', 'save-state']);
const MOST = 10;
const LONGEST = 4096;

const dataOf = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const propertyOf = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');

export function createReader(): Reader {
  const log: string[] = [];
  const annotations: Annotation[] = [];
  const masks = new Set<string>();
  const faults: string[] = [];
  let stopped: string | undefined;
  const hide = (text: string): string => [...masks].sort((one, other) => other.length - one.length).reduce((shown, mask) => shown.replaceAll(mask, '***'), text);

  function command(name: string, properties: string, data: string): void {
    if (REFUSED.has(name)) faults.push(`The \`${name}\` command is disabled`);
    if (name === 'add-mask') for (const part of [data, ...data.split(/[\r\n]+/)].map((each) => each.trim()).filter((each) => each !== '')) masks.add(part);
    if (name === 'stop-commands') stopped = data;
    if (name === 'group') log.push(hide(`> ${data}`));
    if (!LEVELS.has(name)) return;
    const message = hide(data).slice(0, LONGEST);
    const title = properties.split(',').map((pair) => pair.split(/=(.*)/s)).find(([key]) => key === 'title')?.[1];
    log.push(`${name}: ${message}`);
    if (annotations.filter(({ level }) => level === name).length < MOST) annotations.push({ level: name, message, title: title === undefined ? undefined : propertyOf(title) });
  }

  return {
    log, annotations, masks, faults,
    line(text) {
      if (stopped !== undefined) {
        if (text.trim() === `::${stopped}::`) stopped = undefined;
        else log.push(hide(text));
        return;
      }
      const match = COMMAND.exec(text);
      const [, name = '', properties = '', data = ''] = match ?? LEGACY.exec(text) ?? [];
      if (KNOWN.has(name.toLowerCase()) || REFUSED.has(name.toLowerCase())) command(name.toLowerCase(), properties, dataOf(data));
      else log.push(hide(text));
    },
  };
}
