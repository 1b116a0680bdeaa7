/**
 * The delivery engine. An event and its deliveries are one unit of the store, born leased to this hub; after the commit they go
 * out from memory, and what came of them is written with whatever else is written then. The store is asked for work only where
 * memory knows nothing: retries, turns of a lane, and what a hub left behind that died.
 */
import { type NewId, type Op, type Plan, timeOf } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { EventFacts } from '../match/event-facts.ts';
import type { Receiver, RetryPolicy } from '../match/receiver.ts';
import { createReceivers, type Receivers } from '../match/receivers.ts';
import { type Allowance, type AllowanceEvents, ownAllowance, sharedAllowance } from './allowance.ts';
import { attempt, type Attempted, failureOf, type SendWebhook } from './attempt.ts';
import { createClaims, parcelsOf } from './claims.ts';
import { createCredentialCache, type Credentials, type OpenCredentials } from './credentials.ts';
import { type Delivery, enqueueOp, finishOp, type Parcel, parcelOf, postponeOp, workOf } from './delivery.ts';
import { createGate, type Gate } from './gate.ts';
import { createHealth } from './health.ts';
import type { Reference } from './line.ts';
import { nextStep, waitUntil } from './next-step.ts';
import { createNotices } from './notices.ts';
import { createOutcomes } from './outcomes.ts';
import { createPace } from './pace.ts';
import { createProjectRates, type Paced, type ProjectRates } from './project-rates.ts';
import { createRecords } from './records.ts';
import type { Transform } from './transform.ts';
import { createTurns } from './turns.ts';

export interface DeliveryPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly send: SendWebhook;
  readonly credentials: OpenCredentials;
  /** What an endpoint makes of an event; absent in a hub without transformations. */
  readonly transform?: Transform;
  /** An endpoint's policy, as an event type changes it. */
  readonly retryOf?: (tenant: string, type: string, policy: RetryPolicy) => RetryPolicy;
  /** An event of the hub's own, with its deliveries. */
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Readonly<Record<string, unknown>>; at: number }) => Plan;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
  readonly meter?: (outcome: 'delivered' | 'retry' | 'dead', ms: number) => void;
  /** How busy the event loop was since this was asked last, 0 to 1. */
  readonly busy?: () => number;
}

export interface DeliveryOptions {
  /** How long a hub has work to itself; longer than the longest attempt. */
  readonly leaseMs: number;
  /** How often to look for work that nobody told of. */
  readonly pollMs: number;
  /** Deliveries in memory. One endpoint may have half as many waiting as there is room for then, so that those that are slow leave room to all others. */
  readonly most: number;
  /** Characters of events that wait in memory; the others are read again when their turn comes. */
  readonly mostText: number;
  /** How long attempts under way get when the hub stops. */
  readonly drainMs: number;
}

export const DELIVERY_OPTIONS: DeliveryOptions = { leaseMs: 60_000, pollMs: 500, most: 65_536, mostText: 16_000_000, drainMs: 5_000 };

export interface DeliveryEngine {
  readonly receivers: Receivers;
  readonly rates: ProjectRates;
  plan(event: EventFacts): Plan;
  /** Until so many events may be taken in; nothing, if that is now. */
  turn(events: number): Promise<void> | undefined;
  start(): Promise<void>;
  /** Gives back what waits, lets what is under way end, writes what came of it. */
  stop(): Promise<void>;
  /** Deliveries in memory. */
  readonly inFlight: number;
  wake(): void;
}

/** An attempt that starts must be over before its lease is. */
const MARGIN_MS = 500;
/** Who found no connection free comes back after a while, and this was no attempt. */
const UNASKED_MS = { least: 2_000, spread: 3_000 } as const;
const NOTHING: Plan = { ops: [], committed: () => undefined };

