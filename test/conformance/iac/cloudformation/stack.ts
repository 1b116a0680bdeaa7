/** A stack of custom resources, as CloudFormation leads it: in order of need, every scalar as text, one answer for each request, back to what was when something fails, and what is no longer needed deleted at the end. */
import { randomUUID } from 'node:crypto';
import type { FakeAws } from './aws.ts';
import type { Lambda } from './function.ts';

type Fields = Readonly<Record<string, unknown>>;
export interface TemplateResource { readonly Type: string; readonly Properties: Fields; readonly DependsOn?: readonly string[] }
export type Resources = Readonly<Record<string, TemplateResource>>;

interface Live { readonly id: string; readonly type: string; readonly properties: Fields; readonly data: Fields; readonly needs: readonly string[] }
interface Answered { readonly Status: 'SUCCESS' | 'FAILED'; readonly Reason?: string; readonly PhysicalResourceId: string; readonly Data?: Fields }
export interface Outcome { readonly status: string; readonly reason?: string }

export interface Stack {
  readonly id: string;
  /** CreateStack the first time, then UpdateStack. */
  deploy(resources: Resources): Promise<Outcome>;
  delete(): Promise<Outcome>;
  /** Ref. */
  ref(logicalId: string): string;
  data(logicalId: string): Fields;
  /** The events that were sent to the function. */
  readonly sent: Sent[];
}
export interface Sent { readonly RequestType: string; readonly ResourceType: string; readonly LogicalResourceId: string; readonly PhysicalResourceId?: string; readonly [name: string]: unknown }

const TOKEN = 'arn:aws:lambda:eu-west-1:123456789012:function:patchbay';

