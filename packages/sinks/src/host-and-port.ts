/** `example.com:6514`, `[2001:db8::1]:6514`, or a host alone. */
export function hostAndPort(text: string, usual: number): { readonly host: string; readonly port: number } {
  const found = /^(\[[^\]]+\]|[^:]*)(?::(\d{1,5}))?$/.exec(text);
  return { host: (found?.[1] ?? text).replace(/^\[|\]$/g, ''), port: found?.[2] === undefined ? usual : Number(found[2]) };
}
