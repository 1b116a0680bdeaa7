/** What `npm run catalog` writes of this room. */
import { azureManifests } from './src/manifests/azure-devops.ts';
import { codepipelineManifests } from './src/manifests/codepipeline.ts';
import { githubManifests } from './src/manifests/github.ts';
import { gitlabManifests } from './src/manifests/gitlab.ts';
import { jenkinsManifests } from './src/manifests/jenkins.ts';
import type { Manifest } from './src/manifests/manifest.ts';
import { page } from './src/manifests/page.ts';

export const generators: readonly Manifest[] = [...githubManifests, ...gitlabManifests, ...jenkinsManifests, ...azureManifests, ...codepipelineManifests, page];
