/** The steps of each CI system against a real hub, as its runner plays them. `node test/conformance/ci.ts [github|gitlab|jenkins|azure|codepipeline|drivers|…]` A tool that is not there leaves its figure at 0. */
import { type Figure, proof } from '../proof.ts';
import { azureCases } from './ci/azure-devops/cases.ts';
import { extensionCases } from './ci/azure-devops/extension-cases.ts';
import { gateCases } from './ci/azure-devops/gate-cases.ts';
import { type CiCase, tally } from './ci/case.ts';
import { codepipelineCases } from './ci/codepipeline/cases.ts';
import { awscliCases, templateCases } from './ci/codepipeline/clients.ts';
import { model } from './ci/codepipeline/stage.ts';
import { has } from './ci/codepipeline/tools.ts';
import { driverCases } from './ci/drivers.ts';
import { examples } from './ci/examples/cases.ts';
import { githubCases } from './ci/github/cases.ts';
import { gitlabCases } from './ci/gitlab/cases.ts';
import { canRunPipelines } from './ci/gitlab/pipeline.ts';
import { hasCodeNarc } from './ci/jenkins/codenarc.ts';
import { codeNarcCases, storingCases } from './ci/jenkins/cps-cases.ts';
import { jenkinsCases } from './ci/jenkins/cases.ts';
import { hasGroovy } from './ci/jenkins/library.ts';
import { keylessMatrix, show } from './ci/keyless/matrix.ts';
import { lintCases } from './ci/lint/cases.ts';
import { startCiWorld } from './ci/world.ts';

interface Chapter { readonly key: string; readonly name: string; readonly cases: readonly CiCase[]; readonly ready: boolean; readonly lacks: string }

const chapters: readonly Chapter[] = [
  { key: 'lint', name: 'Manifests and examples by the rules of their CI', cases: lintCases, ready: true, lacks: '' },
  ...[true, false].map((ready) => ({ key: 'examples', name: ready ? 'Examples, each in its CI' : 'Examples that lack their tools', cases: examples.filter((example) => example.ready === ready), ready, lacks: examples.flatMap((example) => (example.ready ? [] : [example.lacks])).join(', ') })).filter(({ cases }) => cases.length > 0),
  { key: 'github', name: 'GitHub actions under a runner', cases: githubCases, ready: true, lacks: '' },
  { key: 'gitlab', name: 'GitLab components by gitlab-ci-local', cases: gitlabCases, ready: canRunPipelines, lacks: 'gitlab-ci-local and rsync' },
  { key: 'jenkins', name: 'Jenkins library on Groovy', cases: [...jenkinsCases, ...storingCases], ready: hasGroovy(), lacks: 'groovy and a JDK' },
  { key: 'jenkins', name: 'Jenkins library under CodeNarc', cases: codeNarcCases, ready: hasGroovy() && hasCodeNarc, lacks: 'groovy, a JDK and npm-groovy-lint' },
  { key: 'azure', name: 'Azure DevOps extension, packed', cases: extensionCases, ready: true, lacks: '' },
  { key: 'azure', name: 'Azure DevOps gate without an agent', cases: gateCases, ready: true, lacks: '' },
  { key: 'azure', name: 'Azure DevOps tasks from the .vsix under an agent', cases: azureCases, ready: true, lacks: '' },
  { key: 'codepipeline', name: 'CodePipeline worker and functions against botocore’s model', cases: codepipelineCases, ready: model !== undefined, lacks: 'botocore' },
  { key: 'codepipeline', name: 'CodePipeline fake under awscli', cases: awscliCases, ready: has('aws'), lacks: 'awscli' },
  { key: 'drivers', name: 'Runs that the hub starts, in five CIs that do what they are known to do wrong', cases: driverCases, ready: true, lacks: '' },
  { key: 'codepipeline', name: 'CloudFormation template under cfn-lint', cases: templateCases, ready: has('cfn-lint'), lacks: 'cfn-lint' },
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
if (only === undefined || only === 'keyless') {
  const cells = await keylessMatrix();
  console.log(`Keyless login\n${show(cells)}`);
  figures.push({ name: 'keyless login, attempts that end as they must', value: cells.filter(({ got, expected }) => got === expected).length, goal: cells.length, better: 'higher' });
}
proof('conformance ci', figures);
