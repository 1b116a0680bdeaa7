/** Plan modification, from the catalog alone: defaults, what stays, what is not known yet, what needs a new resource. Pure. */
import { type Fields, fillFields, isAbsent, type Path, plan, sameField, UNKNOWN } from '@patchbay/reconcile';
import type { Parts, ResourceType } from './resource-type.ts';

export interface Planned {
  readonly change: 'nothing' | 'create' | 'update' | 'replace';
  readonly parts: Parts;
  /** Fields that only a new resource can have. */
  readonly because: readonly string[];
  /** Of an update: what the hub is sent. */
  readonly patch: Fields;
}

/** What the hub gives once and keeps. */
const STABLE = new Set(['id', 'created_at']);

/** Looks at the configuration, not at what terraform proposes: its proposal keeps the old value where somebody wants the default back. */
export function planned({ model }: ResourceType, prior: Parts | undefined, config: Parts): Planned {
  const secrets = prior === undefined ? [] : Object.keys(config.versions).filter((secret) => config.versions[secret] !== prior.versions[secret]);
  const decision = plan(model, config.declared, prior?.declared, { undeclared: 'reset', secrets });
  const changesVersions = secrets.length > 0;
  const change = decision.kind === 'nothing' && changesVersions ? 'update' : decision.kind;
  const filled = fillFields(model.fields, config.declared);
  const declared = Object.fromEntries(model.fields.map((field) => {
    if (field.secret) return [field.name, null];
    const before = prior?.declared[field.name];
    return [field.name, prior !== undefined && sameField(filled[field.name], before, field) ? before : filled[field.name]];
  }));
  const computed = Object.fromEntries(model.computed.map(({ name }) => [name, stays(name, change) ? prior?.computed[name] ?? null : UNKNOWN]));
  return {
    change, parts: { declared, computed, versions: config.versions },
    because: decision.kind === 'replace' ? decision.because : [],
    patch: decision.kind === 'update' || decision.kind === 'replace' ? decision.patch : {},
  };
}

const stays = (name: string, change: Planned['change']): boolean => change === 'nothing' || (change === 'update' && STABLE.has(name));

/** Secrets that a creation needs and does not have. */
export const missingSecrets = ({ model }: ResourceType, config: Parts): Path[] =>
  model.fields.filter(({ name, secret, required }) => secret && required && isAbsent(config.declared[name])).map(({ name }) => [name]);
