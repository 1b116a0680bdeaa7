/** The files that the guards look at: everything in the working tree that is ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export const root = join(import.meta.dirname, '../..');

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.turbo', '.patchbay']);

/** All text files, read once per call. */
export function files(from = root): SourceFile[] {
  return readdirSync(from, { withFileTypes: true }).flatMap((entry) => {
    const place = join(from, entry.name);
    if (NOT_OURS.has(entry.name) || entry.isSymbolicLink()) return [];
    if (entry.isDirectory()) return files(place);
    return /\.(png|ico|woff2?|gz|db|log)$/.test(entry.name) ? [] : [{ path: relative(root, place).split(sep).join('/'), text: readFileSync(place, 'utf8') }];
  });
}

/** Folders of all workspaces that exist, found as npm finds them. */
export function workspaces(): string[] {
  const { workspaces: patterns } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] };
  return patterns.flatMap((pattern) => (pattern.endsWith('/*') ? foldersIn(pattern.slice(0, -2)) : [pattern])).filter((folder) => has(folder, 'package.json')).sort();
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => `${folder}/${entry.name}`);
}

function has(folder: string, file: string): boolean {
  return readdirSync(join(root, folder)).includes(file);
}

export const isTest = (path: string): boolean => path.endsWith('.test.ts');

/** The code of a room, without its tests and what only they use. */
export const isRoom = (path: string): boolean => /^packages\/[^/]+\/src\/.*\.ts$/.test(path) && !isTest(path) && !/\/(fixture|double|cases)\.ts$/.test(path) && !path.startsWith('packages/connectors/src/testing/');

/** The text without its comments, line numbers kept: a comment may name what code must not use. */
export function codeOf(text: string): string {
  return text.replace(/("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*/g, (whole, kept?: string) => kept ?? whole.replace(/[^\n]/g, ' '));
}
