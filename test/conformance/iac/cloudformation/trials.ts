/** What goes wrong around a stack: a hub that is down, slow or busy, answers that get lost, requests that come twice, strangers with the same name. */
import { type AddressInfo, createServer } from 'node:net';
import { startOidcIssuer } from '../../../doubles/oidc-issuer.ts';
import type { Tally } from '../tally.ts';
import { type Gate, openGate } from '../terraform/gate.ts';
import type { World } from '../terraform/world.ts';
import type { Grounds } from './grounds.ts';
import { createStack, type Resources, type Stack } from './stack.ts';

interface Trial { readonly world: World; readonly grounds: Grounds; readonly gate: Gate; readonly check: (what: string, held: boolean, found?: unknown) => void }

export async function trials(world: World, grounds: Grounds, tally: Tally): Promise<void> {
  const gate = await openGate(world.hub.url);
  const trial: Trial = { world, grounds, gate, check: (what, held, found) => tally.check(`cloudformation: ${what}`, held, typeof found === 'string' ? found : JSON.stringify(found)) };
  grounds.lambda.env = grounds.envFor(gate.url);
  await restarted(grounds);
  for (const each of [refusals, strangers, deliveredTwice, longAnswers, busy, lostAnswer, lostReplacement, slow, waitsForApproval, keyless, down]) {
    gate.spoil = () => undefined;
    gate.asked.clear();
    await each(trial);
  }
  gate.stop();
}

const project = (slug: string, more: object = {}): Resources => ({ It: { Type: 'Custom::PatchbayProject', Properties: { Slug: slug, Name: 'Trial', ...more } } });
const flag = (name: string, more: object = {}): Resources => ({ It: { Type: 'Custom::PatchbayFlag', Properties: { Name: name, ...more } } });
const stackOf = ({ grounds: { aws, lambda } }: Trial, name: string, options = {}): Stack => createStack(name, aws, lambda, options);

/** With a new time limit or environment Lambda starts a new process. */
async function restarted({ lambda }: Grounds, timeoutMs = 60_000): Promise<void> {
  await lambda.idle();
  lambda.timeoutMs = timeoutMs;
  lambda.restart();
}

