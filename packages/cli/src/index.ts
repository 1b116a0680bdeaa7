/** The command line as a function, for whoever runs it in a process of their own. */
export { type ExitCode, exitCodes } from './exit-code.ts';
export type { Io } from './io.ts';
export { main } from './main.ts';
export { type Bundled, bundlePlugin } from './plugin/bundle-plugin.ts';
