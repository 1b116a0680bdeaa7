import { expect, test } from 'vitest';
import type { Surroundings } from '../host.ts';
import { azureDevopsHost } from './azure-devops.ts';
import { newStep } from '../run-step.ts';
import { detectHost } from './detect.ts';
import { githubHost } from './github.ts';

function around(env: Record<string, string | undefined>, flags: Record<string, string> = {}) {
  const files = new Map<string, string>();
  const said: string[] = [];
  const surroundings: Surroundings = {
    env, flags, temporary: '/tmp', random: () => 'random', now: () => 1_000_000,
    write: (text) => { said.push(text); }, append: (file, text) => { files.set(file, (files.get(file) ?? '') + text); }, read: (file) => files.get(file), onSignal: () => undefined,
  };
  return { surroundings, said, files };
}

test('on GitHub a value cannot end its own block, nor a message its command', () => {
  const { surroundings, said, files } = around({ GITHUB_OUTPUT: '/out' });
  const host = githubHost(surroundings);
  host.output('url', 'https://a\nother=1');
  host.annotate('error', '50%\nsecond', 'a:b,c');
  expect(files.get('/out')).toBe('url<<end_random\nhttps://a\nother=1\nend_random\n');
  expect(said).toEqual(['::error title=a%3Ab%2Cc::50%25%0Asecond\n']);
});

test('on GitHub a secret of several lines is masked line by line', () => {
  const { surroundings, said } = around({});
  const host = githubHost(surroundings);
  host.mask('first line\nsecond line');
  host.line('has second line in it');
  expect(said).toEqual(['::add-mask::first line%0Asecond line\n', '::add-mask::first line\n', '::add-mask::second line\n', 'has *** in it\n']);
});

