/** The packed extension itself: what a marketplace and an organisation look at before anything runs. */
import assert from 'node:assert/strict';
import type { CiCase } from '../case.ts';
import { packed, packNow } from '../packages.ts';
import { unzip } from '../unzip.ts';
import { faultsOfTask, type TaskManifest } from './task-rules.ts';

interface Contribution { readonly id: string; readonly type: string; readonly targets: readonly string[]; readonly properties: { readonly name: string } }

async function parts(): Promise<ReadonlyMap<string, string>> {
  return new Map(unzip(await packed('patchbay.vsix')).map(({ path, bytes }) => [path, bytes.toString()]));
}

export const extensionCases: readonly CiCase[] = [
  {
    name: 'the same sources give the same bytes',
    async holds() {
      const [one, other] = [await packed('patchbay.vsix'), (await packNow()).get('patchbay.vsix')];
      assert.ok(other !== undefined && one.equals(other));
    },
  },
  {
    name: 'every part has a content type, and the manifest names parts that are there',
    async holds() {
      const found = await parts();
      const types = [...(found.get('[Content_Types].xml') ?? '').matchAll(/Default Extension="\.([^"]+)" ContentType="[^"]+"/g)].map(([, ending]) => ending);
      for (const path of found.keys()) if (path !== '[Content_Types].xml') assert.ok(types.includes(path.split('.').at(-1)), `${path} has no type`);
      const manifest = found.get('extension.vsixmanifest') ?? '';
      const assets = [...manifest.matchAll(/<Asset Type="([^"]+)" d:Source="File" Path="([^"]+)"/g)];
      assert.ok(assets.some(([, type]) => type === 'Microsoft.VisualStudio.Services.Manifest'));
      for (const [, , path = ''] of assets) assert.ok(found.has(path), `${path} is not in the package`);
      assert.match(manifest, /<Identity Language="en-US" Id="patchbay" Publisher="patchbay" Version="\d+\.\d+\.\d+"\/>[\s\S]*<InstallationTarget Id="Microsoft\.VisualStudio\.Services"\/>/);
    },
  },
  {
    name: 'every task that it contributes is one that the agent takes, with its file for both handlers',
    async holds() {
      const found = await parts();
      const { contributions } = JSON.parse(found.get('extension.vsomanifest') ?? '{}') as { contributions: Contribution[] };
      const tasks = contributions.filter(({ type }) => type === 'ms.vss-distributed-task.task');
      assert.equal(tasks.length, 6);
      const ids = new Set<string>();
      for (const { properties: { name }, targets } of tasks) {
        assert.deepEqual(targets, ['ms.vss-distributed-task.tasks']);
        const task = JSON.parse(found.get(`${name}/task.json`) ?? '{}') as TaskManifest;
        assert.deepEqual(faultsOfTask(task, (file) => found.has(`${name}/${file}`)), []);
        assert.deepEqual(Object.keys(task.execution), ['Node24', 'Node20_1']);
        ids.add(task.id);
      }
      assert.equal(ids.size, tasks.length);
    },
  },
  {
    name: 'a task.json that is wrong is found out',
    async holds() {
      const good = JSON.parse((await parts()).get('tasks/PatchbayDeployV0/task.json') ?? '{}') as TaskManifest;
      const wrong: readonly [object, RegExp][] = [[{ id: 'x' }, /id/], [{ name: 'a b' }, /name/], [{ version: { Major: '0' } }, /version/], [{ execution: { Node16: { target: 'index.js' } } }, /Node16/], [{ execution: { Node24: { target: 'nowhere.js' } } }, /nowhere/], [{ inputs: [{ name: 'a', type: 'choice', label: 'A' }] }, /choice/], [{ inputs: [{ name: 'a', type: 'pickList', label: 'A' }] }, /options/], [{ inputs: [{ name: 'a', type: 'string', label: 'A' }, { name: 'A', type: 'string', label: 'A' }] }, /twice/], [{ inptus: [] }, /inptus/]];
      for (const [change, expected] of wrong) assert.match(faultsOfTask({ ...good, ...change }, (file) => file === 'index.js').join('\n'), expected);
    },
  },
];
