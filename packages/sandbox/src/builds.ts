/** The engines to choose from. They pass the same tests and hold the same attacks. */
import type { SandboxEngine } from './engine.ts';
import type { Limits } from './limits.ts';
import { createEngine } from './quickjs/create-engine.ts';
import { quickJs } from './quickjs-classic/build.ts';
import { compileQuickJs, quickJsFile } from './quickjs-classic/modules.ts';
import { quickJsNg } from './quickjs-ng/build.ts';
import { compileQuickJsNg, quickJsNgFile } from './quickjs-ng/modules.ts';
import type { Modules } from './wasm/compile-twice.ts';

/** `quickjs-ng`: by quickjs-wasi, the faster one. `quickjs`: Bellard's own, by quickjs-emscripten. */
export type EngineName = 'quickjs-ng' | 'quickjs';

/** Twice the guest's heap: the engine's own limit is the friendly one, the memory's maximum the real one. */
const maximumOf = ({ memoryBytes }: Limits): number => 2 * memoryBytes;

export const engineFileOf = (engine: EngineName): URL => (engine === 'quickjs' ? quickJsFile : quickJsNgFile)();

export async function compile(engine: EngineName, limits: Limits, file: string | URL = engineFileOf(engine)): Promise<Modules> {
  return (engine === 'quickjs' ? compileQuickJs : compileQuickJsNg)(maximumOf(limits), file);
}

export function engineOf(name: EngineName, modules: Modules, limits: Limits): SandboxEngine {
  const { memoryBytes, errorChars } = limits;
  const build = name === 'quickjs' ? quickJs(modules, memoryBytes, maximumOf(limits)) : quickJsNg(modules, memoryBytes, maximumOf(limits));
  return createEngine(build, { memoryBytes, errorChars });
}
