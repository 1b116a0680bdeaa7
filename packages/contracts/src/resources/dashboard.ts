import { z } from 'zod';
import { repeated } from '../cross-field.ts';
import { httpUrl, json, name, prose, reference, seconds, setOf, slug } from '../field.ts';
import { defineResource } from '../resource.ts';

const id = z.string().min(1).max(63).regex(/^[a-z][a-z0-9_]*$/, 'expected a lower-case letter, then letters, digits and _');

const widget = z.strictObject({
  id: id.meta({ description: 'Its name on this dashboard.', examples: ['failures'] }),
  title: name.meta({ description: 'Heading.', examples: ['Failed deployments'] }),
  kind: z.enum(['timeseries', 'stat', 'gauge', 'bar', 'table', 'list', 'markdown', 'frame']).meta({ description: 'How it looks.', examples: ['timeseries'] }),
  query: z.string().min(1).max(8192).optional().meta({ description: 'What it shows: the id of an action that reads, or of a plugin’s query. Of markdown and frame: none.', examples: ['deployment_list'] }),
  input: json.default({}).meta({ description: 'Input of the query. {{variables.x}} and {{range.from}} stand for what is chosen above.', examples: [{ status: 'failed' }] }),
  value: z.string().min(1).max(255).optional().meta({ description: 'Where in the answer the value or the rows are.', examples: ['items'] }),
  unit: z.string().min(1).max(32).optional().meta({ description: 'Unit of the values.', examples: ['ms'] }),
  text: z.string().min(1).max(65_536).optional().meta({ description: 'Of markdown: the text.', examples: ['**On call**: see the rota'] }),
  url: httpUrl.optional().meta({ description: 'Of frame: the page that is embedded, in a sandbox.', examples: ['https://grafana.example.com/d/shop'] }),
  column: z.int().min(0).max(11).default(0).meta({ description: 'Left edge, of twelve columns.', examples: [0] }),
  row: z.int().min(0).max(1000).default(0).meta({ description: 'Upper edge.', examples: [0] }),
  width: z.int().min(1).max(12).default(6).meta({ description: 'Columns.', examples: [6] }),
  height: z.int().min(1).max(50).default(4).meta({ description: 'Rows.', examples: [4] }),
});

const variable = z.strictObject({
  name: id.meta({ description: 'Its name.', examples: ['environment'] }),
  label: name.optional().meta({ description: 'What people read.', examples: ['Environment'] }),
  options: setOf(z.string().min(1).max(255)).max(200).default([]).meta({ description: 'What can be chosen. Empty: anything can be typed.', examples: [['production', 'staging']] }),
  default: z.string().max(255).default('').meta({ description: 'What is chosen at first.', examples: ['production'] }),
});

const textless = ['query', 'text', 'url'] as const;
const content = (kind: z.output<typeof widget>['kind']): (typeof textless)[number] => (kind === 'markdown' ? 'text' : kind === 'frame' ? 'url' : 'query');

export const dashboard = defineResource({
  name: 'dashboard',
  plural: 'dashboards',
  prefix: 'dash',
  title: 'Dashboard',
  description: 'Widgets over queries, on one page.',
  state: 'planned',
  fields: {
    slug: slug.meta({ description: 'Short name for its URL, unique in the tenant.', examples: ['deploys'] }),
    name: name.meta({ description: 'Name for people.', examples: ['Deployments'] }),
    description: prose.optional().meta({ description: 'What it answers.', examples: ['How are we shipping?'] }),
    project: reference('project', 'prj').optional().meta({ description: 'The project it belongs to.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    variables: z.array(variable).max(20).default([]).meta({ description: 'What people choose above the widgets.', examples: [[{ name: 'environment', options: ['production', 'staging'], default: 'production' }]] }),
    widgets: z.array(widget).max(60).default([]).meta({ description: 'What is on it.', examples: [[{ id: 'failures', title: 'Failed deployments', kind: 'table', query: 'deployment_list', input: { status: 'failed' } }]] }),
    time_range: seconds.min(60).default(86_400).meta({ description: 'Seconds back that are shown at first.', examples: [86_400] }),
    refresh: seconds.max(86_400).default(60).meta({ description: 'Seconds between two looks; 0 for none.', examples: [60] }),
  },
  key: ['slug'],
  check: ({ variables, widgets }) => [
    ...repeated('variables', 'name', variables.map((each) => each.name)),
    ...repeated('widgets', 'id', widgets.map((each) => each.id)),
    ...widgets.flatMap((each, index) => textless.flatMap((field) => {
      const wanted = content(each.kind) === field;
      return wanted === (each[field] !== undefined) ? [] : [{ path: `widgets.${index}.${field}`, message: wanted ? `a widget of kind ${each.kind} needs ${field}` : `${field} does not belong to a widget of kind ${each.kind}` }];
    })),
  ],
});
