/** What of the collection is derived from the catalog, by path. */
import { type ModelSource, modelsOf } from '@patchbay/reconcile';
import { infoText } from './info-text.ts';
import { moduleText } from './module-text.ts';
import { COLLECTION } from './options.ts';

const VERSION = '0.1.0';

export function collectionFiles(resources: readonly ModelSource[]): Readonly<Record<string, string>> {
  const models = modelsOf(resources).filter(({ state }) => state === 'live');
  const names = [...models.map(({ name }) => name), 'resource_info'];
  return {
    'galaxy.yml': galaxy,
    'meta/runtime.yml': `---\nrequires_ansible: ">=2.14.0"\naction_groups:\n  all:\n${names.map((name) => `    - ${COLLECTION}.${name}\n`).join('')}`,
    'plugins/modules/resource_info.py': infoText(models),
    ...Object.fromEntries(models.map((model) => [`plugins/modules/${model.name}.py`, moduleText(model, models)])),
  };
}

const galaxy = `---
namespace: patchbay
name: hub
version: ${VERSION}
readme: README.md
authors:
  - Patchbay
description: Declares what is on a Patchbay hub.
license_file: COPYING
tags: [webhooks, deployments, integration, infrastructure]
dependencies: {}
repository: https://github.com/patchbay/patchbay
`;
