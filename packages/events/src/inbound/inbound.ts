/** Webhooks of others: sources, what they take in, and what they refuse. */
import type { Behaviour, Collection, Document, Ingest, NewId, Operation, Row } from '@patchbay/contracts';
import type { LogFollower, Store } from '@patchbay/storage';
import type { EventDraft, EventPlan } from '../publish.ts';
import { sourceSecrets } from '../retired-keys.ts';
import { activityCollection, createActivity } from './activity.ts';
import { createIngest, type InboundMeter, type IngestPorts } from './ingest.ts';
import { createInstallationRefusals, type RefusedByInstallation } from './installation-refusals.ts';
import { createIntroductions } from './introductions.ts';
import { createKeep } from './keep.ts';
import { markCollection } from './marks.ts';
import { createRefusals, refusalCollection } from './refusals.ts';
import { readSource, type Source } from './source.ts';
import { sourceBehaviour } from './source-behaviour.ts';
import { createSourceSecrets } from './source-secrets.ts';
import { tokenOperation } from './source-token.ts';
import { createSources, sourceChangeCollection } from './sources.ts';

export interface InboundPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly platformTypes: ReadonlySet<string>;
  readonly tell: (draft: EventDraft) => EventPlan;
  readonly check: IngestPorts['check'];
  readonly caughtUp: IngestPorts['caughtUp'];
  readonly unseal: (row: Row, field: string, sealed: string) => Promise<string>;
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
  readonly within: (networks: readonly string[]) => (address: string) => boolean;
  readonly publicUrl: () => string;
  readonly updateSource: (tenant: string, input: Document) => Promise<unknown>;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
  readonly meter?: InboundMeter | undefined;
}

export interface Inbound {
  readonly ingest: Ingest;
  /** Keeps what an installation of a plugin did not take, beside what sources refused. */
  readonly refused: (refused: RefusedByInstallation) => Promise<void>;
  /** What other hubs change of sources. */
  readonly followers: readonly LogFollower[];
  readonly behaviour: Behaviour;
  readonly operations: readonly Operation[];
  start(): Promise<void>;
  stop(): void;
  /** Writes down what was noted in memory, and removes what is too old or too much. */
  tidy(): Promise<void>;
}

export const inboundCollections: readonly Collection[] = [sourceChangeCollection, sourceSecrets.collection, markCollection, refusalCollection, activityCollection];

const AT_ONCE = 1000;

export function createInbound(ports: InboundPorts): Inbound {
  const { store, now } = ports;
  const read = (row: Row): Source => readSource(row, ports);
  const sources = createSources({ ...ports, read });
  const activity = createActivity(ports);
  const refusals = createRefusals(ports);
  const introductions = createIntroductions({ ...ports, sources, update: ports.updateSource });

  async function tidy(): Promise<void> {
    await activity.flush();
    await refusals.trim();
    for (const { name } of [markCollection, sourceSecrets.collection]) while ((await store.prune(name, 'until', now(), AT_ONCE)) === AT_ONCE);
  }

  return Object.freeze({
    ingest: createIngest({ ...ports, sources, secrets: createSourceSecrets(ports), refusals, activity, introductions, keep: createKeep(ports) }),
    refused: createInstallationRefusals(refusals, ports.meter),
    behaviour: sourceBehaviour({ ...ports, sources, activity }),
    operations: [tokenOperation({ ...ports, read })],
    followers: [sources.follower],
    start: sources.start,
    stop: sources.stop,
    tidy,
  });
}
