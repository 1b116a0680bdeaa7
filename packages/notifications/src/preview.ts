/** template_preview: what each channel would get. Nothing is sent, and nothing is kept. */
import { type Context, type Document, eventRecord, Failure, invalidInput, messageChannels as every, operation, type Operation, type Row, schemasOf, templatePreview, templateResource } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { type Compiled, compose, type Composed, type TemplateFields, TooMuch } from '@patchbay/templates';
import { compiled } from './compiled.ts';
import { madeUp, viewOf } from './values.ts';

export interface PreviewPorts {
  readonly store: Pick<Store, 'get'>;
  readonly shelf: (row: Row) => Compiled;
}

export function previewTemplate({ store, shelf }: PreviewPorts): Operation {
  return operation(templatePreview, async ({ template, draft, event, sample, channels = every }, ctx) => {
    const { made, own } = await templateOf(template, draft, ctx);
    const about = await eventOf(event, sample ?? own, ctx);
    const composed = channels.map((channel) => ({ channel, ...tried(made, channel, about) }));
    return {
      severity: composed[0]!.severity, missing: [...new Set(composed.flatMap(({ missing }) => missing))],
      messages: composed.map(({ channel, payload, notes }) => ({ channel, message: payload, notes: [...notes] })),
    };
  });

  async function templateOf(id: string | undefined, draft: Document | undefined, { caller }: Context): Promise<{ readonly made: Compiled; readonly own: Document }> {
    if ((id === undefined) === (draft === undefined)) throw invalid('template', 'expected either template or draft');
    if (draft !== undefined) return drafted(draft);
    const row = await store.get(templateResource.name, caller.tenant, id!);
    if (row === undefined) throw new Failure('resource.not_found', `There is no template ${id!}`);
    return { made: shelf(row), own: (row.body['sample'] ?? {}) as Document };
  }

  async function eventOf(id: string | undefined, sample: Document, { caller, now }: Context): Promise<Document> {
    if (id === undefined) return madeUp(sample, now);
    if (!caller.scopes.has('event:read')) throw new Failure('caller.forbidden', `${caller.name} may not read events`, { needs: 'event:read', has: caller.scopes.list });
    const row = await store.get(eventRecord.name, caller.tenant, id);
    if (row === undefined) throw new Failure('resource.not_found', `There is no event ${id}`);
    return viewOf(row);
  }
}

function drafted(draft: Document): { readonly made: Compiled; readonly own: Document } {
  const parsed = schemasOf(templateResource).create.safeParse({ name: 'draft', ...draft });
  if (!parsed.success) throw invalidInput(templatePreview.id, parsed.error);
  return { made: compiled(parsed.data as unknown as TemplateFields), own: (parsed.data['sample'] ?? {}) as Document };
}

function tried(made: Compiled, channel: (typeof every)[number], event: Document): Composed {
  try {
    return compose(made, channel, { event });
  } catch (error) {
    throw error instanceof TooMuch ? new Failure('template.too_costly', `The message for ${channel} can’t be put together: ${error.message}`, { limit: error.limit }) : error;
  }
}

const invalid = (path: string, message: string): Failure => new Failure('input.invalid', `The input of ${templatePreview.id} is not valid at ${path}: ${message}`, { issues: [{ path, message }] });