export function createStack(name: string, aws: FakeAws, lambda: Lambda, { serviceTimeout = 60, twice = false }: { readonly serviceTimeout?: number; /** Every request is delivered two times, as may happen. */ readonly twice?: boolean } = {}): Stack {
  const id = `arn:aws:cloudformation:${aws.region}:123456789012:stack/${name}/${randomUUID()}`;
  let live = new Map<string, Live>();
  const sent: Sent[] = [];

  async function ask(request: Omit<Sent, 'StackId'>, fallbackId: string): Promise<Answered> {
    const { url, body } = aws.answerUrl();
    const event: Sent = { ...(request as Sent), StackId: id, RequestId: randomUUID(), ResponseURL: url };
    sent.push(event);
    tell(request.LogicalResourceId as string, (request.PhysicalResourceId as string | undefined) ?? '', `${verb(request)}_IN_PROGRESS`);
    lambda.invoke(event);
    if (twice) lambda.invoke(event);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), serviceTimeout * 1000); });
    const text = await Promise.race([body, late]);
    clearTimeout(timer);
    if (twice) await lambda.idle();
    const answered = text === undefined ? { Status: 'FAILED' as const, Reason: 'CloudFormation did not receive a response from your Custom Resource', PhysicalResourceId: fallbackId } : checked(text, event);
    tell(request.LogicalResourceId as string, answered.PhysicalResourceId, `${verb(request)}_${answered.Status === 'SUCCESS' ? 'COMPLETE' : 'FAILED'}`, answered.Reason);
    return answered;
  }

  function tell(logicalId: string, physicalId: string, status: string, reason?: string): void {
    aws.events.push({ stack: id, logicalId, physicalId, status, ...(reason === undefined ? {} : { reason }) });
  }

  const eventProperties = (properties: Fields): Fields => ({ ServiceToken: TOKEN, ServiceTimeout: String(serviceTimeout), ...(revealed(properties, aws) as Fields) });

  async function put(logicalId: string, type: string, properties: Fields, needs: readonly string[], before: Live | undefined): Promise<{ answered: Answered; now: Live }> {
    if (!/^Custom::[A-Za-z0-9_@-]{1,60}$/.test(type)) throw new Error(`${type} is no type of a custom resource`);
    const common = { ResourceType: type, LogicalResourceId: logicalId, ResourceProperties: eventProperties(properties) };
    const fallback = before?.id ?? `${name}-${logicalId}-${randomUUID().slice(0, 8).toUpperCase()}`;
    const answered = await ask(before === undefined ? { ...common, RequestType: 'Create' } : { ...common, RequestType: 'Update', PhysicalResourceId: before.id, OldResourceProperties: eventProperties(before.properties) }, fallback);
    return { answered, now: { id: answered.PhysicalResourceId, type, properties, data: answered.Data ?? {}, needs } };
  }

  async function drop(logicalId: string, { id: physicalId, type, properties }: Live): Promise<string | undefined> {
    const answered = await ask({ RequestType: 'Delete', ResourceType: type, LogicalResourceId: logicalId, PhysicalResourceId: physicalId, ResourceProperties: eventProperties(properties) }, physicalId);
    if (answered.PhysicalResourceId !== physicalId) throw new Error(`a deletion must keep the id ${physicalId}, but answered ${answered.PhysicalResourceId}`);
    return answered.Status === 'SUCCESS' ? undefined : answered.Reason ?? '';
  }

  async function deploy(resources: Resources): Promise<Outcome> {
    const first = live.size === 0;
    const before = new Map(live);
    const done: { readonly logicalId: string; readonly old: Live | undefined; readonly now: Live }[] = [];
    let failure: string | undefined;
    for (const logicalId of inOrder(resources)) {
      const { Type, Properties } = resources[logicalId]!;
      const properties = texts(resolved(Properties, live)) as Fields;
      const old = before.get(logicalId);
      if (old !== undefined && JSON.stringify(old.properties) === JSON.stringify(properties)) continue;
      if (old !== undefined && old.type !== Type) throw new Error('CloudFormation takes no other type for the same name');
      const { answered, now } = await put(logicalId, Type, properties, needsOf(resources[logicalId]!), old);
      if (answered.Status === 'FAILED') {
        // Of a failed update nothing is known but the id that was there before.
        done.push({ logicalId, old, now: old === undefined ? now : { ...now, id: old.id } });
        failure = `${logicalId}: ${answered.Reason ?? ''}`;
        break;
      }
      live.set(logicalId, now);
      done.push({ logicalId, old, now });
    }
    if (failure !== undefined) return goBack(first, before, done, failure);
    const gone = [...before].filter(([logicalId]) => !(logicalId in resources)).toReversed();
    for (const [logicalId] of gone) live.delete(logicalId);
    // What can't be deleted now stays behind; the update has succeeded all the same.
    for (const [logicalId, old] of gone) await drop(logicalId, old);
    for (const { logicalId, old, now } of done.toReversed()) if (old !== undefined && old.id !== now.id) await drop(logicalId, old);
    return { status: first ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE' };
  }

  async function goBack(first: boolean, before: ReadonlyMap<string, Live>, done: readonly { logicalId: string; old: Live | undefined; now: Live }[], reason: string): Promise<Outcome> {
    const cleanup: [string, Live][] = [];
    live = new Map(before);
    for (const { logicalId, old, now } of done.toReversed()) {
      if (old === undefined) { cleanup.push([logicalId, now]); continue; }
      const { answered, now: back } = await put(logicalId, old.type, old.properties, old.needs, now);
      if (answered.Status === 'FAILED') return { status: 'UPDATE_ROLLBACK_FAILED', reason: `${logicalId}: ${answered.Reason ?? ''}` };
      if (back.id !== now.id) cleanup.push([logicalId, now]);
      live.set(logicalId, back);
    }
    for (const [logicalId, each] of cleanup) {
      const stuck = await drop(logicalId, each);
      if (stuck !== undefined) return { status: first ? 'ROLLBACK_FAILED' : 'UPDATE_ROLLBACK_FAILED', reason: stuck };
    }
    return { status: first ? 'ROLLBACK_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE', reason };
  }

  return {
    id, sent, deploy,
    async delete() {
      for (const [logicalId, each] of backwards(live)) {
        const stuck = await drop(logicalId, each);
        if (stuck !== undefined) return { status: 'DELETE_FAILED', reason: stuck };
        live.delete(logicalId);
      }
      return { status: 'DELETE_COMPLETE' };
    },
    ref: (logicalId) => live.get(logicalId)?.id ?? '',
    data: (logicalId) => live.get(logicalId)?.data ?? {},
  };

  function verb({ RequestType }: { readonly RequestType?: unknown }): string { return String(RequestType).toUpperCase(); }
}

