/** What the `event_type` resource does besides being stored: checks the schema, and tells all hubs of the change. */
import { type Behaviour, compileSchema, type Context, type Document, Failure, type Issue } from '@patchbay/contracts';
import type { TypeRegistry } from './registry.ts';

export interface EventTypePorts {
  readonly registry: TypeRegistry;
  readonly platformTypes: ReadonlySet<string>;
}

export function eventTypeBehaviour({ registry, platformTypes }: EventTypePorts): Behaviour {
  function tell(id: string, ctx: Context): void {
    const { tenant } = ctx.caller;
    ctx.unit.add(registry.changeOp({ tenant, id, at: ctx.now }));
    ctx.unit.after(() => registry.refresh(tenant, id));
  }

  return {
    create(fields, ctx) {
      const name = String(fields['name']);
      if (platformTypes.has(name)) throw new Failure('input.invalid', `${name} is told by the hub itself`, { issues: [{ path: 'name', message: 'a type of the hub’s own; choose another name' }] });
      check(fields);
      tell(ctx.id, ctx);
      return {};
    },
    update(before, after, ctx) {
      check(after);
      tell(before.id, ctx);
      return {};
    },
    delete(before, ctx) { tell(before.id, ctx); },
  };
}

/** The example has to fit: it is what receivers are tested with. */
function check({ schema, example, enforcement }: Document): void {
  if (schema === undefined) return;
  const { issues, validator } = compileSchema(schema);
  refuse(issues);
  if (example === undefined || enforcement === 'off') return;
  refuse((validator?.validate(example) ?? []).map(({ path, message }) => ({ path: path === '' ? 'example' : `example.${path}`, message })));
}

function refuse(issues: readonly Issue[]): void {
  const [first] = issues;
  if (first !== undefined) throw new Failure('input.invalid', `The event type is not valid at ${first.path}: ${first.message}`, { issues });
}
