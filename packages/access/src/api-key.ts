/** What an API key does besides being stored: it is minted, and it opens the door until it is switched off, deleted or expired. */
import { type Behaviour, type Caller, Failure } from '@patchbay/contracts';
import type { ApiKey } from './collections.ts';
import { type Brought, refuseScopes } from './grant.ts';
import type { KeyUses } from './key-use.ts';
import { mintKey, type MintPorts, unmintOps } from './mint-key.ts';
import type { Settling } from './settling.ts';

export interface ApiKeyPorts extends MintPorts {
  readonly uses: KeyUses;
  readonly settling: Settling;
  readonly brought: Brought;
}

/** Keys that issue keys that issue keys: nobody needs more, and the line is read with every caller. */
const LONGEST_LINE = 32;

export function apiKeyBehaviour(ports: ApiKeyPorts): Behaviour {
  const { uses, settling, brought } = ports;
  return {
    create(fields, ctx) {
      const { scopes, expires_at } = fields as unknown as ApiKey; // parsed by the resource's schema
      refuseScopes(ctx.caller, scopes, 'An API key', { brought });
      refusePast(expires_at, ctx.now);
      const minted = mintKey({ tenant: ctx.caller.tenant, id: ctx.id, issuers: lineOf(ctx.caller), at: ctx.now }, ports);
      for (const op of minted.ops) ctx.unit.add(op);
      return { computed: minted.computed, once: { key: ctx.dryRun ? 'pb_dry_run' : minted.key } };
    },
    update(before) {
      settling.mark(before.id);
      return computedOf(before.body as ApiKey);
    },
    delete(before, ctx) {
      settling.mark(before.id);
      for (const op of unmintOps(before.tenant, before.id)) ctx.unit.add(op, () => 'again');
    },
    async show(rows, ctx) {
      const used = await uses.lastUsed(ctx.caller.tenant, rows.map((row) => row.id));
      return rows.map(({ id }) => ({ last_used_at: used.has(id) ? new Date(used.get(id)!).toISOString() : null }));
    },
  };
}

const computedOf = ({ prefix, issued_by, last_used_at }: ApiKey) => ({ prefix, issued_by, last_used_at });

/** A shortened line would let somebody approve what their own issuer asked for, so a longer one is refused. */
function lineOf({ principal, issuers }: Caller): readonly [string, ...string[]] {
  if (issuers.length >= LONGEST_LINE) throw new Failure('caller.forbidden', `A key at the end of a line of ${LONGEST_LINE} issuers can’t issue another; use one that is nearer to the first`, { limit: LONGEST_LINE });
  return [principal, ...issuers];
}

export function refusePast(expires: string | undefined, now: number): void {
  if (expires === undefined || Date.parse(expires) > now) return;
  throw new Failure('input.invalid', `The input of api_key_create is not valid at expires_at: expected an instant in the future, after ${new Date(now).toISOString()}`, {
    issues: [{ path: 'expires_at', message: 'is in the past', expected: 'an instant in the future' }],
  });
}
