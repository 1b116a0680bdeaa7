/** All that people copy: action.yml, workflows, and every example on a page, looked at by the rules of the CI that will read it. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CiCase } from '../case.ts';
import { faultsOfAzure, faultsOfCodePipeline, faultsOfGitlab, faultsOfJenkins } from './examples.ts';
import { faultsOfAction } from './github-action.ts';
import { faultsOfWorkflow } from './github-workflow.ts';
import { actions, githubAction, verbs } from './own-actions.ts';

const root = join(actions, '..');

interface Block { readonly where: string; readonly language: string; readonly text: string }

/** Fenced blocks of the pages that are for people of CI systems. */
export function blocks(): readonly Block[] {
  const pages = globSync(['actions/*/README.md', 'examples/ci/**/README.md', 'docs/guides/*.md', 'docs/recipes/*.md', 'README.md'], { cwd: root });
  return pages.flatMap((page) => [...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)^```/gm)].map(([, language = '', text = ''], n) => ({ where: `${page}, block ${n + 1}`, language, text })));
}

type Yaml = Readonly<Record<string, unknown>>;

/** What a block is for, by what it says. */
function faultsOfBlock({ language, text }: Block): readonly string[] | undefined {
  if (language === 'groovy') return text.includes('patchbay') ? faultsOfJenkins(text) : undefined;
  if (language !== 'yaml' && language !== 'yml') return undefined;
  if (/uses: .*patchbay/.test(text)) return faultsOfWorkflow(asWorkflow(parse(text) as Yaml), githubAction);
  if (/component: .*patchbay/.test(text)) return faultsOfGitlab(parse(text));
  if (/task: Patchbay/.test(text)) return faultsOfAzure((parse(text) as { steps: [] }).steps);
  if (/Provider: Patchbay/.test(text)) return faultsOfCodePipeline([parse(text)].flat() as []);
  return undefined;
}

/** A page shows the part that matters: steps, or a job. */
function asWorkflow(part: Yaml): Yaml {
  if (part['jobs'] !== undefined) return { on: 'push', ...part };
  const { permissions, steps, ...job } = part;
  return { on: 'push', jobs: { deploy: { 'runs-on': 'ubuntu-latest', ...job, ...(permissions === undefined ? {} : { permissions }), steps } } };
}

const good = { on: 'push', permissions: { 'id-token': 'write' }, jobs: { deploy: { 'runs-on': 'ubuntu-latest', steps: [{ uses: './actions/github/deploy', id: 'deploy', with: { hub: 'https://h', policy: 'trust_x', project: 'shop', environment: 'staging' } }, { run: 'echo ${{ steps.deploy.outputs.url }}' }] } } };
const changed = (change: (workflow: typeof good) => object): object => change(structuredClone(good));
const step = good.jobs.deploy.steps[0] as { uses: string; with: Record<string, string> };
const withSteps = (...steps: object[]) => changed((workflow) => ({ ...workflow, jobs: { deploy: { 'runs-on': 'x', steps } } }));

/** What the rules must find; each is good but for one thing. */
const planted: readonly (readonly [object, RegExp])[] = [
  [changed((workflow) => ({ ...workflow, on: 'pull_requests' })), /no event pull_requests/],
  [changed((workflow) => ({ ...workflow, job: {} })), /there is no job;/],
  [changed((workflow) => ({ ...workflow, permissions: { 'id-token': 'wirte' } })), /id-token is wirte/],
  [changed(({ permissions: _, ...workflow }) => workflow), /needs `permissions/],
  [withSteps({ ...step, with: { ...step.with, enviroment: 'x' } }), /Unexpected input 'enviroment'/],
  [withSteps({ ...step, with: { hub: 'https://h', environment: 'x' } }), /input project is required/],
  [withSteps({ ...step, uses: 'patchbay/patchbay/actions/github/deply@v0' }), /no action of ours/],
  [withSteps({ uses: 'actions/checkout' }), /needs a version/],
  [withSteps({ uses: 'actions/checkout@v5', run: 'x' }), /needs one of uses and run/],
  [withSteps({ run: 'x', timout: 1 }), /there is no .*timout/],
  [withSteps({ run: 'echo ${{ steps.deploy.outputs.url }}' }), /names a step that is not before it/],
  [withSteps({ ...step, id: 'deploy' }, { run: 'echo ${{ steps.deploy.outputs.ulr }}' }), /no output ulr/],
  [withSteps({ run: 'echo ${{ secret.KEY }}' }), /names secret/],
  [withSteps({ run: 'x', if: "secrets.KEY != ''" }), /names secrets/],
  [withSteps({ run: 'echo ${{ toJsn(github) }}' }), /toJsn\(\)/],
  [withSteps({ run: 'echo ${{ github.sha }' }), /not closed/],
  [withSteps({ run: 'echo "${{ github.event.pull_request.title }}"' }), /a stranger wrote/],
  [withSteps({ run: 'echo ${{ needs.build.outputs.x }}' }), /does not need/],
  [changed((workflow) => ({ ...workflow, jobs: { deploy: { ...workflow.jobs.deploy, needs: 'build' } } })), /needs names build/],
];
const plantedActions: readonly (readonly [object, RegExp])[] = [
  [{ runs: { using: 'node18', main: 'index.cjs' } }, /using is node18/], [{ runs: { using: 'node24', main: 'dist.js' } }, /dist\.js, which is not there/], [{ inputs: { a: { description: 'x', requierd: true } } }, /requierd/],
  [{ inputs: { a: { description: 'x', default: '${{ secrets.A }}' } } }, /names secrets/], [{ outputs: { a: { description: 'x', value: 'y' } } }, /no outputs\.a\.value/], [{ description: undefined }, /description is missing/],
];

export const lintCases: readonly CiCase[] = [
  {
    name: 'every action.yml is one that the runner takes, with files that are there',
    async holds() {
      assert.ok(verbs.length >= 6);
      for (const verb of verbs) assert.deepEqual(faultsOfAction(githubAction(`./actions/github/${verb}`), (file) => existsSync(join(actions, 'github', verb, file))), [], verb);
    },
  },
  {
    name: 'every workflow of this repository and of the examples is one that GitHub takes',
    async holds() {
      const files = globSync(['.github/workflows/*.yml', 'examples/ci/github/.github/workflows/*.yml'], { cwd: root });
      assert.ok(files.length > 0);
      for (const file of files) assert.deepEqual(faultsOfWorkflow(parse(readFileSync(join(root, file), 'utf8')), githubAction), [], file);
    },
  },
  {
    name: 'every example on a page is taken by the CI that it is for, one at least per adapter',
    async holds() {
      const seen = new Set<string>();
      for (const block of blocks()) {
        const faults = faultsOfBlock(block);
        if (faults === undefined) continue;
        assert.deepEqual(faults, [], `${block.where}\n${block.text}`);
        seen.add(block.where.split('/')[1] ?? '');
      }
      assert.deepEqual(['github', 'gitlab', 'jenkins', 'azure-devops', 'codepipeline'].filter((adapter) => !seen.has(adapter)), []);
    },
  },
  {
    name: 'the rules find what is planted, and nothing in what is good',
    async holds() {
      assert.deepEqual(faultsOfWorkflow(good, githubAction), []);
      for (const [workflow, expected] of planted) assert.match(faultsOfWorkflow(workflow, githubAction).join('\n'), expected);
      const action = githubAction('./actions/github/deploy') as object;
      for (const [change, expected] of plantedActions) assert.match(faultsOfAction({ ...action, ...change }, (file) => file === 'index.cjs').join('\n'), expected);
    },
  },
];
