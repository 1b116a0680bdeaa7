/** What the hub itself knows: asked through the one path of every action, as who asks, so that nobody learns more than they may. */
import type { Call, ContextErrand, ContextQuestion, ContextSource, ContextSupplier, Document } from '@patchbay/contracts';

export type Ask = (action: string, input: Document, errand: ContextErrand) => Promise<Document>;

export const asking = (invoke: (call: Call) => Promise<{ readonly output: unknown }>): Ask => async (action, input, { caller, via, requestId, signal }) =>
  (await invoke({ action, input, caller, via, requestId, signal, counted: true })).output as Document; // `invoke` checked it against the schema

const AT_ONCE = 500;
const MOST_ENVIRONMENTS = 100;
const OK = { state: 'ok', reason: null } as const;

export function hubContext(ask: Ask): ContextSupplier {
  const sources: readonly ContextSource[] = [
    { id: 'hub/changes', kind: 'changes', title: 'Changes in the hub', description: 'What somebody changed about the project of that name and its environments.', scope: 'audit_entry:read', health: () => OK, find: (question, errand) => changes(question, errand) },
    { id: 'hub/deployments', kind: 'deployments', title: 'Deployments of the hub', description: 'Deployments of the project of that name that were asked for in the window.', scope: 'deployment:read', health: () => OK, find: (question, errand) => deployments(question, errand) },
    { id: 'hub/events', kind: 'events', title: 'Events of the hub', description: 'Events of the project of that name, and events whose subject or data name the service.', scope: 'event:read', health: () => OK, find: (question, errand) => events(question, errand) },
  ];
  return () => sources;

  async function deployments({ project, environment, since, until, limit }: ContextQuestion, errand: ContextErrand): Promise<readonly unknown[]> {
    if (project === undefined) return [];
    const { items } = await ask('deployment_list', { project, since, until, sort: '-id', limit: AT_ONCE }, errand) as { items: readonly Deployment[] };
    return items.filter(({ environment_slug: place }) => environment === undefined || place === environment).slice(0, limit + 1).map((each) => ({
      at: each.created_at, title: `${each.release ?? each.ref ?? 'A version'}: ${each.status}`, ...(each.url === undefined ? {} : { url: each.url }), text: [each.reason, each.detail].filter((part) => part !== undefined).join('\n') || undefined,
      subject: each.id, ...(each.status === 'failed' || each.status === 'rolled_back' ? { severity: 'high' } : {}), data: { environment: each.environment_slug, kind: each.kind, commit: each.commit ?? null, requester: each.requester, ended_at: each.ended_at ?? null },
    }));
  }

  async function events({ service, project, since, until, limit }: ContextQuestion, errand: ContextErrand): Promise<readonly unknown[]> {
    const window = { since, until };
    const own = project === undefined ? [] : ((await ask('event_search', { project, ...window, limit: Math.min(limit + 1, AT_ONCE) }, errand)) as { items: readonly Event[] }).items;
    const all = ((await ask('event_search', { ...window, limit: AT_ONCE }, errand)) as { items: readonly Event[] }).items.filter((each) => !PLUMBING.test(each.type) && aboutService(each, service, project));
    const found = new Map([...own.filter(({ type }) => !PLUMBING.test(type)), ...all].map((each) => [each.id, each]));
    return [...found.values()].map(({ created_at, type, subject, data, id }) => ({ at: created_at, title: type, subject, data: { event: id, ...data } })).toSorted((a, b) => (a.at < b.at ? 1 : -1));
  }

  async function changes({ project, since, until, limit }: ContextQuestion, errand: ContextErrand): Promise<readonly unknown[]> {
    if (project === undefined) return [];
    const about = new Set([project, ...(await environmentsOf(project, errand))]);
    const { items } = await ask('audit_entry_list', { since, until, outcome: 'done', sort: '-id', limit: AT_ONCE }, errand) as { items: readonly Entry[] };
    return items.filter(({ subject }) => subject !== undefined && about.has(subject)).slice(0, limit + 1).map(({ created_at, action, principal, subject, via, id }) => ({ at: created_at, title: `${action} by ${principal}`, subject, data: { entry: id, via } }));
  }

  /** Their ids; none for who may not see them. */
  async function environmentsOf(project: string, errand: ContextErrand): Promise<readonly string[]> {
    if (!errand.caller.scopes.has('environment:read')) return [];
    const { items } = await ask('environment_list', { project, limit: MOST_ENVIRONMENTS }, errand) as { items: readonly { readonly id: string }[] };
    return items.map(({ id }) => id);
  }
}

interface Deployment { readonly id: string; readonly created_at: string; readonly release?: string; readonly ref?: string; readonly commit?: string; readonly status: string; readonly kind: string; readonly environment_slug: string; readonly requester: string; readonly reason?: string; readonly detail?: string; readonly url?: string; readonly ended_at?: string }
interface Event { readonly id: string; readonly created_at: string; readonly type: string; readonly subject: string; readonly data: Document }
interface Entry { readonly id: string; readonly created_at: string; readonly action: string; readonly principal: string; readonly subject?: string; readonly via: string }

/** What the hub says of its own workings, and what another source tells better. */
const PLUMBING = /^(message|call|job|approval|deployment|api_key|endpoint)\./;

const aboutService = ({ subject, data }: Event, service: string, project: string | undefined): boolean => subject === service || subject === project || namedIn(JSON.stringify([subject, data]), service);

/** As a word of its own. */
function namedIn(text: string, service: string): boolean {
  const escaped = service.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`, 'iu').test(text);
}