const KEYS = new Set(['Status', 'Reason', 'PhysicalResourceId', 'StackId', 'RequestId', 'LogicalResourceId', 'NoEcho', 'Data']);

/** What CloudFormation would not take is an error of the test, not an answer. */
function checked(text: string, event: Sent): Answered {
  const answer = JSON.parse(text) as Record<string, unknown>;
  const wrong = [
    ...Object.keys(answer).filter((key) => !KEYS.has(key)).map((key) => `${key} is not part of an answer`),
    ...['StackId', 'RequestId', 'LogicalResourceId'].filter((key) => answer[key] !== event[key]).map((key) => `${key} is not that of the request`),
    ...(answer['Status'] === 'SUCCESS' || (answer['Status'] === 'FAILED' && typeof answer['Reason'] === 'string' && answer['Reason'] !== '') ? [] : ['neither SUCCESS nor FAILED with a reason']),
    ...(typeof answer['PhysicalResourceId'] === 'string' && answer['PhysicalResourceId'] !== '' && Buffer.byteLength(answer['PhysicalResourceId']) <= 1024 ? [] : ['no physical id']),
    ...(event.RequestType === 'Update' && answer['Status'] === 'FAILED' && answer['PhysicalResourceId'] !== event.PhysicalResourceId ? ['a failed update with another id'] : []),
  ];
  if (wrong.length > 0) throw new Error(`CloudFormation does not take this answer: ${wrong.join(', ')}: ${text}`);
  return answer as unknown as Answered; // checked just now
}

const needsOf = ({ Properties, DependsOn = [] }: TemplateResource): string[] => [...DependsOn, ...[...JSON.stringify(Properties).matchAll(/"Ref":"(\w+)"|"Fn::GetAtt":\["(\w+)"/g)].map(([, ref, att]) => ref ?? att ?? '')];

function inOrder(resources: Resources): string[] {
  const order: string[] = [];
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (order.includes(logicalId)) return;
    if (path.includes(logicalId)) throw new Error(`circular: ${path.join(' → ')}`);
    const resource = resources[logicalId];
    if (resource === undefined) throw new Error(`nothing is called ${logicalId}`);
    for (const need of needsOf(resource)) visit(need, [...path, logicalId]);
    order.push(logicalId);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId, []);
  return order;
}

/** Nothing is deleted before what needs it. */
function backwards(live: ReadonlyMap<string, Live>): [string, Live][] {
  const resources = Object.fromEntries([...live].map(([logicalId, { type, needs }]) => [logicalId, { Type: type, Properties: {}, DependsOn: needs.filter((need) => live.has(need)) }]));
  return inOrder(resources).toReversed().map((logicalId) => [logicalId, live.get(logicalId)!]);
}

/** Intrinsic functions. Dynamic references stay as they are until the request. */
function resolved(value: unknown, live: ReadonlyMap<string, Live>): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, live));
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Fields;
  if (typeof fields['Ref'] === 'string') return live.get(fields['Ref'])?.id;
  if (Array.isArray(fields['Fn::GetAtt'])) {
    const [logicalId, attribute] = fields['Fn::GetAtt'] as [string, string];
    const found = live.get(logicalId)?.data[attribute];
    if (found === undefined) throw new Error(`CustomResource attribute error: Vendor response doesn’t contain ${attribute} key`);
    return found;
  }
  return Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, resolved(item, live)]));
}

const texts = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(texts) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, texts(item)])) : String(value);

const REFERENCE = /\{\{resolve:secretsmanager:(arn:[^}]+?):SecretString\}\}/g;
const revealed = (value: unknown, aws: FakeAws): unknown =>
  typeof value === 'string' ? value.replace(REFERENCE, (_, arn: string) => aws.secrets.get(arn) ?? '') : Array.isArray(value) ? value.map((item) => revealed(item, aws)) : Object.fromEntries(Object.entries(value as Fields).map(([key, item]) => [key, revealed(item, aws)]));
