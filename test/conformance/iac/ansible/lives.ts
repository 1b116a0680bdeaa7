/** The life of every live resource as Ansible leads it: declared twice, looked at in check mode, changed, drifted, replaced, gone, and gone twice. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { CatalogResource } from '@patchbay/contracts';
import type { Tally } from '../tally.ts';
import { liveResources } from '../terraform/configuration.ts';
import { markers, type Specimen, specimens } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import { mistakes } from './mistakes.ts';
import { literal, openPlays, type Task } from './play.ts';

type Fields = Readonly<Record<string, unknown>>;
interface Life { readonly resource: CatalogResource; readonly specimen: Specimen }

export async function ansibleLives(world: World, tally: Tally, without: readonly string[] = []): Promise<void> {
  const { play, run } = await openPlays(world.scratch, { PATCHBAY_URL: world.hub.url, PATCHBAY_KEY: world.key });
  const lives = liveResources(world.catalog).filter(({ name }) => !without.includes(name)).map((resource): Life => ({ resource, specimen: specimens[resource.name]!() })).sort(byNeed);
  const said: string[] = [];

  async function all(tasks: readonly Task[]) {
    const { results, text } = await play(tasks);
    said.push(text);
    return (name: string) => results.get(name) ?? { failed: true, msg: 'it did not run' };
  }
  const expect = (found: { readonly changed?: boolean; readonly failed?: boolean; readonly msg?: string; readonly module_stderr?: string }, what: string, changed: boolean): void => tally.check(`ansible: ${what}`, found.failed !== true && found.changed === changed, `${found.msg ?? `changed: ${found.changed}`} ${found.module_stderr ?? ''}`);

  for (const changed of [true, false]) {
    const { results } = await run(await readme(world.hub.url));
    for (const [name, result] of results) expect(result, `the example of the README, ${name}`, changed);
    tally.check('ansible: the example of the README has tasks', results.size > 0);
  }
  const swept = await all([{ name: 'endpoint', module: 'endpoint', with: { name: 'invoices', state: 'absent' } }, { name: 'project', module: 'project', with: { slug: 'web-shop', state: 'absent' } }]);
  for (const each of ['endpoint', 'project']) expect(swept(each), `the ${each} of the README is deleted by its name`, true);

  const first = await all(lives.flatMap(({ resource: { name }, specimen: { create, change } }) => [
    { name: `${name} is declared`, module: name, with: optionsOf(create), register: `it_${name}` },
    { name: `${name} is declared again`, module: name, with: optionsOf(create) },
    { name: `${name} is changed in check mode`, module: name, with: { ...optionsOf({ ...create, ...change }), id: `{{ it_${name}.resource.id }}` }, check: true },
    { name: `${name} is still what it was`, module: name, with: optionsOf(create) },
    { name: `${name} is changed`, module: name, with: { ...optionsOf({ ...create, ...change }), id: `{{ it_${name}.resource.id }}` } },
    { name: `${name} is changed again`, module: name, with: { ...optionsOf({ ...create, ...change }), id: `{{ it_${name}.resource.id }}` } },
  ]));
  for (const { resource: { name } } of lives) {
    expect(first(`${name} is declared`), `${name} is created`, true);
    expect(first(`${name} is declared again`), `${name} declared twice changes nothing`, false);
    expect(first(`${name} is changed in check mode`), `${name} in check mode would change`, true);
    tally.check(`ansible: ${name} shows what would change`, JSON.stringify(first(`${name} is changed in check mode`).diff?.before) !== JSON.stringify(first(`${name} is changed in check mode`).diff?.after));
    expect(first(`${name} is still what it was`), `${name} was not touched by check mode`, false);
    expect(first(`${name} is changed`), `${name} is changed`, true);
    expect(first(`${name} is changed again`), `${name} changed twice changes nothing`, false);
  }
  const ids = new Map(lives.map(({ resource: { name } }) => [name, String(first(`${name} is declared`).resource?.['id'])]));

  for (const { resource, specimen } of lives) await world.client.resource(resource.plural).update(ids.get(resource.name)!, specimen.drift);
  const second = await all(lives.flatMap(({ resource: { name }, specimen: { create, change, drift, replace } }) => {
    const declared = { ...create, ...change };
    const repaired = { ...optionsOf(declared, ids), id: ids.get(name), reset: [...resetsOf(declared), ...Object.keys(drift).filter((field) => declared[field] === undefined)] };
    return [
      { name: `${name} is repaired`, module: name, with: repaired },
      { name: `${name} is repaired again`, module: name, with: repaired },
      ...(replace === undefined ? [] : [
        { name: `${name} may not be replaced`, module: name, with: { ...optionsOf({ ...declared, ...replace }, ids), id: ids.get(name) } },
        { name: `${name} is replaced`, module: name, with: { ...optionsOf({ ...declared, ...replace }, ids), id: ids.get(name), replace: true, approval_wait: 60 }, register: `new_${name}` },
        { name: `${name} is replaced again`, module: name, with: { ...optionsOf({ ...declared, ...replace }, ids), id: `{{ new_${name}.resource.id }}` } },
      ]),
    ];
  }));
  for (const { resource: { name }, specimen: { replace } } of lives) {
    expect(second(`${name} is repaired`), `${name} is repaired after drift`, true);
    expect(second(`${name} is repaired again`), `${name} repaired twice changes nothing`, false);
    if (replace === undefined) continue;
    tally.check(`ansible: ${name} is not replaced unasked`, second(`${name} may not be replaced`).failed === true && second(`${name} may not be replaced`).msg?.includes('Set replace') === true, second(`${name} may not be replaced`).msg);
    expect(second(`${name} is replaced`), `${name} is replaced`, true);
    tally.check(`ansible: ${name} says why it is replaced`, Object.keys(replace).some((field) => second(`${name} is replaced`).because?.includes(field) === true));
    expect(second(`${name} is replaced again`), `${name} replaced twice changes nothing`, false);
    ids.set(name, String(second(`${name} is replaced`).resource?.['id']));
  }

  const ended = lives.toReversed();
  const third = await all(ended.flatMap(({ resource: { name } }) => [
    { name: `${name} is read`, module: 'resource_info', with: { resource: name, id: ids.get(name) } },
    { name: `${name} is gone`, module: name, with: { id: ids.get(name), state: 'absent', approval_wait: 60 } },
    { name: `${name} is gone again`, module: name, with: { id: ids.get(name), state: 'absent' } },
  ]));
  for (const { resource: { name, plural } } of ended) {
    tally.check(`ansible: ${name} is read`, third(`${name} is read`).resources?.length === 1, third(`${name} is read`).msg);
    expect(third(`${name} is gone`), `${name} is deleted`, true);
    expect(third(`${name} is gone again`), `${name} deleted twice changes nothing`, false);
    tally.check(`ansible: ${name} is gone from the hub`, await world.owner.resource(plural).get(ids.get(name)!).then(() => false, (error: { code?: string }) => error.code === 'resource.not_found'));
  }
  await mistakes(world, play, (what, held, found) => tally.check(`ansible: ${what}`, held, found));
  tally.check('ansible: no secret in anything that it says', !markers.some((marker) => said.some((text) => text.includes(marker))));
}

/** Its example, towards this hub. */
async function readme(url: string): Promise<string> {
  const text = await readFile(fileURLToPath(new URL('../../../../providers/ansible/README.md', import.meta.url)), 'utf8');
  return (/```yaml\n(.*?)```/s.exec(text)?.[1] ?? '').replace('https://hub.example.com', url);
}

/** Projects first: others name them. */
const byNeed = (a: Life, b: Life): number => Number(b.resource.name === 'project') - Number(a.resource.name === 'project');

const REFERENCE = /^\$\{patchbay_(\w+)\.it\.id\}$/;

/** A specimen as options: null is put back to its default, and a reference is what an earlier task registered. */
function optionsOf(fields: Fields, ids?: ReadonlyMap<string, string>): Fields {
  const given = Object.entries(fields).filter(([, value]) => value !== null).map(([name, value]) => {
    const target = typeof value === 'string' ? REFERENCE.exec(value)?.[1] : undefined;
    return [name, target === undefined ? literal(value) : ids?.get(target) ?? `{{ it_${target}.resource.id }}`];
  });
  const reset = resetsOf(fields);
  return { ...Object.fromEntries(given), ...(reset.length === 0 ? {} : { reset }) };
}

const resetsOf = (fields: Fields): string[] => Object.keys(fields).filter((name) => fields[name] === null);
