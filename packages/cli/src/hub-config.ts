/** The configuration of a hub, as commands need it that work on its store or start it. */
import type { Config, ConfigInput } from '@patchbay/hub';
import { usage } from './complaint.ts';
import type { Io } from './io.ts';

export async function hubConfig({ env }: Pick<Io, 'env'>, given: ConfigInput): Promise<Config> {
  const { readConfig } = await import('@patchbay/hub'); // half a second: not for commands that only talk to a hub
  try {
    return readConfig(env, given);
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error), 'Correct the variable or the flag.');
  }
}

/** `--data DIR` in place of PATCHBAY_DATA_DIR. */
export const inFolder = (dataDir: string | undefined): ConfigInput => (dataDir === undefined ? {} : { keeping: { dataDir } });
