/** What the `rule` resource does besides being stored: it gets the rights of who declares it, and no more, and all hubs hear of the change. */
import { isDeepStrictEqual } from 'node:util';
import { type Action, type Behaviour, type Caller, callIssues, type Context, covers, type Document, Failure, type Issue, refuseMistypedScopes, type Row, ruleRunRecord, type Scope, scopeSet, type Target } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Mirror } from '../follow/mirror.ts';
import { compileFilter } from '../match/filter.ts';
import type { Rule } from './rule.ts';

export interface RuleBehaviourPorts {
  readonly store: Store;
  readonly rules: Mirror<Rule>;
  /** Of the hub, of connectors, of plugins; undefined, when nobody runs it. */
  readonly actionOf: (id: string, caller: Caller) => Action | undefined;
  /** The scopes of what plugins and attached servers bring into the tenant of this caller. */
  readonly brought: (caller: Caller) => Iterable<Scope>;
  readonly principalOf: (tenant: string, principal: string) => Promise<Caller | undefined>;
  /** What somebody needs to send a message there. */
  readonly scopeOfChannel: (channel: Target['channel']) => Scope;
}

/** What a rule fills in comes out of events. */
const READS = 'event:read';

export function ruleBehaviour({ store, rules, actionOf, brought, principalOf, scopeOfChannel }: RuleBehaviourPorts): Behaviour {
  function tell(id: string, ctx: Context): void {
    const { tenant } = ctx.caller;
    ctx.unit.add(rules.changeOp({ tenant, id, at: ctx.now }));
    ctx.unit.after(() => rules.refresh(tenant, id));
  }

  /** Whoever declares it, also by a change: the rule acts for them from then on. */
  async function rightsOf(fields: Document, { caller }: Context, before?: Document): Promise<{ readonly acts_for: string; readonly granted_scopes: Scope[] }> {
    const issues = fields['filter'] === undefined ? [] : compileFilter(fields['filter']).issues;
    if (issues.length > 0) throw invalid(issues);
    if (!caller.scopes.has(READS)) throw new Failure('caller.forbidden', `${caller.name} may not read events, and neither may a rule of theirs`, { needs: READS, has: caller.scopes.list });
    const wanted = fields['scopes'] as Scope[]; // parsed by the schema of the rule
    refuseMistypedScopes(wanted, { before: before?.['scopes'] as Scope[] | undefined, brought: () => brought(caller) });
    const beyond = wanted.filter((scope) => !covers(caller.scopes, [scope]));
    if (beyond.length > 0) throw new Failure('caller.forbidden', `A rule can’t be given scopes that you don’t hold yourself: ${beyond.join(', ')}`, { needs: beyond });
    const granted = wanted.length === 0 ? [...caller.scopes.list] : wanted;
    if (fields['kind'] === 'notify') refuseTargets(fields, granted, caller);
    else refuseAction(fields, granted, caller, before);
    if ((await principalOf(caller.tenant, caller.principal)) === undefined) throw new Failure('caller.forbidden', `A rule acts for who declares it, and ${caller.name} can’t be found again later; declare it with an API key`);
    return { acts_for: caller.principal, granted_scopes: granted };
  }

  /** A call that stands already was right when it was written: its plugin may have changed or gone since, and the rule can still be changed, or switched off. */
  function refuseAction(fields: Document, granted: readonly Scope[], caller: Caller, before: Document | undefined): void {
    const { action: id, input } = fields['action'] as { readonly action: string; readonly input: Document };
    const stands = isDeepStrictEqual(fields['action'], before?.['action']);
    const action = actionOf(id, caller);
    if (action === undefined && stands) return;
    if (action === undefined) throw invalid([{ path: 'action.action', message: `there is no action ${id}` }]);
    if (action.state === 'planned') throw invalid([{ path: 'action.action', message: `${id} comes with a later release` }]);
    if (!caller.scopes.has(action.scope)) throw new Failure('caller.forbidden', `${caller.name} may not call ${id}, and neither may a rule of theirs`, { needs: action.scope, has: caller.scopes.list });
    if (!scopeSet(granted).has(action.scope)) throw invalid([{ path: 'scopes', message: `${id} needs ${action.scope}` }]);
    const issues = stands ? [] : callIssues(action, input, 'action.input');
    if (issues.length > 0) throw invalid(issues);
  }

  /** Its connector may be installed later. */
  function refuseTargets(fields: Document, granted: readonly Scope[], caller: Caller): void {
    for (const needs of new Set((fields['notify'] as readonly Target[]).map(({ channel }) => scopeOfChannel(channel)))) {
      if (!caller.scopes.has(needs)) throw new Failure('caller.forbidden', `${caller.name} may not send such messages, and neither may a rule of theirs`, { needs, has: caller.scopes.list });
      if (!scopeSet(granted).has(needs)) throw invalid([{ path: 'scopes', message: `the messages need ${needs}` }]);
    }
  }

  return {
    async create(fields, ctx) {
      const rights = await rightsOf(fields, ctx);
      tell(ctx.id, ctx);
      return { computed: { ...rights, last_acted_at: null } };
    },
    async update(before, after, ctx) {
      const rights = await rightsOf(after, ctx, before.body);
      tell(before.id, ctx);
      return { ...rights, last_acted_at: null };
    },
    delete(before, ctx) { tell(before.id, ctx); },
    show: (rows) => Promise.all(rows.map(async (row) => ({ last_acted_at: await lastActed(row) }))),
  };

  async function lastActed({ tenant, id }: Row): Promise<string | null> {
    const [last] = await store.list(ruleRunRecord.name, { tenant, where: { rule: id }, sort: { field: 'seq', descending: true }, limit: 1 });
    return last === undefined ? null : new Date(last.created_at).toISOString();
  }
}

const invalid = (issues: readonly Issue[]): Failure => new Failure('input.invalid', `The rule is not valid at ${issues[0]!.path}: ${issues[0]!.message}`, { issues });
