/** What can be seen in a package without running it. A failed check holds the release until somebody has decided; a warning is shown to whoever installs it. */
import type { Manifest } from '@patchbay/sdk';
import type { PackageFile } from '../packages/tar.ts';

export interface Verdict { readonly check: string; readonly outcome: 'passed' | 'warned' | 'failed'; readonly detail: string }

interface Scanned {
  readonly manifest: Manifest;
  readonly code: string;
  readonly files: readonly PackageFile[];
  /** The release that had the same code and was taken back. */
  readonly takenBack?: string | undefined;
}
type Check = (of: Scanned) => Omit<Verdict, 'check'> | undefined;

const SECRETS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/], ['an access key of AWS', /\bAKIA[0-9A-Z]{16}\b/], ['a token of GitHub', /\bgh[pousr]_[A-Za-z0-9]{36,}\b/], ['a token of Slack', /\bxox[abprs]-[0-9A-Za-z-]{20,}\b/],
  ['a key of a hub', /\bpb_[A-Za-z0-9_]{30,}\b/], ['a key of Stripe', /\bsk_live_[0-9A-Za-z]{16,}\b/],
];
const README_CHARACTERS = 80;
const LONG_LINE = 5000;
/** Base64 or hexadecimal that is too long to be a constant. */
const BLOB = /["'`](?:[A-Za-z0-9+/]{3000,}={0,2}|[0-9a-fA-F]{3000,})["'`]/;

const checks: Readonly<Record<string, Check>> = {
  licence: ({ files }) => (textOf(files, 'LICENSE').trim() === '' ? { outcome: 'failed', detail: 'LICENSE is empty' } : undefined),
  known: ({ takenBack }) => (takenBack === undefined ? undefined : { outcome: 'failed', detail: `its code is that of ${takenBack}, which was taken back` }),
  secrets: ({ files }) => {
    const found = files.flatMap(({ path, content }) => SECRETS.filter(([, pattern]) => pattern.test(content.toString())).map(([what]) => `${what} in ${path}`));
    return found.length === 0 ? undefined : { outcome: 'failed', detail: `it holds ${found.join(', ')}` };
  },
  remote_code: ({ code }) => (/\beval\s*\(|\bnew\s+Function\s*\(|\(\s*0\s*,\s*eval\s*\)/.test(code) ? { outcome: 'failed', detail: 'it makes code out of text' } : undefined),
  readable: ({ code }) => {
    if (BLOB.test(code)) return { outcome: 'failed', detail: 'it holds a long encoded text' };
    const longest = Math.max(...code.split('\n').map((line) => line.length));
    return longest > LONG_LINE ? { outcome: 'warned', detail: `a line has ${longest} characters` } : undefined;
  },
  hosts: ({ manifest: { hosts } }) => {
    const wide = hosts.filter((host) => /^(http|ws|tcp):/.test(host) || /^https?:\/\/\*\.[a-z]+$/.test(host) || /^https?:\/\/\d+\./.test(host));
    return wide.length === 0 ? undefined : { outcome: 'warned', detail: `unencrypted, very wide or nameless: ${wide.join(', ')}` };
  },
  permissions: ({ manifest: { permissions } }) => {
    const strong = permissions.filter((each) => /^(reveal:|invoke:\*|subscribe:\*$|net:.*\{\{config|public:)/.test(each));
    return strong.length === 0 ? undefined : { outcome: 'warned', detail: `look twice at ${strong.join(', ')}` };
  },
  readme: ({ files }) => (textOf(files, 'README.md').trim().length < README_CHARACTERS ? { outcome: 'warned', detail: 'its README says next to nothing' } : undefined),
};

export const scan = (scanned: Scanned): Verdict[] => Object.entries(checks).map(([check, look]) => ({ check, ...(look(scanned) ?? { outcome: 'passed', detail: '' }) }));

const textOf = (files: readonly PackageFile[], path: string): string => files.find((file) => file.path === path)?.content.toString() ?? '';
