/** A run that is known: stops it, hands decisions on, looks where it stands, and takes its log along. */
import { environmentResource } from '@patchbay/contracts';
import { LOG, LOG_USE } from '../collections.ts';
import type { Desk } from '../desk.ts';
import type { Room } from '../lifecycle/room.ts';
import { secretsOf } from '../lifecycle/values.ts';
import { createMask, maskLines } from '../log/mask.ts';
import { type Deployment, DEPLOYMENT, iso } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import { changeRun, changeRunQuietly, runLine, tellRun } from './change-run.ts';
import { type Change, codeOf, detailOf, mirror, STOP_AGAIN_MS, trouble } from './changes.ts';
import type { Driver, Log, Seen } from './driver.ts';
import { endRun } from './end-run.ts';
import { logOf, RUN, type Run, type RunBody } from './record.ts';

type Decision = RunBody['decisions'][number];

/** Pieces of a log in one look. */
const PIECES = 10;
/** A log that does not come to its end holds up no run. */
const LOG_END_MS = 120_000;
const SOONEST_MS = 1_500;
const LATEST_MS = 15_000;
const LINE = 8_192;
const MOST_DOUBLED = 7;

/** What the CI took and said. */
interface Look {
  readonly seen: Seen;
  readonly stopped: boolean;
  readonly told: readonly Decision[];
  /** What it would not take, for people. */
  readonly refused?: string | undefined;
  readonly from: string | undefined;
  readonly log: readonly Log['entries'][number][];
  readonly cursor: string | undefined;
  readonly more: boolean;
}

