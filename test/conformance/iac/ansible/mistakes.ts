/** What people get wrong in a playbook, and what they run twice although half of it is gone. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { rm, writeFile } from 'node:fs/promises';
import type { World } from '../terraform/world.ts';
import type { Played, Result, Task } from './play.ts';

type Check = (what: string, held: boolean, found?: string) => void;
type Play = (tasks: readonly Task[]) => Promise<Played>;

export async function mistakes(world: World, play: Play, check: Check): Promise<void> {
  const one = async (module: string, options: Task['with'], more: Partial<Task> = {}): Promise<Result & { readonly text: string }> => {
    const { results, text } = await play([{ name: 'it', module, with: options, ...more }]);
    return { ...results.get('it'), text };
  };
  await tornDownTwice(play, check);
  await replacing(world, one, check);
  await secrets(world, one, check);
  await connection(world, one, check);
}

type One = (module: string, options: Task['with'], more?: Partial<Task>) => Promise<Result & { readonly text: string }>;

/** By name, as people write it: the second time there is nothing that has it. */
async function tornDownTwice(play: Play, check: Check): Promise<void> {
  const environment = { project: 'torn', slug: 'staging', name: 'Staging', tier: 'staging' };
  await play([{ name: 'project', module: 'project', with: { slug: 'torn', name: 'Torn' } }, { name: 'environment', module: 'environment', with: environment }]);
  for (const changed of [true, false]) {
    const { results } = await play([
      { name: 'environment', module: 'environment', with: { ...environment, state: 'absent', approval_wait: 60 } },
      { name: 'project', module: 'project', with: { slug: 'torn', state: 'absent', approval_wait: 60 } },
    ]);
    for (const [name, result] of results) check(`${name} ${changed ? 'is torn down' : 'torn down twice changes nothing, although what it belonged to is gone'}`, result.failed !== true && result.changed === changed, result.msg);
  }
}

/** What is there is deleted only for what can be made. */
async function replacing({ owner }: World, one: One, check: Check): Promise<void> {
  const { id } = await owner.secrets.create({ name: 'precious', value: 'a value' });
  const wrong = await one('secret', { name: 'precious', store: 'vault', replace: true, approval_wait: 60 });
  check('nothing is deleted for what can’t be made', wrong.failed === true && (await owner.secrets.find('precious'))?.id === id, wrong.msg);
  await one('secret', { name: 'precious', state: 'absent', approval_wait: 60 });

  const flag = await owner.flags.create({ name: 'precious', type: 'boolean' });
  const would = await one('flag', { name: 'precious', type: 'string', replace: true }, { check: true });
  check('a replacement under the same name is looked at in check mode', would.changed === true && would.because?.includes('type') === true && (await owner.flags.find('precious'))?.id === flag.id, would.msg);
  const done = await one('flag', { name: 'precious', type: 'string', replace: true });
  check('and done', done.changed === true && (await owner.flags.find('precious'))?.type === 'string', done.msg);
  await one('flag', { name: 'precious', state: 'absent' });
}

async function secrets({ owner }: World, one: One, check: Check): Promise<void> {
  const { id, version } = await owner.endpoints.create({ name: 'headed', url: 'https://a.example.com', secret_headers: { 'X-Key': 'a value' } });
  const quiet = await one('endpoint', { name: 'headed', reset: ['secret_headers'] });
  check('a secret is not left where it shall go, without a word', quiet.failed === true && quiet.msg?.includes('set update_secrets to always') === true, quiet.msg);
  const done = await one('endpoint', { name: 'headed', reset: ['secret_headers'], update_secrets: 'always' });
  check('and is taken away when all secrets are sent', done.changed === true && (await owner.endpoints.get(id)).version > version, done.msg);
  await owner.endpoints.delete(id);
}

async function connection({ key, scratch, hub }: World, one: One, check: Check): Promise<void> {
  const absent = { slug: 'connected', state: 'absent' };
  const lined = await one('project', { ...absent, hub_key: `${key}\n` });
  check('a key with the end of its line is taken', lined.failed !== true && lined.changed === false, lined.msg);
  const broken = await one('project', { ...absent, hub_key: `${key}\nmore` });
  check('a key that can’t be sent is told without a word of it', broken.code === 'client.misused' && !broken.text.includes(key), broken.text.replaceAll(key, '•••'));
  const netrc = join(scratch, 'ansible/.netrc');
  await writeFile(netrc, 'default login somebody password else\n', { mode: 0o600 });
  const other = await one('project', absent);
  await rm(netrc);
  check('credentials of somebody else in .netrc are not sent for the key', other.failed !== true, other.msg);
  const somebody = await one('project', { ...absent, hub_url: hub.url.replace('://', '://somebody:password@') });
  check('an address with a password is refused without it', somebody.code === 'client.misused' && somebody.msg?.includes('password@') !== true, somebody.msg);
  for (const seconds of [1e12, 0, -1]) {
    const timed = await one('project', { ...absent, hub_timeout: seconds });
    check(`a time of ${seconds} s for one try is refused, without a trace`, timed.code === 'client.misused' && timed.msg?.includes('hub_timeout') === true, timed.text);
  }
  const server = createServer((_, response) => void response.end('<html>Welcome</html>'));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const page = await one('project', { ...absent, hub_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  server.close();
  check('an address where a page answers is told', page.code === 'client.not_a_hub', `${page.msg} ${page.module_stderr}`);
}
