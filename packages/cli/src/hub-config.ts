/** The configuration of a hub, as commands need it that work on its store or start it. */
import type { Config, ConfigInput } from '@patchbay/hub';
import { usage } from './complaint.ts';
import type { Io } from './io.ts';
import { nearest } from './nearest.ts';

export async function hubConfig({ env }: Pick<Io, 'env'>, given: ConfigInput): Promise<Config> {
  const { readConfig, settings } = await import('@patchbay/hub'); // half a second: not for commands that only talk to a hub
  refuseSlips(env, settings);
  try {
    return readConfig(env, given);
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error), 'Correct the variable or the flag.');
  }
}

/** It would count for nothing, and nobody would know: a list of what is denied, say. Other programs have variables of ours, too. */
function refuseSlips(env: Io['env'], settings: ReadonlySet<string>): void {
  const plain = [...settings].map((name) => name.slice(PREFIX.length));
  for (const name of Object.keys(env)) {
    if (!name.startsWith(PREFIX) || settings.has(name)) continue;
    const meant = nearest(name.slice(PREFIX.length), plain);
    if (meant !== undefined) throw usage(`${name} is no setting of a hub. Did you mean ${PREFIX}${meant}?`, 'Correct the name of the variable, or unset it.');
  }
}

const PREFIX = 'PATCHBAY_';

/** `--data DIR` in place of PATCHBAY_DATA_DIR. */
export const inFolder = (dataDir: string | undefined): ConfigInput => (dataDir === undefined ? {} : { keeping: { dataDir } });