export function createFollow(driver: Driver, room: Room) {
  const { ports } = room;

  return async function follow(run: Run, stopping: AbortSignal): Promise<Change> {
    try {
      return apply(await look(run, stopping));
    } catch (error) {
      return stopping.aborted ? async () => 0 : trouble(error, room);
    }
  };

  async function look(run: Run, signal: AbortSignal): Promise<Look> {
    const stopped = await stop(run, signal);
    const { told, refused } = await decide(run, signal);
    const seen = await driver.look(run, signal);
    return { seen, told, ...stopped, ...(refused === undefined ? {} : { refused }), ...(await read(run, seen, signal)) };
  }

  async function stop(run: Run, signal: AbortSignal): Promise<{ readonly stopped: boolean; readonly refused?: string }> {
    const { cancel_requested_at, engine: { cancels, cancelled_at = 0 } } = run.body;
    if (cancel_requested_at === undefined || ports.now() - cancelled_at < STOP_AGAIN_MS) return { stopped: false };
    return driver.cancel(run, cancels, signal).then(() => ({ stopped: true }), (error: unknown) => ({ stopped: true, refused: `It could not be told to stop: ${detailOf(error)}` }));
  }

  /** Those that the CI still asks for: it may have taken one, and the hub may have died before it knew. */
  async function decide(run: Run, signal: AbortSignal): Promise<{ readonly told: Decision[]; readonly refused?: string }> {
    const open = new Set(run.body.waits_for.map(({ id }) => id));
    const told: Decision[] = [];
    let refused: string | undefined;
    for (const each of run.body.decisions.filter(({ approval, told_at }) => told_at === undefined && open.has(approval))) {
      try {
        if (await driver.decide(run, { ...each, comment: each.comment, times: run.body.decisions.indexOf(each) }, signal)) told.push(each);
      } catch (error) {
        refused = `The CI did not take the decision about ${each.approval}: ${detailOf(error)}`;
        if (settles(codeOf(error))) told.push(each);
      }
    }
    return { told, ...(refused === undefined ? {} : { refused }) };
  }

  async function read(run: Run, { attempt }: Seen, signal: AbortSignal): Promise<Pick<Look, 'log' | 'cursor' | 'from' | 'more'>> {
    const from = run.body.engine.cursor;
    const log: Log['entries'] = [];
    let cursor = from;
    let more = run.body.engine.log_full !== true;
    const at = attempt === undefined ? run : { ...run, body: { ...run.body, attempt } };
    for (let piece = 0; more && piece < PIECES; piece++) {
      const next = await driver.log(at, cursor, signal).catch(() => undefined); // without its log a run goes on
      if (next === undefined) return { log, cursor, from, more };
      log.push(...next.entries);
      [cursor, more] = [next.cursor, next.more];
    }
    return { log, cursor, from, more };
  }

  function apply(found: Look): Change {
    return (before, desk) => write(found, before, desk);
  }

  async function write({ seen, stopped, told, refused, from, log, cursor, more }: Look, before: Run, desk: Desk): Promise<number | undefined> {
    const { state, jobs, approvals, attempt, number, url, commit, ref, detail } = seen;
    const { body } = before;
    const ends = state === 'succeeded' || state === 'failed' || state === 'cancelled';
    const shown: Partial<RunBody> = {
      state: ends ? body.state : state, jobs, waits_for: approvals, detail: refused ?? detail, ...defined({ attempt, number, url, commit, ref }),
      decisions: body.decisions.map((each) => (told.some((one) => one.approval === each.approval && one.at === each.at) ? { ...each, told_at: iso(desk.now) } : each)),
    };
    const engine = { ...body.engine, troubles: 0, trouble_since: undefined, ...(stopped ? { cancels: body.engine.cancels + 1, cancelled_at: desk.now } : {}), ...(ends ? { final_since: body.engine.final_since ?? desk.now } : {}) };
    const run = changed(before, shown) || engine.cancels !== body.engine.cancels ? changeRun(before, { ...shown, engine }, desk) : changeRunQuietly(before, engine, desk);
    if (body.engine.cursor === from) await append(run, log, cursor, desk); // else another look took it
    const after = (await desk.read<Run>(RUN, run.id))!;
    if (!ends) return goOn(before, after, desk);
    const whole = !more || after.body.engine.log_full === true || desk.now - (after.body.engine.final_since ?? desk.now) > LOG_END_MS;
    if (!whole) return SOONEST_MS;
    await mirror(after, desk);
    const ending = after.body.engine.ending;
    await endRun(after, state === 'cancelled' && ending !== undefined ? ending : { state, outcome: state === 'cancelled' ? 'cancelled' : undefined, detail }, desk, room);
    return undefined;
  }

  async function goOn(before: Run, run: Run, desk: Desk): Promise<number> {
    const { state, url } = run.body;
    if (before.body.state !== state && (state === 'running' || state === 'waiting_approval')) tellRun(`run.${state}`, run, desk);
    if (before.body.url !== url || before.body.attempt !== run.body.attempt) await mirror(run, desk);
    if (letsThrough(run, desk)) return 0;
    if (run.body.cancel_requested_at !== undefined) return SOONEST_MS;
    return Math.min(LATEST_MS, SOONEST_MS + (desk.now - run.created_at) / 20);
  }

  /** What the environment asks for was given before the deployment began; the job need not ask again. */
  function letsThrough(run: Run, desk: Desk): boolean {
    const { deployment, decisions, waits_for, engine, cancel_requested_at } = run.body;
    if (deployment === undefined || !engine.may_approve || cancel_requested_at !== undefined) return false;
    const open = waits_for.filter(({ id }) => {
      const before = decisions.filter(({ approval }) => approval === id); // a CI that will not take it is asked less and less often
      return !before.some(({ told_at }) => told_at === undefined || desk.now - Date.parse(told_at) < LATEST_MS * 2 ** Math.min(before.length - 1, MOST_DOUBLED));
    });
    if (open.length === 0) return false;
    changeRun(run, { decisions: [...decisions, ...open.map(({ id }): Decision => ({ approval: id, decision: 'approved', principal: 'system', name: 'the hub', comment: `${deployment} was let through`, at: iso(desk.now) }))] }, desk);
    return true;
  }

  async function append(run: Run, entries: Look['log'], cursor: string | undefined, desk: Desk): Promise<void> {
    if (cursor === run.body.engine.cursor) return;
    const log = logOf(run);
    const mask = createMask(await secretsFor(run, desk));
    let bytes = Number((await desk.read(LOG_USE, log))?.body['bytes'] ?? 0);
    let full = false;
    for (const { group, lines } of entries) {
      const masked = maskLines(lines.map((line) => line.slice(0, 2 * LINE)), mask).map((line) => line.slice(0, LINE).replaceAll(/[\r\n]/g, ' ')); // cut afterwards: half a secret is not known as one
      bytes += masked.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
      full = bytes > room.options.logBytes;
      if (full) break;
      for (let at = 0; at < masked.length; at += LINES) desk.add({ op: 'append', in: LOG, tenant: desk.tenant, id: desk.newId('dlg'), body: { deployment: log, stream: 'out', group: plain(group), lines: masked.slice(at, at + LINES) }, at: desk.now });
    }
    if (entries.length > 0) {
      desk.write(LOG_USE, log, { bytes });
      for (const id of new Set([log, run.id])) desk.changed(id);
    }
    if (full) runLine(run, `The log is longer than ${room.options.logBytes} bytes; the rest is in the CI`, desk);
    changeRunQuietly(run, { cursor, ...(full ? { log_full: true } : {}) }, desk);
  }

  async function secretsFor({ body }: Run, desk: Desk): Promise<string[]> {
    const deployment = body.deployment === undefined ? undefined : await desk.peek<Deployment>(DEPLOYMENT, body.deployment);
    const environment = deployment === undefined ? undefined : await desk.peek<Environment>(environmentResource.name, deployment.body.environment);
    return environment === undefined ? [] : Object.values((await secretsOf(desk.tenant, environment.body, ports)).secrets);
  }
}

/** It will say the same again; or nobody knows whether it took it, and somebody may decide anew. */
const settles = (code: string): boolean => code === 'idempotency.outcome_unknown' || (code.startsWith('upstream.') && code !== 'upstream.unavailable' && code !== 'upstream.rate_limited');

const LINES = 1_000;
const plain = (text: string): string => text.replaceAll(/[\x00-\x1f\x7f-\x9f]/g, ' ').slice(0, 120);
const defined = <T extends object>(fields: T): Partial<T> => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>; // what is left has its type
const changed = ({ body }: Run, shown: Partial<RunBody>): boolean => Object.entries(shown).some(([field, value]) => JSON.stringify(body[field as keyof RunBody]) !== JSON.stringify(value));
