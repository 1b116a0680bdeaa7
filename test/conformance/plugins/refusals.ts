/** What was tried that must be refused, and what came through all the same. */
export interface Tried { readonly tried: number; readonly through: readonly string[] }

export async function allRefused(cases: Readonly<Record<string, () => Promise<{ readonly status_code: number; readonly code?: unknown; readonly reason?: unknown; readonly fix?: unknown }>>>, code: string): Promise<Tried> {
  const through: string[] = [];
  for (const [name, ask] of Object.entries(cases)) {
    const said = await ask();
    if (said.code !== code || typeof said.reason !== 'string' || typeof said.fix !== 'string') through.push(`${name}: expected ${code} with its reason, got ${said.status_code} ${String(said.code)}`);
  }
  return { tried: Object.keys(cases).length, through };
}
