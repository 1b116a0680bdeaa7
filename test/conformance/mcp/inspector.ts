/**
 * The Inspector's strict check of every tool's schemas. It is large and needed here only, so npm fetches it into its own cache on demand;
 * MCP_INSPECTOR names one that is there already.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = '@modelcontextprotocol/inspector@2.12.0';

export interface Inspected { readonly tools: number; readonly errors: number }

export async function inspect(url: string): Promise<Inspected> {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-inspector-'));
  const own = process.env['MCP_INSPECTOR'];
  const args = ['--cli', url, '--method', 'tools/list', '--format', 'json', '--protocol-era', 'legacy', '-q', '--strict'];
  const [program, before] = own === undefined ? ['npm', ['exec', '--yes', '--ignore-scripts', `--package=${PACKAGE}`, '--', 'mcp-inspector']] : [own, []];
  try {
    return await new Promise<Inspected>((resolve, reject) => {
      const child = execFile(program, [...before, ...args], { env: { ...process.env, ...(own === undefined ? {} : { HOME: home }) }, cwd: home, maxBuffer: 64 * 1024 * 1024 }, (_, stdout, stderr) => {
        const code = child.exitCode ?? 1;
        if (code !== 0 && code !== 6) return reject(new Error(`the Inspector could not run (exit ${code}): ${stderr.slice(-1000)}`));
        const errors = stderr.match(/^Error: tool .*/gm) ?? [];
        for (const each of errors) console.log(each);
        resolve({ tools: (JSON.parse(stdout) as { result: { tools: unknown[] } }).result.tools.length, errors: code === 6 ? Math.max(1, errors.length) : errors.length });
      });
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
