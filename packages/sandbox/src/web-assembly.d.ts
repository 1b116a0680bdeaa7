/** The part of WebAssembly that we use: TypeScript describes it only together with the whole browser. */
declare namespace WebAssembly {
  interface Memory { readonly buffer: ArrayBuffer; grow(pages: number): number }
  interface Global { value: number }
  interface Table { readonly length: number }
  interface Module { readonly [Symbol.toStringTag]: 'WebAssembly.Module' }
  const Instance: new (module: Module, imports: Record<string, object>) => { exports: Readonly<Record<string, unknown>> };
  const Memory: new (size: { initial: number; maximum?: number }) => Memory;
  const Module: { new (bytes: Uint8Array): Module; imports(module: Module): { module: string; name: string; kind: string }[] };
  function compile(bytes: Uint8Array): Promise<Module>;
}
