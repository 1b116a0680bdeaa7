/** What Azure DevOps takes as a task.json. The tool of the vendor packs a broken one with a mere warning. */

interface Input { readonly name: string; readonly type: string; readonly label: string; readonly options?: object; readonly defaultValue?: unknown; readonly required?: boolean }
export interface TaskManifest {
  readonly id: string;
  readonly name: string;
  readonly version: Readonly<Record<string, number>>;
  readonly inputs: readonly Input[];
  readonly outputVariables?: readonly { readonly name: string; readonly description?: string }[];
  readonly execution: Readonly<Record<string, { readonly target: string }>>;
}

const KEYS = new Set(['$schema', 'id', 'name', 'friendlyName', 'description', 'helpMarkDown', 'helpUrl', 'category', 'visibility', 'runsOn', 'author', 'version', 'minimumAgentVersion', 'instanceNameFormat', 'groups', 'inputs', 'outputVariables', 'dataSourceBindings', 'prejobexecution', 'execution', 'postjobexecution', 'messages', 'restrictions', 'demands', 'preview', 'deprecated', 'releaseNotes', 'showEnvironmentVariables']);
const NEEDED = ['id', 'name', 'friendlyName', 'description', 'author', 'version', 'instanceNameFormat', 'inputs', 'execution'];
const HANDLERS = new Set(['Node20_1', 'Node24']);
const TYPE = /^(string|boolean|int|filePath|multiLine|pickList|radio|secureFile|identities|querycontrol|connectedService:[A-Za-z]+)$/;

export function faultsOfTask(task: TaskManifest, has: (file: string) => boolean): readonly string[] {
  const { id, name, version, inputs, outputVariables = [], execution } = task;
  const names = inputs.map((input) => input.name.toLowerCase());
  return [
    ...Object.keys(task).filter((key) => !KEYS.has(key)).map((key) => `there is no ${key}`),
    ...NEEDED.filter((key) => !(key in task)).map((key) => `${key} is missing`),
    ...(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id) ? [] : [`id is ${id}, not a GUID`]),
    ...(/^[A-Za-z0-9-]+$/.test(name) ? [] : [`name is ${name}`]),
    ...(['Major', 'Minor', 'Patch'].every((part) => Number.isInteger(version[part])) ? [] : ['version needs whole numbers Major, Minor and Patch']),
    ...names.filter((each, at) => names.indexOf(each) !== at).map((each) => `input ${each} is there twice`),
    ...inputs.flatMap((input) => faultsOfInput(input)),
    ...outputVariables.filter((variable) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(variable.name)).map((variable) => `output ${variable.name}`),
    ...Object.entries(execution).flatMap(([handler, { target }]) => [...(HANDLERS.has(handler) ? [] : [`the handler ${handler} is not one of those that agents have`]), ...(has(target) ? [] : [`${target} is not in the task`])]),
  ];
}

function faultsOfInput({ name, type, label, options, defaultValue, required }: Input): readonly string[] {
  return [
    ...(/^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? [] : [`input ${name} has no good name`]),
    ...(TYPE.test(type) ? [] : [`input ${name} has the type ${type}`]),
    ...(typeof label === 'string' && label !== '' ? [] : [`input ${name} has no label`]),
    ...(type === 'pickList' && options === undefined ? [`input ${name} is a pickList without options`] : []),
    ...(defaultValue !== undefined && typeof defaultValue !== 'string' ? [`the default of ${name} must be text`] : []),
    ...(required !== undefined && typeof required !== 'boolean' ? [`required of ${name} must be true or false`] : []),
  ];
}
