/** AWS CodePipeline: an action is done in turns by a worker or a Lambda function. What it has to say goes into the result of the job; lines go into the log of the worker. */
import type { CiContext, CiHost, Result } from '../host.ts';
import { pascalCase } from '../inputs/names.ts';
import { createMasks } from '../masks.ts';

export interface CodePipelinePorts {
  readonly context: CiContext;
  /** Inputs of the action, and of the worker, by the names of the table. */
  readonly given: Readonly<Record<string, string | undefined>>;
  readonly earlier: { readonly kept: Readonly<Record<string, string>>; readonly outputs: Readonly<Record<string, string>> };
  readonly idToken: (audience: string) => Promise<string>;
  readonly write: (text: string) => void;
  readonly folder: string;
  readonly random: () => string;
}

export interface CodePipelineHost extends CiHost {
  /** What this turn and those before it have left. */
  readonly left: () => { readonly kept: Readonly<Record<string, string>>; readonly outputs: Readonly<Record<string, string>> };
  readonly hide: (text: string) => string;
}

/** Of all output variables of a pipeline together CodePipeline takes 122,880 bytes; one action should not take them all. */
const MOST_OUTPUT = 32_768;

/** The summary of the job is its last line, and who calls in turns has the signal. */
export function codepipelineHost({ context, given, earlier, idToken, write, folder, random }: CodePipelinePorts): CodePipelineHost {
  const masks = createMasks();
  const kept: Record<string, string> = { ...earlier.kept };
  const outputs: Record<string, string> = { ...earlier.outputs };
  const line = (text: string): void => write(`${masks.hide(text)}\n`);

  return {
    context,
    input: (name) => given[name] || undefined,
    output(name, value) {
      if (Buffer.byteLength(value) > MOST_OUTPUT) line(`Output ${pascalCase(name)} is left out: it has more than ${MOST_OUTPUT} bytes`);
      else outputs[pascalCase(name)] = masks.hide(value);
    },
    mask: (value) => { masks.add(value); },
    line,
    hide: (text) => masks.hide(text),
    group: (title) => { if (title !== undefined) line(`== ${title}`); },
    annotate: (level, text) => line(level === 'notice' ? text : `${level.toUpperCase()}: ${text}`),
    summary: () => undefined,
    keep: (name, value) => { kept[name] = value; },
    kept: (name) => kept[name],
    earlier: earlier.kept,
    idToken: (audience) => idToken(audience),
    tokenAdvice: 'Give the role of the worker sts:GetWebIdentityToken, and enable outbound web identity federation for the account; or set PATCHBAY_TOKEN.',
    keepsToken: false,
    exportVariable: () => undefined,
    addPath: () => undefined,
    folder,
    chance: random,
    onCancel: () => undefined,
    end: (result: Result) => (result === 'succeeded' ? 0 : 1),
    left: () => ({ kept, outputs }),
  };
}
