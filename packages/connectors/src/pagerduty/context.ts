/** What PagerDuty knows about a service: incidents of the window, whose service or title names it. */
import { context, type Finding, type JsonObject, names, paginate, type ReadCtx } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { instant } from '../wire/instant.ts';
import { severityOf } from '../wire/severity.ts';

const PAGE = 100;
const MOST = 500;

export const pagerdutyContext = {
  incidents: context({
    title: 'Incidents of PagerDuty', description: 'Incidents of the window, whose service or title names the service.', kind: 'incidents',
    async run({ service, since, until }, ctx: ReadCtx) {
      const all = await ctx.http.collect<JsonObject>({ url: '/incidents', query: { since, until, limit: PAGE, sort_by: 'created_at:desc' } }, { items: 'incidents', next: paginate.offset('incidents', 'offset', PAGE), limit: MOST });
      return all.filter((incident) => names(string(incident, 'service.summary'), service) || names(string(incident, 'title'), service)).map(shown);
    },
  }),
};

const shown = (incident: JsonObject): Finding => ({
  at: instant(string(incident, 'created_at')), title: `${string(incident, 'title')}: ${string(incident, 'status')}`.slice(0, 300), url: string(incident, 'html_url'), subject: string(incident, 'id'), ...severityOf(string(incident, 'urgency')),
  ongoing: string(incident, 'status') !== 'resolved', data: { service: string(incident, 'service.summary'), number: string(incident, 'incident_number') },
});
