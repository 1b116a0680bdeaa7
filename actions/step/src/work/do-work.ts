/** The work of a deployment that the environment leaves to the CI: begin, run the commands, say how it ended. */
import type { Deployment } from '../hub/deployment.ts';
import { createMasks } from '../masks.ts';
import { Cancelled, type Step } from '../step.ts';
import { createLogWriter } from './log-writer.ts';
import { runCommands } from './run-commands.ts';

/** `until`: how long a hub that is away is told how it ended. */
type Worker = Pick<Step<'deploy'>, 'host' | 'hub' | 'clock'> & { readonly commands: string; readonly until: number };

export type DoWork = (worker: Worker, deployment: Deployment, stop: AbortSignal) => Promise<Deployment>;

/** What is stopped tells the hub so for no longer than a CI waits, and for longer than commands take to be killed. */
const LATE_MS = 8_000;

interface Begun { readonly variables: Readonly<Record<string, string>>; readonly secrets: Readonly<Record<string, string>> }

/** `stop`: somebody wants the deployment, or the whole job, to end. Answers the deployment as it ended. */
export async function doWork({ host, hub, clock, commands, until }: Worker, deployment: Deployment, stop: AbortSignal): Promise<Deployment> {
  const at = `/v1/deployments/${deployment.id}`;
  const late = lateAfter(stop);
  const { variables, secrets } = (await hub.send('POST', `${at}/begin`, { body: {}, key: `begin-${deployment.id}`, until, retries: Infinity }, late)) as Begun;
  const masks = createMasks(); // whole lines: what the log cuts into pieces can't be masked by the hub any more
  for (const value of Object.values(secrets)) { host.mask(value); masks.add(value); } // before anything else
  const file = `${host.folder}/patchbay-output-${host.chance()}`;
  const log = createLogWriter(hub, deployment.id, { keyOf: () => `log-${host.chance()}`, warn: (text) => host.line(text, 'err'), now: clock.now }, late);
  host.group('Commands');
  const code = await runCommands({
    script: commands,
    env: { ...variables, ...secrets, ...facts(deployment), PATCHBAY_OUTPUT: file },
    onLine(line, stream) { host.line(line, stream); log.add(masks.hide(line), stream); },
  }, stop);
  host.group(undefined);
  await log.close();
  const body = stop.aborted ? { status: 'cancelled', detail: 'The job was stopped' } : code === 0 ? { status: 'succeeded', ...(await written(file)) } : { status: 'failed', detail: `The commands ended with exit code ${code}` };
  return (await hub.send('POST', `${at}/finish`, { body, key: `finish-${deployment.id}`, until, retries: Infinity }, late)) as Deployment;
}

function lateAfter(stop: AbortSignal): AbortSignal {
  const late = new AbortController();
  const count = (): void => { setTimeout(() => late.abort(new Cancelled('stopped')), LATE_MS).unref(); };
  if (stop.aborted) count();
  else stop.addEventListener('abort', count, { once: true });
  return late.signal;
}

const facts = ({ id, project, environment_slug: environment, release, commit }: Deployment): Record<string, string> => ({
  PATCHBAY_DEPLOYMENT: id, PATCHBAY_PROJECT: project, PATCHBAY_ENVIRONMENT: environment, PATCHBAY_RELEASE: release ?? '', PATCHBAY_COMMIT: commit ?? '',
});

/** Lines `name=value` that the commands left; `url` is the address. */
async function written(file: string): Promise<{ readonly url?: string; readonly outputs?: Readonly<Record<string, string>> }> {
  const { readFile, rm } = await import('node:fs/promises');
  const text = await readFile(file, 'utf8').catch(() => '');
  await rm(file, { force: true });
  const pairs = text.split(/\r?\n/).map((line) => /^([A-Za-z_][A-Za-z0-9_-]*)=(.*)$/.exec(line)).filter((match) => match !== null).map(([, name = '', value = '']) => [name, value] as const);
  const { url, ...outputs } = Object.fromEntries(pairs) as Record<string, string>; // names and values are text
  return { ...(url === undefined ? {} : { url }), outputs };
}
