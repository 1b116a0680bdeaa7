/** The resources and prompts that the suite expects. */
import type { Library, Prompt } from '@patchbay/mcp';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/;

const entries = [
  { uri: 'test://static-text', name: 'static-text', description: 'A text', mimeType: 'text/plain' },
  { uri: 'test://static-binary', name: 'static-binary', description: 'Bytes', mimeType: 'image/png' },
  { uri: 'test://watched-resource', name: 'watched-resource', description: 'Something to follow', mimeType: 'text/plain' },
];

export const library: Library = {
  list: () => entries,
  templates: () => [{ uriTemplate: 'test://template/{id}/data', name: 'template', description: 'Data by id', mimeType: 'application/json' }],
  has: (uri) => entries.some((each) => each.uri === uri) || TEMPLATE.test(uri),
  read(uri) {
    const entry = entries.find((each) => each.uri === uri);
    const id = TEMPLATE.exec(uri)?.[1];
    if (id !== undefined) return [{ uri, mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }];
    if (entry === undefined) return undefined;
    return [uri === 'test://static-binary' ? { uri, mimeType: entry.mimeType, blob: PNG } : { uri, mimeType: entry.mimeType, text: 'This is the content of the static text resource.' }];
  },
};

const says = (text: string) => ({ role: 'user' as const, content: { type: 'text', text } });

export const prompts: readonly Prompt[] = [
  { name: 'test_simple_prompt', title: 'Simple', description: 'A prompt without arguments', arguments: [], get: () => ({ messages: [says('This is a simple prompt for testing.')] }) },
  {
    name: 'test_prompt_with_arguments', title: 'With arguments', description: 'A prompt with two arguments', arguments: [{ name: 'arg1', description: 'First', required: true }, { name: 'arg2', description: 'Second', required: true }],
    get: ({ arg1, arg2 }) => ({ messages: [says(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }),
    complete: (_, value) => ['paris', 'park', 'party'].filter((each) => each.startsWith(value)),
  },
  {
    name: 'test_prompt_with_embedded_resource', title: 'With a resource', description: 'A prompt with a resource in it', arguments: [{ name: 'resourceUri', description: 'Which', required: true }],
    get: ({ resourceUri = '' }) => ({ messages: [{ role: 'user', content: { type: 'resource', resource: { uri: resourceUri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' } } }, says('Please process the embedded resource above.')] }),
  },
  { name: 'test_prompt_with_image', title: 'With an image', description: 'A prompt with an image in it', arguments: [], get: () => ({ messages: [{ role: 'user', content: { type: 'image', data: PNG, mimeType: 'image/png' } }, says('Please analyze the image above.')] }) },
  {
    name: 'test_input_required_result_prompt', title: 'With a question', description: 'A prompt that asks first', arguments: [],
    get: (_args, _turn, responses) => {
      const { content } = (responses?.['user_context'] ?? {}) as { content?: { context?: string } };
      if (content?.context === undefined) return { questions: { user_context: { method: 'elicitation/create', params: { mode: 'form', message: 'What is the context?', requestedSchema: { type: 'object', properties: { context: { type: 'string' } }, required: ['context'] } } } } };
      return { messages: [says(`Context: ${content.context}`)] };
    },
  },
];
