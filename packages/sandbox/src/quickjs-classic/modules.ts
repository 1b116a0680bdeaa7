/** QuickJS itself, as quickjs-emscripten builds it. It imports its memory. */
import { capMemory, PAGE } from '../wasm/cap-memory.ts';
import { compileTwice, type Modules } from '../wasm/compile-twice.ts';
import { readPinned } from '../wasm/pinned.ts';
import { EXPORTS } from './instance.ts';

const SHA256 = '105c3bed22d457e43e3d1c3c1c6959fda62a8fe06f0fc8a985303c3a2be72232';

/** The whole way out of the guest; see imports.ts for what each of these is. */
const IMPORTS = [...'abcdefghijklmnopqrst'].map((letter) => `a.${letter}`);

/** The build asks for 16 MiB at once, and needs 5 MiB for its stack and a little more. */
export const INITIAL_PAGES = 88;

export async function compileQuickJs(maximumBytes: number, file: string | URL): Promise<Modules> {
  return compileTwice(capMemory(await readPinned(file, SHA256), Math.ceil(maximumBytes / PAGE), INITIAL_PAGES), IMPORTS, EXPORTS);
}

/** Where the package has it. */
export const quickJsFile = (): URL => new URL(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'));