async function refusals(trial: Trial): Promise<void> {
  const { check, world } = trial;
  const endpoint = (properties: object): Resources => ({ It: { Type: 'Custom::PatchbayEndpoint', Properties: { Name: 'trial', Url: 'https://a.example.com', ...properties } } });
  const told = async (resources: Resources): Promise<string> => {
    const { status, reason = '' } = await stackOf(trial, 'refused').deploy(resources);
    return `${status} ${reason}`;
  };
  const wrong = await told(endpoint({ Timeout: 'soon', Enabled: 'perhaps', EventTypes: 'all', Nope: 1, Retry: { Delays: ['1', 'x'] } }));
  check('what is wrong with properties is told at each of them', ['Timeout: expected a number', 'Enabled: expected true or false', 'EventTypes: expected a list', 'Nope: there is no such field', 'Retry.Delays.1: expected a number', 'stack.invalid'].every((part) => wrong.includes(part)), wrong);
  check('a creation that never was is no stuck stack', wrong.startsWith('ROLLBACK_COMPLETE'), wrong);
  const marker = 'secret0marker0too0short';
  const secret = await told(endpoint({ SecretHeaders: { 'X-Key': `${marker}\n` } }));
  check('of a secret that does not fit nothing is told but what was expected', secret.includes('SecretHeaders.X-Key: expected') && !secret.includes(marker), secret);
  const json = await told(endpoint({ Filter: { 'data.amount': 5 } }));
  check('JSON that is not text is refused, for its numbers would be text', json.includes('Filter: expected JSON as text'), json);
  const rule = await told({ It: { Type: 'Custom::PatchbayRoleBinding', Properties: { SubjectKind: 'group', Subject: 'a', Role: 'custom' } } });
  check('what only the hub can judge keeps its code, its place and what to do', /Scopes: a custom role needs scopes.*Correct the fields.*\(input\.invalid, request req_/.test(rule), rule);
  const unknown = await told({ It: { Type: 'Custom::PatchbayNope', Properties: {} } });
  check('an unknown type is told, and the stack is not stuck', /^ROLLBACK_COMPLETE .*stack\.unknown_type/.test(unknown), unknown);
  check('and nothing was created', (await world.owner.endpoints.find('trial')) === undefined);
}

async function strangers(trial: Trial): Promise<void> {
  const { check, world: { owner } } = trial;
  const { id } = await owner.flags.create({ name: 'theirs' });
  const fresh = await stackOf(trial, 'takes').deploy(flag('theirs'));
  check('a name that is taken is told with the id of who has it', fresh.status === 'ROLLBACK_COMPLETE' && fresh.reason?.includes(id) === true && fresh.reason.includes('resource.duplicate'), fresh);
  const stack = stackOf(trial, 'stranger');
  await stack.deploy(flag('ours'));
  const taken = await stack.deploy(flag('theirs'));
  check('nor does a replacement take over what is somebody else’s', taken.status === 'UPDATE_ROLLBACK_COMPLETE' && taken.reason?.includes('resource.duplicate') === true, taken);
  await stack.delete();
  check('and it is still theirs', (await owner.flags.find('theirs'))?.id === id);
  await owner.flags.delete(id);
}

async function deliveredTwice(trial: Trial): Promise<void> {
  const { check, world: { owner } } = trial;
  const stack = stackOf(trial, 'twice', { twice: true });
  const first = await stack.deploy({ ...flag('twice'), Key: { Type: 'Custom::PatchbayApiKey', Properties: { Name: 'twice', Scopes: ['project:read'] } } });
  const [key] = [stack.ref('Key')];
  check('what is asked twice is created once', first.status === 'CREATE_COMPLETE' && (await owner.api_keys.find('twice'))?.id === key && (await owner.flags.find('twice'))?.id === stack.ref('It'), first);
  const second = await stack.deploy({ ...flag('twice-2'), Key: { Type: 'Custom::PatchbayApiKey', Properties: { Name: 'twice-2', Scopes: ['event:read'] } } });
  check('and replaced once', second.status === 'UPDATE_COMPLETE' && (await owner.flags.find('twice')) === undefined && (await owner.flags.find('twice-2'))?.id === stack.ref('It'), second);
  check('and deleted once, which is no failure the second time', (await stack.delete()).status === 'DELETE_COMPLETE' && (await owner.flags.find('twice-2')) === undefined);
  check('a deletion of what is gone succeeds', await goneAlready(trial));
}

async function goneAlready(trial: Trial): Promise<boolean> {
  const stack = stackOf(trial, 'gone');
  await stack.deploy(project('gone'));
  await trial.world.owner.projects.delete(stack.ref('It'));
  return (await stack.delete()).status === 'DELETE_COMPLETE';
}

async function longAnswers(trial: Trial): Promise<void> {
  const { check, grounds: { aws } } = trial;
  const stack = stackOf(trial, 'long');
  const made = await stack.deploy({ It: { Type: 'Custom::PatchbayRunbook', Properties: { Slug: 'long', Name: 'Long', Guide: 'Look. '.repeat(3000), Steps: [{ Id: 'look', Action: 'whoami' }] } } });
  check('an answer that would be too long keeps its id and what is short', made.status === 'CREATE_COMPLETE' && stack.data('It')['Slug'] === 'long' && !('Guide' in stack.data('It')), stack.data('It'));
  const wrong = await stackOf(trial, 'wrong').deploy(project('long', Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`Field${'x'.repeat(40)}${i}`, 'y']))));
  check('a reason that would be too long keeps its end, which says what to do', wrong.status === 'ROLLBACK_COMPLETE' && wrong.reason?.endsWith('(stack.invalid)') === true, wrong.reason);
  aws.stumbles = 3;
  check('an answer that is not taken is sent again', (await stack.delete()).status === 'DELETE_COMPLETE' && aws.stumbles === 0);
}

async function busy(trial: Trial): Promise<void> {
  const { check, gate } = trial;
  const refusal = (status: number, code: string, headers = {}) => ({ status, headers, body: { status, code, detail: 'Not now', fix: 'Wait.' } });
  gate.spoil = (method, path, count) => (method === 'POST' && path === '/v1/projects' && count <= 2 ? refusal(429, 'rate.limited', { 'retry-after': '1' }) : undefined);
  const stack = stackOf(trial, 'busy');
  const made = await stack.deploy(project('busy'));
  check('a hub that is busy is asked again', made.status === 'CREATE_COMPLETE' && gate.asked.get('POST /v1/projects') === 3, made);
  const back = Date.now() + 9_000;
  gate.spoil = () => (Date.now() < back ? refusal(503, 'hub.stopping') : undefined);
  const patient = await stack.deploy(project('busy', { Name: 'After a restart' }));
  check('a hub that restarts does not send a stack back', patient.status === 'UPDATE_COMPLETE', patient);
  gate.spoil = (method) => (method === 'PATCH' ? refusal(422, 'input.invalid') : undefined);
  check('what it refuses is told, and the stack goes back', /input\.invalid/.test((await stack.deploy(project('busy', { Name: 'New' }))).reason ?? ''));
  gate.spoil = () => undefined;
  await stack.delete();
}

