/** The one comment on a pull request: what can be looked at, and where it stands. */
import type { Project } from '../record/environment.ts';
import type { Preview, PreviewBody } from '../record/preview.ts';

export const markerOf = (project: string, pullRequest: string): string => `<!-- patchbay:${project}:${pullRequest} -->`;

const LONGEST_DETAIL = 300;

/** One line per environment; the latest preview of it. */
export function commentOf(marker: string, { body: { name } }: Project, previews: readonly Preview[]): string {
  const latest = [...new Map(previews.toReversed().map((each) => [each.body.environment, each.body])).values()];
  return [marker, `**Previews of ${plain(name)}**`, '', '| environment | status | commit | |', '|---|---|---|---|', ...latest.map(line)].join('\n');
}

function line({ environment_slug, status, commit, url, detail, expires_at, outcome }: PreviewBody): string {
  const about = status === 'up' ? `${url === undefined ? '' : `<${url}>`}${expires_at === undefined ? '' : ` until ${expires_at.slice(0, 16).replace('T', ' ')} UTC`}` : detail ?? (status === 'down' ? outcome ?? '' : '');
  return `| ${plain(environment_slug)} | ${status} | ${commit === undefined ? '' : `\`${commit.slice(0, 12)}\``} | ${plain(about).slice(0, LONGEST_DETAIL)} |`;
}

/** Nothing that a table, a mention or HTML is made of; links stay. */
const plain = (text: string): string => text.replaceAll(/[|\r\n]/g, ' ').replaceAll('@', '@\u200b').replaceAll(/<(?!https?:)/g, '&lt;');
