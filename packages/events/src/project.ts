/** What the `project` resource does besides being stored: tells all hubs how many deliveries a second it takes. */
import type { Behaviour, Context } from '@patchbay/contracts';
import type { ProjectRates } from './deliver/project-rates.ts';

export function projectBehaviour(rates: Pick<ProjectRates, 'changeOp' | 'refresh'>): Behaviour {
  function tell(id: string, before: unknown, after: unknown, ctx: Context): void {
    if (before === after) return;
    const { tenant } = ctx.caller;
    ctx.unit.add(rates.changeOp({ tenant, id, at: ctx.now }));
    ctx.unit.after(() => rates.refresh(tenant, id));
  }

  return {
    create(fields, ctx) {
      tell(ctx.id, undefined, fields['event_rate'], ctx);
      return {};
    },
    update(before, after, ctx) {
      tell(before.id, before.body['event_rate'], after['event_rate'], ctx);
      return {};
    },
    delete(before, ctx) { tell(before.id, before.body['event_rate'], undefined, ctx); },
  };
}