/** The hub has done it, and nobody heard. */
async function lostAnswer(trial: Trial): Promise<void> {
  const { check, gate, grounds, world: { owner } } = trial;
  await restarted(grounds, 6_000);
  gate.spoil = (method, path, count) => (method === 'POST' && path === '/v1/projects' && count <= 2 ? 'hold the answer' : undefined);
  const lost = await stackOf(trial, 'lost').deploy(project('lost'));
  check('an answer that is lost until the time is over is told in time', lost.status === 'ROLLBACK_COMPLETE' && /client\.unsettled|stack\.out_of_time/.test(lost.reason ?? ''), lost);
  check('what was created is not forgotten: it is deleted with the stack', (await owner.projects.find('lost')) === undefined && gate.asked.get('POST /v1/projects') === 3, gate.asked.get('POST /v1/projects'));
}

/** An update that makes a new object: the hub has made it, and nobody heard. */
async function lostReplacement(trial: Trial): Promise<void> {
  const { check, gate, grounds, world: { owner } } = trial;
  const stack = stackOf(trial, 'lost-replacement');
  await stack.deploy(flag('lost-old'));
  const old = stack.ref('It');
  await restarted(grounds, 6_000);
  const loses = (): void => {
    gate.asked.clear();
    gate.spoil = (method, path, count) => (method === 'POST' && path === '/v1/flags' && count <= 2 ? 'hold the answer' : undefined);
  };
  loses();
  const lost = await stack.deploy(flag('lost-new'));
  check('a replacement whose answer is lost is told in time', lost.status === 'UPDATE_ROLLBACK_COMPLETE' && /client\.unsettled|stack\.out_of_time/.test(lost.reason ?? ''), lost);
  check('when the stack has gone back, nothing is left of it', (await owner.flags.find('lost-new')) === undefined && stack.ref('It') === old && (await owner.flags.find('lost-old'))?.id === old);
  const again = await stack.deploy(flag('lost-new'));
  check('and it can be repeated', again.status === 'UPDATE_COMPLETE' && (await owner.flags.find('lost-new'))?.id === stack.ref('It') && (await owner.flags.find('lost-old')) === undefined, again);
  await owner.flags.delete(stack.ref('It'));
  loses();
  const anew = await stack.deploy(flag('lost-new', { Description: 'Somebody deleted it' }));
  check('so it is with one that was gone and is made anew', anew.status === 'UPDATE_ROLLBACK_COMPLETE' && (await owner.flags.find('lost-new'))?.id === stack.ref('It'), anew);
  await stack.delete();
  check('nothing is left in the end', (await owner.flags.find('lost-new')) === undefined && (await owner.flags.find('lost-old')) === undefined);
}

async function slow(trial: Trial): Promise<void> {
  const { check, gate, grounds } = trial;
  const stack = stackOf(trial, 'slow');
  await stack.deploy(project('slow'));
  gate.spoil = (method, path, count) => (method === 'GET' && path.startsWith('/v1/projects/') && count <= 1 ? 'hold the request' : undefined);
  gate.asked.clear();
  const since = performance.now();
  const late = await stack.deploy(project('slow', { Name: 'New' }));
  check('a hub that does not answer is told before Lambda ends the function', late.status === 'UPDATE_ROLLBACK_COMPLETE' && late.reason?.includes('stack.out_of_time') === true && performance.now() - since < 20_000 && !grounds.lambda.failures.includes('Task timed out'), late);
  await stack.delete();
}

async function waitsForApproval(trial: Trial): Promise<void> {
  const { check, gate, grounds } = trial;
  await restarted(grounds, 12_000);
  const stack = stackOf(trial, 'approval');
  await stack.deploy({ It: { Type: 'Custom::PatchbaySecret', Properties: { Name: 'trial/approval', Value: 'a value' } } });
  gate.spoil = (method) => (method === 'DELETE' ? { status: 409, body: { status: 409, code: 'approval.required', detail: 'secret_delete waits for an approval', fix: 'Have somebody else approve it.', approval_id: 'apr_01jd8xk3v2q4r6t8w0y2a4c6e8' } } : undefined);
  const waiting = await stack.delete();
  check('an approval that does not come is named, and what to do', waiting.status === 'DELETE_FAILED' && /patchbay approvals approve apr_01jd8xk3v2q4r6t8w0y2a4c6e8.*approval\.required/.test(waiting.reason ?? ''), waiting);
  gate.spoil = () => undefined;
  check('once it is given the deletion is done', (await stack.delete()).status === 'DELETE_COMPLETE');
}

