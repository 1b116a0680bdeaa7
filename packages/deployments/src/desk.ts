/**
 * What one step reads and wants to have written. Each document is read once and written once, against the version that was read: whoever was
 * faster makes the unit be refused, and the step is taken anew on what is there then. Events are told with what is finally written.
 */
import type { Context, Document, Op, Row } from '@patchbay/contracts';
import { CHANGES, WORK_QUEUE } from './collections.ts';
import type { DeploymentPorts } from './ports.ts';

export interface Desk {
  readonly tenant: string;
  readonly now: number;
  readonly causes: readonly string[];
  readonly newId: DeploymentPorts['newId'];
  read<R extends Row>(collection: string, id: string): Promise<R | undefined>;
  /** Just looked at: nothing of it is written here. */
  peek<R extends Row>(collection: string, id: string): Promise<R | undefined>;
  find(collection: string, where: Readonly<Record<string, string | boolean>>): Promise<Row | undefined>;
  write<B extends Document>(collection: string, id: string, body: B): void;
  add(op: Op): void;
  after(done: () => void): void;
  tell(event: { readonly type: string; readonly subject: string; readonly project: string; readonly causes?: readonly string[]; readonly data: () => Document | Promise<Document> }): void;
  /** Work for whichever hub finds it, at its time. */
  enqueue(work: string, at?: number, lane?: string): void;
  /** Whoever follows it is woken. */
  changed(deployment: string): void;
  /** What was to be written is not. */
  forget(): void;
  /** All of it as ops. */
  ops(): Promise<Op[]>;
  committed(): void;
}

interface Sheet { readonly found: Row | undefined; body: Document | undefined }

export type DeskPorts = Pick<DeploymentPorts, 'store' | 'newId' | 'tell'> & { readonly wake: () => void };

export function openDesk({ store, newId, tell, wake }: DeskPorts, { tenant, now, causes = [] }: { readonly tenant: string; readonly now: number; readonly causes?: readonly string[] | undefined }): Desk {
  const sheets = new Map<string, Sheet>();
  const more: Op[] = [];
  const done: (() => void)[] = [];
  const news: Parameters<Desk['tell']>[0][] = [];
  const woken = new Set<string>();
  const nameOf = (collection: string, id: string): string => `${collection} ${id}`;

  async function read<R extends Row>(collection: string, id: string): Promise<R | undefined> {
    const name = nameOf(collection, id);
    if (!sheets.has(name)) {
      const found = await store.get(collection, tenant, id);
      if (!sheets.has(name)) sheets.set(name, { found, body: undefined });
    }
    const { found, body } = sheets.get(name)!;
    return (body === undefined ? found : rowOf(id, found, body)) as R | undefined; // written by this engine and no other
  }

  const rowOf = (id: string, found: Row | undefined, body: Document): Row =>
    ({ tenant, id, version: (found?.version ?? 0) + 1, created_at: found?.created_at ?? now, updated_at: now, body });

  function opOf(name: string, { found, body }: Sheet): Op[] {
    if (body === undefined) return [];
    const [collection = '', id = ''] = name.split(' ');
    return [found === undefined ? { op: 'insert', in: collection, tenant, id, body, at: now } : { op: 'update', in: collection, tenant, id, body, at: now, version: found.version }];
  }

  return {
    tenant, now, causes, newId, read,
    peek: async (collection, id) => (await store.get(collection, tenant, id)) as never, // as the engine that owns it wrote it
    find: (collection, where) => store.find(collection, tenant, where),
    write(collection, id, body) {
      const name = nameOf(collection, id);
      const sheet = sheets.get(name) ?? { found: undefined, body };
      sheet.body = body;
      sheets.set(name, sheet);
    },
    add: (op) => { more.push(op); },
    after: (each) => { done.push(each); },
    tell: (event) => { news.push(event); },
    enqueue(work, at = now, lane = '') {
      more.push({ op: 'enqueue', in: WORK_QUEUE, tenant, id: newId('dwk'), at, lane, work });
      if (at <= now) done.push(wake);
    },
    changed: (deployment) => { woken.add(deployment); },
    forget() {
      sheets.clear();
      woken.clear();
      for (const list of [more, done, news]) list.length = 0;
    },
    async ops() {
      const ops = [...sheets].flatMap(([name, sheet]) => opOf(name, sheet));
      for (const { type, subject, project, causes: own, data } of news) {
        const plan = tell({ tenant, type, subject, project, causes: own ?? causes, at: now, data: await data() });
        more.push(...plan.ops);
        done.push(plan.committed);
      }
      for (const id of woken) more.push({ op: 'append', in: CHANGES, tenant, id: newId('chg'), body: { id }, at: now });
      return [...ops, ...more];
    },
    committed() { for (const each of done) each(); },
  };
}

/** A desk for a call: what it wants written joins the unit of the call, and what is refused runs the call anew. */
export async function atDesk<T>(ports: DeskPorts, ctx: Context, work: (desk: Desk) => Promise<T>): Promise<T> {
  const desk = openDesk(ports, { tenant: ctx.caller.tenant, now: ctx.now, causes: ctx.causes });
  const answer = await work(desk);
  for (const op of await desk.ops()) ctx.unit.add(op, () => 'again');
  ctx.unit.after(() => desk.committed());
  return answer;
}