test('what looks like a command stays a line: after a carriage return, after white space of any kind, in a title, and anywhere in a line for Azure DevOps', () => {
  const { surroundings, said } = around({});
  const github = githubHost(surroundings);
  for (const text of ['a\r::stop-commands::x', 'a\n \t::error::x', '\x85::add-mask::x', '\r\n::warning::x', 'x##[error]y']) github.line(text);
  expect(said.join('').split(/\r\n|\r|\n/).filter((line) => /^[\s\x85]*::/.test(line) || line.includes('##['))).toEqual([]);
  said.length = 0;
  const azure = azureDevopsHost(surroundings);
  azure.line('a ##vso[task.setvariable variable=x]y');
  azure.group('a ##VSO[task.setvariable variable=x]y');
  azure.annotate('notice', 'a ##[error]y', 'Patchbay');
  expect(said.filter((text) => /##(vso)?\[/i.test(text.replace(/^##\[group\]/, '')))).toEqual([]);
});

test('on Azure DevOps commands are escaped, failure is a command and the exit code 0', () => {
  const { surroundings, said } = around({});
  const host = azureDevopsHost(surroundings);
  host.output('waiting-for', 'a;b]\n50%');
  expect(host.end('failed', 'broken')).toBe(0);
  expect(said).toEqual(['##vso[task.setvariable variable=waitingFor;isOutput=true;issecret=false;]a;b]%0A50%AZP25\n', '##vso[task.complete result=Failed;]broken\n']);
});

test('on Azure DevOps inputs and credentials leave the environment', () => {
  const env = { INPUT_PULLREQUEST: '42', ENDPOINT_AUTH_PARAMETER_c1_APITOKEN: 'pb_key', ENDPOINT_URL_c1: 'https://hub.example.com/', INPUT_CONNECTEDSERVICE: 'c1', SECRET_X: 'x', HOME: '/root' };
  const host = azureDevopsHost(around(env).surroundings);
  expect([host.input('pull-request'), host.input('token'), host.input('hub')]).toEqual(['42', 'pb_key', 'https://hub.example.com']);
  expect(Object.keys(env)).toEqual(['ENDPOINT_URL_c1', 'HOME']);
});

test('GitLab reads inputs from variables, and writes a dotenv report of single lines', () => {
  const { surroundings, files } = around({ CI_JOB_ID: '1', CI_PROJECT_PATH: 'acme/shop', PATCHBAY_INPUT_ON_CANCEL: 'leave', PATCHBAY_INPUT_HUB: '', PATCHBAY_URL: 'https://hub.example.com', PATCHBAY_DOTENV: '/env', PATCHBAY_JUNIT: '/junit', PATCHBAY_CODEQUALITY: '/quality', CI_JOB_NAME: 'a "job"' });
  const host = detectHost(surroundings);
  expect([host.context.provider, host.input('on-cancel'), host.input('hub')]).toEqual(['gitlab', 'leave', 'https://hub.example.com']);
  host.output('waiting-for', 'one\ntwo');
  host.annotate('error', 'broken <here>', 'Patchbay');
  expect(host.end('failed', 'broken <here>')).toBe(1);
  expect(files.get('/env')).toBe('PATCHBAY_WAITING_FOR=one two\n');
  expect(files.get('/junit')).toContain('<testcase classname="Patchbay" name="a &quot;job&quot;"><failure message="broken &lt;here&gt;"/>');
  expect(JSON.parse(files.get('/quality') ?? '')).toMatchObject([{ severity: 'blocker', description: 'broken <here>' }]);
});

test('a dotenv report never grows beyond what GitLab takes, and holds no secret: anybody may download it', () => {
  const { surroundings, files, said } = around({ CI_JOB_ID: '1', CI_PROJECT_PATH: 'acme/shop', PATCHBAY_DOTENV: '/env', PATCHBAY_RESULT: '/result' });
  const host = detectHost(surroundings);
  host.mask('pb_a-token');
  host.output('deployment', 'dep_1');
  host.output('outputs', JSON.stringify({ large: 'x'.repeat(6_000) }));
  host.output('url', 'https://shop.example.com/?key=pb_a-token');
  expect(files.get('/env')).toBe('PATCHBAY_DEPLOYMENT=dep_1\nPATCHBAY_URL=https://shop.example.com/?key=***\n');
  expect(said.join('')).toContain('Output outputs is not in the dotenv report');
  expect(files.get('/result')).toContain('xxxx');
});

test('two servers of one name and number are two runs', async () => {
  const keys: (string | undefined)[] = [];
  for (const url of ['https://one/job/deploy/5/', 'https://other/job/deploy/5/']) {
    const host = detectHost(around({ JENKINS_URL: 'https://x', JOB_NAME: 'deploy', BUILD_NUMBER: '5', BUILD_URL: url, PATCHBAY_INPUTS: '{"hub":"http://127.0.0.1:1","token":"pb_x"}' }).surroundings);
    keys.push(newStep('setup', host, { now: () => 0, random: () => 0 }, new AbortController().signal).keyOf('/v1/deployments', {}));
  }
  expect(new Set(keys).size).toBe(2);
});

test('Jenkins hands its inputs in as one JSON, in its own spelling', () => {
  const host = detectHost(around({ JENKINS_URL: 'https://jenkins', PATCHBAY_INPUTS: '{"onCancel":"leave","wait":false,"payload":{"a":1}}', CHANGE_ID: '9' }).surroundings);
  expect([host.context.provider, host.context.pullRequest, host.input('on-cancel'), host.input('wait'), host.input('payload')]).toEqual(['jenkins', '9', 'leave', 'false', '{"a":1}']);
});

test('the part at the end of a job knows what the one before it kept', () => {
  const { surroundings } = around({ PATCHBAY_STATE: '/state' }, { hub: 'https://hub.example.com' });
  const host = detectHost(surroundings);
  host.keep('deployment', 'dep_1');
  host.keep('deployment', 'dep_2');
  expect([host.kept('deployment'), host.kept('settled'), host.input('hub')]).toEqual(['dep_2', undefined, 'https://hub.example.com']);
});
