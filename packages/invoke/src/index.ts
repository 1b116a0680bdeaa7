export { createInvoke, type Invoke, type InvokeOptions, type InvokePorts } from './invoke.ts';
export { invokeCollections } from './collections.ts';
