import { open, textOf } from '../hub/request.ts';
import { refusedBy } from '../hub/refusal.ts';
import type { Ending, Step } from '../step.ts';
import { StepError } from '../step-error.ts';
import { beginBy } from './deadline.ts';

const PROGRAM = '/cli/patchbay-ci.cjs';

export async function setup(step: Step<'setup'>): Promise<Ending> {
  const { inputs, host, hub, signal } = step;
  const patience = { until: beginBy(step) };
  const file = (path: string): Promise<string> => hub.patiently(() => get(`${hub.url}${path}`, signal), patience, signal);
  const token = await hub.token(patience, signal);
  host.output('token', token);
  host.exportVariable('PATCHBAY_URL', hub.url, false);
  host.exportVariable('PATCHBAY_TOKEN', token, true);
  if (!inputs.program) return { result: 'succeeded', why: 'Logged in' };
  const program = await file(PROGRAM);
  const promised = (await file(`${PROGRAM}.sha256`)).split(/\s/)[0] ?? '';
  const { createHash } = await import('node:crypto');
  const found = createHash('sha256').update(program).digest('hex');
  if (promised !== found) throw new StepError('program.damaged', `Expected patchbay-ci with the hash ${promised}, but ${found} came`, 'Repeat the job; if it happens again, something between this runner and the hub changes what passes through.');
  host.addPath(await install(host.folder, program));
  return { result: 'succeeded', why: 'Logged in; patchbay-ci is on the path' };
}

async function get(url: string, signal: AbortSignal): Promise<string> {
  const answer = await open({ method: 'GET', url, quietMs: 30_000, signal });
  const text = await textOf(answer);
  if (answer.statusCode === 200) return text;
  const refused = refusedBy(answer, text);
  if (refused.refusal.passes) throw refused;
  throw new StepError('program.missing', `${url} answers ${answer.statusCode}`, 'Use a hub that serves its program, or set `program` to false.');
}

async function install(folder: string, program: string): Promise<string> {
  const { mkdir, writeFile } = await import('node:fs/promises');
  const bin = `${folder}/patchbay/bin`;
  await mkdir(bin, { recursive: true });
  await writeFile(`${bin}/patchbay-ci`, program, { mode: 0o755 });
  await writeFile(`${bin}/patchbay-ci.cmd`, '@node "%~dp0patchbay-ci" %*\r\n');
  return bin;
}