/** The function has no key: its role is who it is. */
async function keyless(trial: Trial): Promise<void> {
  const { check, grounds: { aws, lambda, ...grounds }, gate, world: { owner } } = trial;
  const issuer = await startOidcIssuer();
  const role = 'arn:aws:iam::123456789012:role/patchbay-cloudformation';
  aws.tokenFor = (audience) => issuer.mint({ aud: audience, sub: role, 'https://sts.amazonaws.com/': { aws_account: '123456789012' } });
  const { keys } = (await (await fetch(`${issuer.url}/jwks`)).json()) as { keys: Record<'kid' | 'kty' | 'alg' | 'n' | 'e', string>[] };
  const jwks = keys.filter(({ kty }) => kty === 'RSA').map(({ kid, alg, n, e }) => ({ kid, kty: 'RSA' as const, alg, n, e }));
  const { id } = await owner.trust_policies.create({ name: 'stacks', provider: 'aws', issuer: issuer.url, audiences: [gate.url], jwks, claims: [{ claim: 'sub', values: [role] }], scopes: ['project:*'] });
  const { PATCHBAY_KEY_SECRET: _, ...env } = grounds.envFor(gate.url);
  lambda.env = { ...env, PATCHBAY_POLICY: id };
  await restarted(trial.grounds);
  const stack = stackOf(trial, 'keyless-login', { twice: true });
  const made = await stack.deploy(project('keyless-login'));
  check('with a trust policy the function needs no key, and repeats nothing either', made.status === 'CREATE_COMPLETE' && (await owner.projects.find('keyless-login'))?.id === stack.ref('It'), made);
  const beyond = await stack.deploy({ ...project('keyless-login'), More: flag('keyless-login')['It']! });
  check('and may do what the policy gives', beyond.status === 'UPDATE_ROLLBACK_COMPLETE' && beyond.reason?.includes('caller.forbidden') === true, beyond);
  check('and it deletes', (await stack.delete()).status === 'DELETE_COMPLETE');
  await owner.trust_policies.delete(id);
  await issuer.stop();
}

async function down(trial: Trial): Promise<void> {
  const { check, grounds } = trial;
  const envOf = async (more: object): Promise<void> => {
    grounds.lambda.env = { ...grounds.envFor(trial.gate.url), ...more };
    await restarted(grounds, 20_000);
  };
  await envOf({ PATCHBAY_URL: await nobody() });
  const gone = await stackOf(trial, 'down').deploy(project('down'));
  check('a hub that is down is told with what to do, and the stack is not stuck', gone.status === 'ROLLBACK_COMPLETE' && /client\.unreachable|could not be reached.*stack\.out_of_time/.test(gone.reason ?? ''), gone);
  await envOf({ PATCHBAY_KEY_SECRET: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:nothing' });
  const keyless = await stackOf(trial, 'keyless').deploy(project('keyless'));
  check('a key that can’t be read is told', keyless.status === 'ROLLBACK_COMPLETE' && /ResourceNotFoundException.*stack\.aws_refused/.test(keyless.reason ?? ''), keyless);
  await envOf({ PATCHBAY_KEY_SECRET: grounds.aws.addSecret('broken', '{"key": pb_notakey}') });
  const broken = await stackOf(trial, 'broken-key').deploy(project('broken-key'));
  check('a secret that is no JSON is told without a word of it', broken.status === 'ROLLBACK_COMPLETE' && /neither its text nor JSON.*stack\.not_configured/.test(broken.reason ?? '') && !broken.reason?.includes('notakey'), broken);
  await envOf({ PATCHBAY_KEY_SECRET: grounds.aws.addSecret('wrong', 'pb_notakey') });
  const wrong = await stackOf(trial, 'wrong-key').deploy(project('wrong-key'));
  check('a key that is none is told by the hub', wrong.status === 'ROLLBACK_COMPLETE' && /credential\.invalid/.test(wrong.reason ?? ''), wrong);
  await envOf({});
}

/** An address where nobody listens. */
async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return `http://127.0.0.1:${port}`;
}
