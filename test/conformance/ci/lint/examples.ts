/** Pipelines in the words of each CI, looked at with what our steps really take. */
import { azureTask, codepipelineProperties, gitlabComponent, jenkinsStep } from './own-actions.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** `include: component` with inputs: their names, types, options and patterns, as GitLab looks at them before anything runs. */
export function faultsOfGitlab(pipeline: unknown): readonly string[] {
  const includes = [(pipeline as { include?: unknown }).include ?? []].flat() as { component?: string; inputs?: Mapping }[];
  const components = includes.filter(({ component }) => component !== undefined);
  if (components.length === 0) return ['it includes no component'];
  return components.flatMap(({ component = '', inputs: given = {} }) => {
    const declared = gitlabComponent(component);
    if (declared === undefined) return [`there is no component ${component}`];
    return [
      ...Object.keys(given).filter((name) => declared[name] === undefined).map((name) => `${component}: there is no input ${name}; ${Object.keys(declared).join(', ')} are`),
      ...Object.entries(declared).filter(([name, facts]) => !('default' in facts) && given[name] === undefined).map(([name]) => `${component}: input ${name} is missing`),
      ...Object.entries(given).flatMap(([name, value]) => {
        const { type = 'string', options, regex } = declared[name] ?? {};
        return [
          ...(typeof value === type || String(value).includes('$') ? [] : [`${component}: input ${name} is ${String(value)}, not a ${type}`]),
          ...(options === undefined || options.includes(value) || String(value).includes('$') ? [] : [`${component}: input ${name} is ${String(value)}; it takes ${options.join(', ')}`]),
          ...(regex === undefined || new RegExp(regex).test(String(value)) ? [] : [`${component}: input ${name} is ${String(value)}, not ${regex}`]),
        ];
      }),
    ];
  });
}

interface AzureStep { readonly task?: string; readonly name?: string; readonly inputs?: Mapping; readonly script?: string; readonly bash?: string }

/** Steps of Azure Pipelines: inputs of our tasks, and `$(name.output)` of steps before. */
export function faultsOfAzure(steps: readonly AzureStep[]): readonly string[] {
  const named = new Map<string, readonly string[]>();
  return steps.flatMap((step) => {
    const faults: string[] = [];
    for (const [, name = '', output = ''] of (step.script ?? step.bash ?? '').matchAll(/\$\((\w+)\.(\w+)\)/g)) {
      const outputs = named.get(name);
      if (outputs !== undefined && !outputs.includes(output)) faults.push(`$(${name}.${output}): there is no output ${output}; ${outputs.join(', ')} are`);
    }
    if (step.task?.startsWith('Patchbay') !== true) return faults;
    const task = azureTask(step.task);
    if (task === undefined) return [...faults, `there is no task ${step.task}`];
    if (step.name !== undefined) named.set(step.name, task.outputVariables.map(({ name }) => name));
    const given = step.inputs ?? {};
    faults.push(...Object.keys(given).filter((name) => !task.inputs.some((input) => input.name === name)).map((name) => `${step.task}: there is no input ${name}; ${task.inputs.map((input) => input.name).join(', ')} are`));
    faults.push(...task.inputs.filter(({ name, required, defaultValue }) => required === true && defaultValue === undefined && given[name] === undefined).map(({ name }) => `${step.task}: input ${name} is missing`));
    faults.push(...task.inputs.filter(({ name, options }) => options !== undefined && given[name] !== undefined && !Object.keys(options).includes(String(given[name]))).map(({ name, options }) => `${step.task}: input ${name} takes ${Object.keys(options ?? {}).join(', ')}`));
    return faults;
  });
}

/** `patchbayDeploy(name: …)` with the names that the step takes. */
export function faultsOfJenkins(groovy: string): readonly string[] {
  const calls = [...groovy.matchAll(/\b(patchbay[A-Z]\w*)\s*\(?([^()]*(?:\([^()]*\)[^()]*)*)\)?/g)];
  if (calls.length === 0) return ['it calls no step of ours'];
  return calls.flatMap(([, name = '', args = '']) => {
    const known = jenkinsStep(name);
    if (known === undefined) return [`there is no step ${name}`];
    const code = args.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''").replaceAll(/\[[^[\]]*\]/g, '[]');
    return [...code.matchAll(/(\w+)\s*:/g)].map(([, each = '']) => each).filter((each) => !known.includes(each)).map((each) => `${name}: there is no ${each}; ${known.join(', ')} are`);
  });
}

interface PipelineAction { readonly Name: string; readonly ActionTypeId: { readonly Owner: string; readonly Provider: string; readonly Category: string; readonly Version: unknown }; readonly Configuration?: Mapping }

/** Actions of a pipeline in CloudFormation: the properties of our action types. */
export function faultsOfCodePipeline(actions: readonly PipelineAction[]): readonly string[] {
  const ours = actions.filter(({ ActionTypeId: { Owner } }) => Owner === 'Custom');
  return ours.flatMap(({ Name, ActionTypeId: { Provider, Category, Version }, Configuration = {} }) => {
    const type = codepipelineProperties(Provider);
    if (type === undefined || type.category !== Category || type.version !== String(Version)) return [`${Name}: there is no action type ${Category}/${Provider}/${String(Version)}`];
    return [
      ...Object.keys(Configuration).filter((name) => !type.configurationProperties.some((property) => property.name === name)).map((name) => `${Name}: there is no property ${name}`),
      ...type.configurationProperties.filter(({ name, required }) => required && Configuration[name] === undefined).map(({ name }) => `${Name}: property ${name} is missing`),
      ...Object.entries(Configuration).filter(([, value]) => typeof value === 'string' && value.length > 1000).map(([name]) => `${Name}: ${name} is longer than 1,000 characters`),
    ];
  });
}
