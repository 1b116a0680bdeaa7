import { describe, expect, it } from 'vitest';
import { defineCommand } from './command.ts';
import { commands } from './commands.ts';
import { Complaint } from './complaint.ts';
import { parse } from './parse.ts';

const refusal = (...argv: string[]): Complaint => {
  try {
    parse(argv, commands);
  } catch (error) {
    if (error instanceof Complaint) return error;
    throw error;
  }
  throw new Error('it was understood');
};

describe('a command line', () => {
  it('is a command of one or two words, its arguments and its flags, wherever the flags stand', () => {
    expect(parse(['get', 'project', 'shop'], commands)).toMatchObject({ command: { name: 'get' }, args: ['project', 'shop'] });
    expect(parse(['-o', 'json', 'keys', 'create', 'ci', '-s', 'a:read', '--scope', 'b:read'], commands)).toMatchObject({ command: { name: 'keys create' }, args: ['ci'], flags: { output: 'json', scope: ['a:read', 'b:read'] } });
    expect(parse(['list', 'projects', '--sort', '-slug', '-a'], commands)).toMatchObject({ args: ['projects'], flags: { sort: '-slug', all: true } });
    expect(parse([], commands).command.name).toBe('help');
    expect(parse(['--help'], commands)).toMatchObject({ command: { name: 'help' }, args: [] });
    expect(parse(['get', '--help'], commands)).toMatchObject({ command: { name: 'get' }, flags: { help: true } });
  });

  it('that is wrong is refused with what was probably meant', () => {
    expect(refusal('lsit').message).toBe('There is no command lsit. Did you mean list?');
    expect(refusal('keys', 'revok').message).toContain('Did you mean revoke?');
    expect(refusal('keys').fix).toContain('patchbay keys list');
    expect(refusal('list', 'projects', '--limt', '3').message).toBe('list has no flag --limt. Did you mean --limit?');
    expect(refusal('list', 'projects', '-o', 'jsn').message).toContain('Did you mean json?');
    expect(refusal('get', 'project').message).toBe('get needs <id|key>');
    expect(refusal('whoami', 'now').message).toContain('takes no arguments');
    expect(refusal('list', 'projects', '--limit').message).toBe('--limit is used wrongly: it needs a value');
    expect(refusal('delete', 'project', 'shop', '--yes=maybe').message).toBe('--yes is used wrongly: it takes no value');
    for (const argv of [['x'], ['keys'], ['get'], ['list', 'p', '--zzz']]) expect(refusal(...argv).exitCode).toBe(2);
  });

  it('that is wrong does not repeat the values of its flags: one may be a key', () => {
    expect(refusal('login', '--kee', 'pb_secret').message).not.toContain('pb_secret');
    expect(refusal('login', '--kee=pb_secret').message).not.toContain('pb_secret');
  });
});

describe('the table of commands', () => {
  it('has no two commands of one name, an example for each, and examples that are understood', () => {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
    expect(commands.length).toBeGreaterThan(20);
    for (const { examples } of commands) {
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) expect(() => parse(words(example), commands)).not.toThrow();
    }
  });

  it('has no flag that hides a flag of every command', () => {
    for (const { flags } of commands) for (const flag of ['output', 'profile', 'url', 'tenant', 'help']) expect(Object.keys(flags)).not.toContain(flag);
    expect(defineCommand({ name: 'x', summary: '', args: [], flags: {}, examples: [], run: async () => undefined }).name).toBe('x');
  });
});

/** As a shell would split it, as far as the examples need. */
function words(example: string): string[] {
  const inner = /patchbay (.*?)(?:$|\)| [<>|] )/.exec(example)?.[1] ?? '';
  return [...inner.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}
