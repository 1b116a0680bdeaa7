/** The life of a resource: created, read, found, changed, left alone by a late change, deleted with an approval where one is needed, gone. */
import fc from 'fast-check';
import { fitting, type Pools } from './arbitrary.ts';
import { isSame } from './by-itself.ts';
import type { Operation, Schema } from './document.ts';
import type { Reply, Request } from './request.ts';

type Document = Readonly<Record<string, unknown>>;

export interface Life { readonly create: Operation; readonly get: Operation; readonly list: Operation; readonly update: Operation; readonly remove: Operation }
export interface LifePorts {
  /** Sends and checks the answer against the document; throws what is wrong. */
  readonly ask: (operation: Operation, request: Request) => Promise<Reply>;
  readonly pools: Pools;
  readonly key: string;
  /** Of somebody above, who may approve. */
  readonly approver: string;
  readonly approve: Operation;
}

export function lives(operations: readonly Operation[]): Life[] {
  const by = (id: string): Operation | undefined => operations.find((each) => each.id === id && !each.planned);
  return operations.filter(({ id }) => id.endsWith('_create')).flatMap((create) => {
    const name = create.id.slice(0, -'_create'.length);
    const [get, list, update, remove] = [by(`${name}_get`), by(`${name}_list`), by(`${name}_update`), by(`${name}_delete`)];
    return create.planned || get === undefined || list === undefined || update === undefined || remove === undefined ? [] : [{ create, get, list, update, remove }];
  });
}

export function lifeInputs({ create, update }: Life, pools: Pools) {
  const immutable = Object.entries((update.body?.schema['properties'] ?? {}) as Record<string, Schema>).filter(([, property]) => JSON.stringify(property).includes('"x-immutable":true')).map(([name]) => name);
  const changes = fitting(update.body?.schema ?? {}, pools).map((value) => Object.fromEntries(Object.entries(value as object).filter(([name]) => !immutable.includes(name))));
  return fc.tuple(fitting(create.body?.schema ?? {}, pools), changes);
}

/** Answers how far it came: a creation may be refused by a rule over several fields. */
export async function live(life: Life, [input, change]: readonly [unknown, unknown], { ask, key, approver, approve }: LifePorts): Promise<'lived' | 'refused'> {
  const request = (operation: Operation, id: string, body?: unknown, more: Record<string, string> = {}): Request => ({
    method: operation.method, path: operation.path.replace('{id}', id), query: [], headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const created = await ask(life.create, request(life.create, '', input));
  if (created.status !== 201) return 'refused';
  const { id } = JSON.parse(created.text) as { id: string };

  const read = await ask(life.get, request(life.get, id));
  expect(read.status, 200, 'reading what was created');
  expect(read.headers.etag, created.headers.etag, 'the ETag of the creation');
  const listed = await ask(life.list, { ...request(life.list, ''), query: [['ids', id]] });
  const { items } = JSON.parse(listed.text) as { items: Document[] };
  if (items.length !== 1 || !isSame(life.list.path.split('/')[2] ?? '', JSON.parse(read.text) as Document, items[0]!)) throw new Error(`the list shows what the read shows: expected ${read.text}, got ${listed.text}`);

  const etag = read.headers.etag ?? '';
  const changed = await ask(life.update, request(life.update, id, change, { 'if-match': etag }));
  const late = await ask(life.update, request(life.update, id, change, { 'if-match': '"999999"' }));
  if (changed.status === 200) expect(late.status, 412, 'a change of what is no longer there');
  const now = await ask(life.get, request(life.get, id));
  expect(now.headers.etag, changed.status === 200 ? changed.headers.etag : etag, 'the ETag after the change');

  await remove(life, id, { ask, key, approver, approve }, request);
  return 'lived';
}

async function remove(life: Life, id: string, { ask, approver, approve }: Omit<LifePorts, 'pools'>, request: (operation: Operation, id: string, body?: unknown, more?: Record<string, string>) => Request): Promise<void> {
  let gone = await ask(life.remove, request(life.remove, id));
  if (life.remove.destructive) {
    expect(gone.status, 409, 'a destructive action without an approval');
    const { approval_id: approval = '' } = JSON.parse(gone.text) as { approval_id?: string };
    const approved = await ask(approve, { ...request(approve, '', { id: approval }), headers: { authorization: `Bearer ${approver}`, 'content-type': 'application/json' } });
    expect(approved.status, 200, 'approving');
    gone = await ask(life.remove, request(life.remove, id, undefined, { 'approval-id': approval }));
  }
  expect(gone.status, 200, 'the deletion');
  expect((await ask(life.get, request(life.get, id))).status, 404, 'reading what was deleted');
}

function expect(actual: unknown, wanted: unknown, what: string): void {
  if (actual !== wanted) throw new Error(`${what}: expected ${String(wanted)}, got ${String(actual)}`);
}