export function createDelivery(ports: DeliveryPorts, options: DeliveryOptions = DELIVERY_OPTIONS): DeliveryEngine {
  const { store, newId, now, random, report, meter } = ports;
  const failed = (error: unknown): void => report(error, { engine: 'delivery' });
  const receivers = createReceivers({ store, newId, report: failed });
  const credentials = createCredentialCache({ open: ports.credentials });
  const outcomes = createOutcomes({ store, report: failed });
  const records = createRecords({ newId, now });
  const health = createHealth({ ...ports, receivers });
  const noticeOf = createNotices(ports);
  const pace = store.kind === 'sqlite' ? undefined : createPace(ports); // a file has one hub
  const rates = createProjectRates({ store, newId, report: failed, allow });
  const gates = new Map<string, Gate>();
  const attempts = { ...ports, isLate: (endpoint: string): boolean => gates.get(endpoint)?.late === true };
  const bodies = { size: 0, most: options.mostText };
  const turns = createTurns(ports);
  const ending = new AbortController();
  let inFlight = 0;
  let stopping = false;
  const claims = createClaims({ store, now, room: () => options.most - inFlight, take: hand, lost: drop, report: failed }, options);

  function plan(event: EventFacts): Plan {
    const matched = receivers.match(event);
    turns.planned(matched.length);
    if (matched.length === 0) return NOTHING;
    const parcel = parcelOf(event);
    const born = now();
    const until = born + options.leaseMs;
    const ours: Delivery[] = [];
    const ops: Op[] = [];
    let plain = true;
    for (const receiver of matched) {
      const lane = receiver.laneOf(event);
      const id = newId('dlv');
      const gate = gates.get(receiver.id);
      const full = gate?.full === true;
      const kept = lane === '' && !full && !stopping && inFlight + ours.length < options.most;
      if (kept) ours.push({ tenant: event.tenant, id, lane, endpoint: receiver.id, event: parcel, attempt: 1, lease: 1, until });
      ops.push(enqueueOp({ tenant: event.tenant, id, lane, work: workOf(event.id, receiver.id), at: kept ? until : lane === '' && full ? born + gate.patience : born, held: kept }));
      plain &&= receiver.format === 'standard' && receiver.transform === undefined;
    }
    if (plain && ours.length > 0) parcel.pack();
    return { ops, committed: handing(ours, ours.length < ops.length) };
  }

  /** Apart, so that it keeps nothing else of a plan until the commit. */
  const handing = (ours: readonly Delivery[], others: boolean) => (): void => {
    for (const each of ours) hand(each);
    if (others) claims.wake();
  };

  function hand(delivery: Delivery): void {
    inFlight++;
    const receiver = receivers.get(delivery.tenant, delivery.endpoint);
    if (receiver !== undefined) return push(delivery, receiver);
    receivers.look(delivery.tenant, delivery.endpoint).then((found) => {
      if (found !== undefined) return push(delivery, found);
      inFlight--;
      drop(delivery);
    }, (error: unknown) => {
      inFlight--; // it stays leased: who takes it then looks once more
      failed(error);
    });
  }

  function push(delivery: Delivery, receiver: Receiver): void {
    const gate = gateOf(receiver);
    if (stopping || !gate.push(delivery)) giveBack(delivery, stopping ? now() : now() + gate.patience);
  }

  function gateOf(receiver: Receiver): Gate {
    const known = gates.get(receiver.id);
    if (known !== undefined) return known;
    const gate = createGate({ now, start, allowance: allowanceOf, most: () => (options.most - inFlight) / 2, moves: turns.moves, bodies, keep, read, lost }, receiver);
    gates.set(receiver.id, gate);
    return gate;
  }

  function allow(of: Paced, events: AllowanceEvents): Allowance {
    return pace === undefined ? ownAllowance(now, events, of) : sharedAllowance(now, (rate, wanted) => pace.share(of, rate, wanted), events, of);
  }

  function allowanceOf(receiver: Receiver, events: AllowanceEvents): Allowance {
    const own = allow(receiver, events);
    return receiver.project === undefined ? own : rates.within({ tenant: receiver.tenant, id: receiver.project }, own, events);
  }

  /** Deleted endpoints and events are no reason to keep work. */
  function drop(work: Parameters<typeof finishOp>[0]): void {
    outcomes.add({ ops: [finishOp(work, now())], written: claims.wake });
  }

  function giveBack(delivery: Delivery | Reference, at: number): void {
    inFlight--;
    if (delivery.until > now()) outcomes.add({ ops: [postponeOp(delivery, delivery.attempt, at)] }); // or it is not ours any longer
  }

  /** What waited too long to be ours until its end is given back. */
  function keep(waiting: Delivery | Reference): boolean {
    const receiver = receivers.get(waiting.tenant, waiting.endpoint);
    if (receiver === undefined || endsInTime(waiting, receiver, now())) return true;
    giveBack(waiting, now());
    return false;
  }

  /** They wait for one endpoint, and are of one tenant. */
  async function read(references: readonly Reference[]): Promise<ReadonlyMap<string, Parcel>> {
    try {
      return await parcelsOf(store, references[0]!.tenant, references.map(({ event }) => event));
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  function lost(reference: Reference): void {
    inFlight--;
    drop(reference);
  }

  const endsInTime = ({ until }: Pick<Delivery, 'until'>, { timeoutMs }: Receiver, at: number): boolean => until - at >= timeoutMs + MARGIN_MS;

  function start(delivery: Delivery): void {
    const receiver = receivers.get(delivery.tenant, delivery.endpoint);
    if (receiver?.enabled === true) return begin(delivery, receiver);
    receivers.look(delivery.tenant, delivery.endpoint).then((found) => {
      if (found?.enabled === true) begin(delivery, found);
      else ended(delivery, [finishOp(delivery, now()), ...(found === undefined ? [] : [records.deadLetter(delivery, found.isGone ? 'gone' : 'disabled', undefined)])]);
    }, (error: unknown) => {
      failed(error);
      ended(delivery, []);
    });
  }

  function begin(delivery: Delivery, receiver: Receiver): void {
    const at = now();
    if (!endsInTime(delivery, receiver, at)) return ended(delivery, delivery.until > at ? [postponeOp(delivery, delivery.attempt, at)] : []); // it waited too long to be ours until its end
    const known = credentials.of(receiver, at);
    if (known instanceof Promise) known.then((opened) => go(delivery, receiver, opened), (error: unknown) => conclude(delivery, receiver, { outcome: failureOf(error), ms: 0, response: '' }));
    else go(delivery, receiver, known);
  }

  function go(delivery: Delivery, receiver: Receiver, opened: Credentials): void {
    void attempt(delivery, receiver, opened, attempts, ending.signal).then((attempted) => {
      try {
        conclude(delivery, receiver, attempted);
      } catch (error) {
        broken(delivery, receiver, error);
      }
    }, (error: unknown) => broken(delivery, receiver, error));
  }

  function broken(delivery: Delivery, receiver: Receiver, error: unknown): void {
    failed(error);
    conclude(delivery, receiver, { outcome: failureOf(error), ms: 0, response: '' });
  }

  function conclude(delivery: Delivery, receiver: Receiver, attempted: Attempted): void {
    const at = now();
    if (ending.signal.aborted && attempted.outcome.kind === 'failed') return ended(delivery, [postponeOp(delivery, delivery.attempt, at)]); // broken off by us: as if it had not been tried
    if (attempted.unasked === true) return ended(delivery, [postponeOp(delivery, delivery.attempt, at + UNASKED_MS.least + Math.ceil(random() * UNASKED_MS.spread))]);
    const policy = ports.retryOf?.(delivery.tenant, delivery.event.type, receiver.retry) ?? receiver.retry;
    const waits = attempted.closedUntil === undefined ? undefined : waitUntil(attempted.closedUntil, timeOf(delivery.id), { policy, now: at, chance: random() });
    if (waits !== undefined) return ended(delivery, [postponeOp(delivery, delivery.attempt, waits)]);
    const step = nextStep(attempted.outcome, { attempt: delivery.attempt, policy, now: at, chance: random() });
    meter?.(step.kind, attempted.ms);
    const gate = gates.get(receiver.id);
    if (attempted.late === true) gate?.timedOut();
    else if (attempted.outcome.kind === 'answered') gate?.answered();
    health.note(receiver, step, attempted.outcome);
    const record = records.attempt(delivery, attempted, step, at);
    const notice = noticeOf(delivery, receiver, attempted.outcome, step, record);
    if (step.kind === 'delivered') return ended(delivery, [finishOp(delivery, at), record], notice);
    if (step.kind === 'dead') return ended(delivery, [finishOp(delivery, at), record, records.deadLetter(delivery, step.reason, attempted.outcome)], notice);
    if (step.throttled) gate?.throttle();
    ended(delivery, [postponeOp(delivery, delivery.attempt + 1, step.at), record], notice);
  }

  function ended(delivery: Delivery, ops: readonly Op[], notice?: Plan): void {
    inFlight--;
    if (notice !== undefined) outcomes.add({ ops: [...ops, ...notice.ops], written: () => { notice.committed(); claims.wake(); } });
    else outcomes.add(delivery.lane === '' ? { ops } : { ops, written: claims.wake });
    const gate = gates.get(delivery.endpoint);
    gate?.ended();
    if (gate?.idle === true && gates.size > MOST_GATES) gates.delete(delivery.endpoint);
  }

  receivers.onChange((_, id, receiver) => {
    credentials.forget(id);
    const gate = gates.get(id);
    if (receiver !== undefined) gate?.follow(receiver);
    if (receiver === undefined || !receiver.enabled) for (const delivery of gate?.clear() ?? []) giveBack(delivery, now());
  });

  async function stop(): Promise<void> {
    stopping = true;
    turns.stop();
    receivers.stop();
    rates.stop();
    await claims.stop();
    for (const gate of gates.values()) for (const delivery of gate.clear()) giveBack(delivery, now());
    const late = setTimeout(() => ending.abort(new Error('the hub is stopping')), options.drainMs);
    while (inFlight > 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
    clearTimeout(late);
    await pace?.settled();
    await health.settled();
    await outcomes.settled();
  }

  return Object.freeze({
    receivers, rates, plan, stop, turn: turns.turn,
    async start() {
      await receivers.start();
      await rates.start();
      claims.start();
    },
    get inFlight() { return inFlight; },
    wake: claims.wake,
  });
}

/** Idle gates are kept: a throttled endpoint stays so. Beyond this many they go. */
const MOST_GATES = 20_000;

