/** All files of the folder `templates`, by name. */
import type { ModelSource } from '@patchbay/reconcile';
import { bicepText } from './bicep-text.ts';
import { jsonText } from './json-text.ts';
import { scriptText } from './script.ts';
import { resourceTemplate, declarationsTemplate } from './templates.ts';

export const SCRIPT_FILE = 'declare.sh';

export function templateFiles(program: string, resources: readonly ModelSource[]): Readonly<Record<string, string>> {
  const script = scriptText(program, resources);
  const live = resources.filter(({ kind, state }) => kind === 'resource' && state === 'live');
  const templates = [['declarations', declarationsTemplate] as const, ...live.map((each) => [each.name, resourceTemplate(each)] as const)];
  return {
    [SCRIPT_FILE]: script,
    ...Object.fromEntries(templates.flatMap(([name, template]) => [[`${name}.json`, jsonText(template, script)], [`${name}.bicep`, bicepText(template, SCRIPT_FILE)]])),
  };
}
