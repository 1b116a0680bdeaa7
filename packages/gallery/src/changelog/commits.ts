/** Conventional commits (conventionalcommits.org), read and put under headings. */
export interface Commit { readonly type: string; readonly scope: string | undefined; readonly text: string; readonly breaking: string | undefined }

const HEADER = /^(\w+)(?:\(([^)]+)\))?(!)?:\s+(.+)$/;

export function readCommit(message: string): Commit {
  const [header = '', ...rest] = message.split(/\r?\n/);
  const [, type, scope, mark, text] = HEADER.exec(header) ?? [];
  const footer = /^BREAKING[ -]CHANGE:\s*(.+)$/m.exec(rest.join('\n'))?.[1];
  return { type: type?.toLowerCase() ?? 'other', scope, text: text ?? header, breaking: footer ?? (mark === undefined ? undefined : text) };
}

const HEADINGS = [['feat', 'Added'], ['fix', 'Fixed'], ['perf', 'Faster'], ['revert', 'Reverted'], ['security', 'Security'], ['deps', 'Dependencies']] as const;

export function markdownOf(version: string, date: string, commits: readonly Commit[]): string {
  const part = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines.map((line) => `- ${line}`)]);
  const line = ({ scope, text }: Commit): string => (scope === undefined ? text : `**${scope}**: ${text}`);
  return [
    `## ${version} (${date})`,
    ...part('Breaking', commits.flatMap(({ breaking }) => (breaking === undefined ? [] : [breaking]))),
    ...HEADINGS.flatMap(([type, title]) => part(title, commits.filter((each) => each.type === type).map(line))),
  ].join('\n');
}

/** What semantic versioning asks for. Before 1.0.0 a break is a minor step. */
export function nextVersion(current: string, commits: readonly Commit[]): string | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(current)?.map(Number) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  const breaks = commits.some(({ breaking }) => breaking !== undefined);
  const adds = commits.some(({ type }) => type === 'feat');
  if (breaks && major > 0) return `${major + 1}.0.0`;
  if (breaks || adds) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}
