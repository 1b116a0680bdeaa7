/** What Alertmanager knows about a service: alerts of which a label names it, silenced ones too. */
import { context, type Finding, type JsonObject, names, type ReadCtx } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';
import { instant } from '../wire/instant.ts';
import { severityOf } from '../wire/severity.ts';

export const alertmanagerContext = <C extends { readonly base_url: string }>(credential: (ctx: ReadCtx<C>) => { readonly auth?: false }) => ({
  alerts: context({
    title: 'Alerts of Alertmanager', description: 'Alerts that are there now, of which a label names the service, silenced or not.', kind: 'alerts',
    async run({ service }, ctx: ReadCtx<C>) {
      const all = await ctx.http.get<readonly JsonObject[]>('/alerts', { ...credential(ctx), query: { active: true, silenced: true, inhibited: true } });
      return all.filter((alert) => Object.values((alert['labels'] ?? {}) as JsonObject).some((value) => names(value, service))).map((alert) => shown(alert, ctx.config.base_url));
    },
  }),
});

function shown(alert: JsonObject, baseUrl: string): Finding {
  const text = [string(alert, 'annotations.summary'), string(alert, 'annotations.description')].filter((each) => each !== '').join('\n');
  const silences = list(alert, 'status.silencedBy').length;
  return {
    at: instant(string(alert, 'startsAt')), title: `${string(alert, 'labels.alertname') || 'An alert'} is ${string(alert, 'status.state')}${silences > 0 ? ', silenced' : ''}`, ...(text === '' ? {} : { text }),
    url: `${baseUrl}/#/alerts`, ongoing: true, ...severityOf(string(alert, 'labels.severity')), subject: string(alert, 'fingerprint'), data: { labels: (alert['labels'] ?? {}) as JsonObject },
  };
}
