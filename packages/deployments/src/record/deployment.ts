/** A deployment as the store keeps it: what everybody sees, and what the engine remembers. */
import { deploymentRecord, type Document, type Row } from '@patchbay/contracts';
import type { z } from 'zod';

export type Shown = z.output<z.ZodObject<typeof deploymentRecord.fields>>;

export interface Inner {
  readonly begin_within: number;
  readonly timeout: number;
  /** Who issued the requester, nearest first. */
  readonly issuers: readonly string[];
  /** Who the requester is across logins, where that is somebody else than the principal. */
  readonly party?: string | undefined;
  /** Who decided, with who issued them. */
  readonly deciders: readonly { readonly principal: string; readonly party?: string | undefined; readonly issuers: readonly string[] }[];
  /** The nearest instant for which a look is in the queue already. */
  readonly look_at: number;
  /** While a call of the hub, or a run of a pipeline, is under way: since when. */
  readonly calling_at?: number | undefined;
  /** The run of a pipeline that does it. */
  readonly run?: string | undefined;
  /** The approval that the call waits for. */
  readonly approval?: string | undefined;
  /** How it ends when its cancellation is through. */
  readonly ending?: { readonly status: 'failed' | 'cancelled' | 'superseded'; readonly outcome: string; readonly detail?: string | undefined; readonly by?: string | undefined } | undefined;
  /** The rules that led to it. */
  readonly causes: readonly string[];
  /** Who wants somebody to approve it besides what its environment asks for, and why. */
  readonly wish?: { readonly by: string; readonly reason: string } | undefined;
  /** The version passed what protects the environment before, or there is nothing to protect. */
  readonly trusted: boolean;
}

export type DeploymentBody = Shown & { readonly engine: Inner };
export type Deployment = Row<DeploymentBody>;

export const DEPLOYMENT = deploymentRecord.name;

/** As everybody sees it. */
export function showDeployment({ id, version, created_at, updated_at, body }: Deployment): Document {
  const { engine: _, ...shown } = body;
  return { id, version, created_at: new Date(created_at).toISOString(), updated_at: new Date(updated_at).toISOString(), ...defined(shown) };
}

const defined = (fields: Document): Document => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** What two deployments must share to be the same version. */
export const versionOf = ({ release, commit }: Pick<Shown, 'release' | 'commit'>): string => (release === undefined ? `commit ${commit ?? ''}` : `release ${release}`);

/** Of one name, and not built from two commits. */
export const isSameVersion = (one: Pick<Shown, 'release' | 'commit'>, other: Pick<Shown, 'release' | 'commit'>): boolean =>
  one.release === other.release && (one.commit === undefined || other.commit === undefined ? one.release !== undefined : !areTwoCommits(one.commit, other.commit));

/** Where both are known. One of them may be short. */
export function areTwoCommits(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return !a.startsWith(b) && !b.startsWith(a);
}

export const iso = (at: number): string => new Date(at).toISOString();
