/** The steps of each CI system against a real hub, as its runner plays them. `node test/conformance/ci.ts [github|gitlab|jenkins|azure]` A tool that is not there leaves its figure at 0. */
import { type Figure, proof } from '../proof.ts';
import { azureCases } from './ci/azure-devops/cases.ts';
import { type CiCase, tally } from './ci/case.ts';
import { githubCases } from './ci/github/cases.ts';
import { gitlabCases } from './ci/gitlab/cases.ts';
import { canRunPipelines } from './ci/gitlab/pipeline.ts';
import { jenkinsCases } from './ci/jenkins/cases.ts';
import { hasGroovy } from './ci/jenkins/library.ts';
import { startCiWorld } from './ci/world.ts';

interface Chapter { readonly key: string; readonly name: string; readonly cases: readonly CiCase[]; readonly ready: boolean; readonly lacks: string }

const chapters: readonly Chapter[] = [
  { key: 'github', name: 'GitHub actions under a runner', cases: githubCases, ready: true, lacks: '' },
  { key: 'gitlab', name: 'GitLab components by gitlab-ci-local', cases: gitlabCases, ready: canRunPipelines, lacks: 'gitlab-ci-local and rsync' },
  { key: 'jenkins', name: 'Jenkins library on Groovy', cases: jenkinsCases, ready: hasGroovy(), lacks: 'groovy and a JDK' },
  { key: 'azure', name: 'Azure DevOps tasks under an agent', cases: azureCases, ready: true, lacks: '' },
];

const [only] = process.argv.slice(2);
const world = await startCiWorld();
const figures: Figure[] = [];
try {
  for (const { name, cases, ready, lacks } of chapters.filter((chapter) => only === undefined || chapter.key === only)) {
    console.log(ready ? name : `${name}: not run, it needs ${lacks}`);
    figures.push({ name, value: ready ? await tally(cases, world) : 0, goal: ready ? cases.length : 0, better: 'higher' });
  }
} finally {
  await world.stop();
}
proof('conformance ci', figures);
