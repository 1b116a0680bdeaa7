/** Our own actions, components, tasks and action types, as those who use them see them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { actionTypes } from '../codepipeline/template.ts';
import type { ActionYml } from './github-action.ts';

export const actions = join(import.meta.dirname, '../../../../actions');

export const verbs = readdirSync(join(actions, 'github'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

export function githubAction(uses: string): ActionYml | undefined {
  const [, verb] = /^(?:\.\/|patchbay\/patchbay\/)actions\/github\/([a-z]+)(?:@.+)?$/.exec(uses) ?? [];
  const file = join(actions, 'github', verb ?? '', 'action.yml');
  return verb === undefined || !existsSync(file) ? undefined : parse(readFileSync(file, 'utf8')) as ActionYml;
}

export interface ComponentInput { readonly type?: string; readonly default?: unknown; readonly options?: readonly unknown[]; readonly regex?: string }

/** Inputs of a component by its reference. */
export function gitlabComponent(reference: string): Readonly<Record<string, ComponentInput>> | undefined {
  const [, name = ''] = /\/([a-z]+)@[^@]+$/.exec(reference) ?? [];
  const file = join(actions, 'gitlab/templates', `${name}.yml`);
  if (!existsSync(file)) return undefined;
  const [head] = parseAllDocuments(readFileSync(file, 'utf8'));
  return (head?.toJSON() as { spec?: { inputs?: Record<string, ComponentInput> } } | undefined)?.spec?.inputs;
}

export interface Task { readonly inputs: readonly { readonly name: string; readonly required?: boolean; readonly defaultValue?: string; readonly options?: object }[]; readonly outputVariables: readonly { readonly name: string }[] }

export function azureTask(reference: string): Task | undefined {
  const [, name, major] = /^(Patchbay[A-Z][a-z]+)@(\d+)$/.exec(reference) ?? [];
  const file = join(actions, 'azure-devops/tasks', `${name}V${major}`, 'task.json');
  return name === undefined || !existsSync(file) ? undefined : JSON.parse(readFileSync(file, 'utf8')) as Task;
}

export const codepipelineProperties = (provider: string) => actionTypes().find((type) => type.provider === provider);

/** Steps of the Jenkins library with the names that they take. */
export function jenkinsStep(name: string): readonly string[] | undefined {
  const file = join(actions, 'jenkins/vars', `${name}.groovy`);
  if (!existsSync(file)) return undefined;
  const [, list = ''] = /new Step\(this, '[a-z]+', \[([^\]]+)\]\)/.exec(readFileSync(file, 'utf8')) ?? [];
  return [...[...list.matchAll(/'(\w+)'/g)].map(([, each = '']) => each), 'credentialsId', 'idTokenCredentialsId', 'cli'];
}
