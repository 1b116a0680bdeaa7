/** What the `source` resource does besides being stored: checks what it is told, keeps a replaced secret for its grace, and tells all hubs of the change. */
import { type Behaviour, type Context, type Document, Failure, type Row } from '@patchbay/contracts';
import { complaintAboutSecret, schemeOf, type SourceScheme } from '@patchbay/vault';
import { type RetirePorts, sourceSecrets } from '../retired-keys.ts';
import type { Activity } from './activity.ts';
import { type Handshake, handshakeOf, issuesOf, type SourcePorts } from './source.ts';
import type { Sources } from './sources.ts';

/** The door that a sender's own secret comes through. */
export const HANDSHAKE = 'handshake';

export interface SourceBehaviourPorts extends SourcePorts, RetirePorts {
  readonly sources: Sources;
  readonly activity: Activity;
  /** Where this hub is reached from outside: `https://hub.example.com`. */
  readonly publicUrl: () => string;
}

export function sourceBehaviour(ports: SourceBehaviourPorts): Behaviour {
  const { sources, activity, publicUrl, sealedOf } = ports;
  const urlOf = (id: string): string => `${publicUrl()}/hooks/${id}`;

  function tell(id: string, { caller: { tenant }, unit, now }: Context): void {
    unit.add(sources.changeOp({ tenant, id, at: now }));
    unit.after(() => sources.refresh(tenant, id));
  }

  /** The secret that stays, where another proof is wanted of it. One that nobody can open proves nothing either way. */
  async function keptSecret(before: Row, after: Document, dropped: readonly string[]): Promise<string | undefined> {
    const sealed = sealedOf(before.body)['secret'];
    const asBefore = JSON.stringify(schemeOf(after as Document & SourceScheme)) === JSON.stringify(schemeOf(before.body as Document & SourceScheme));
    return sealed === undefined || asBefore || dropped.includes('secret') ? undefined : ports.unseal(before, 'secret', sealed).catch(() => undefined);
  }

  function show(row: Row, last: number | undefined): Document {
    return {
      url: urlOf(row.id),
      handshake: handshakeOf(schemeOf(row.body as Document & SourceScheme), row.body['handshake'] as Handshake, sealedOf(row.body)['secret'] !== undefined), // parsed when it was written
      last_received_at: last === undefined ? null : new Date(last).toISOString(),
    };
  }

  return {
    create(fields, ctx) {
      check(fields, ports);
      demandHttps(fields, publicUrl());
      demandFitting(fields['secret'], fields);
      tell(ctx.id, ctx);
      const scheme = schemeOf(fields as Document & SourceScheme);
      return { computed: { url: urlOf(ctx.id), handshake: handshakeOf(scheme, 'none', fields['secret'] !== undefined), last_received_at: null } };
    },
    async update(before, after, ctx, dropped) {
      check(after, ports);
      if (after['scheme'] !== before.body['scheme']) demandHttps(after, publicUrl());
      demandFitting(after['secret'] ?? (await keptSecret(before, after, dropped)), after);
      tell(before.id, ctx);
      if (after['secret_grace'] === 0 || dropped.includes('secret')) await sourceSecrets.forget(before, ctx, ports.store);
      else if (typeof after['secret'] === 'string') await sourceSecrets.retire(before, after['secret'], { grace: Number(after['secret_grace']) }, ctx, ports);
      const { url, handshake, last_received_at } = before.body;
      const stored = after['scheme'] !== before.body['scheme'] ? 'none' : handshake;
      return { url, last_received_at, handshake: after['secret'] === undefined || !brings(after) ? stored : ctx.via === HANDSHAKE ? 'unconfirmed' : 'done' };
    },
    async delete(before, ctx) {
      tell(before.id, ctx);
      for (const op of await activity.forget(before.tenant, before.id)) ctx.unit.add(op);
      await sourceSecrets.forget(before, ctx, ports.store);
    },
    async show(rows, ctx) {
      const last = await activity.last(ctx.caller.tenant, rows.map(({ id }) => id));
      return rows.map((row) => show(row, last.get(row.id)));
    },
  };
}

/** Whether the sender brings the secret itself. */
const brings = (fields: Document): boolean => schemeOf(fields as Document & SourceScheme).handshakes?.some(({ store }) => store !== undefined) === true;

function check(fields: Document, ports: Omit<SourcePorts, 'sealedOf'>): void {
  const issues = issuesOf(fields, ports);
  if (issues.length > 0) throw new Failure('input.invalid', `The source is not valid at ${issues[0]!.path}: ${issues[0]!.message}`, { issues });
}

function demandFitting(secret: unknown, fields: Document): void {
  const complaint = typeof secret === 'string' ? complaintAboutSecret(secret, schemeOf(fields as Document & SourceScheme)) : undefined;
  if (complaint !== undefined) throw new Failure('input.invalid', `With this secret nobody can prove anything to the source: ${complaint}`, { issues: [{ path: 'secret', message: complaint }] });
}

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/;

/** Azure DevOps signs nothing and sends the secret itself: whoever reads one request could send any. */
function demandHttps({ scheme }: Document, url: string): void {
  if (scheme !== 'azure_devops' || !url.startsWith('http:') || LOOPBACK.test(url)) return;
  const message = `Azure DevOps sends the secret itself, so that it needs https, and this hub is reached at ${url}: put TLS before it and set PATCHBAY_PUBLIC_URL to its https address`;
  throw new Failure('input.invalid', message, { issues: [{ path: 'scheme', message }] });
}
