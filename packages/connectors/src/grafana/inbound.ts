/** What a contact point of the kind webhook tells: a group of alerts, each becomes one event per turn. */
import { at, type EventDraft, type JsonObject, type WebhookRequest } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';

export function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  const alerts = at(body, 'alerts');
  if (!Array.isArray(alerts)) return [];
  const group: JsonObject = { key: string(body, 'groupKey'), receiver: string(body, 'receiver'), title: string(body, 'title'), org_id: string(body, 'orgId'), truncated: Number(at(body, 'truncatedAlerts') ?? 0) };
  return (alerts as readonly JsonObject[]).flatMap((alert) => eventOf(alert, group));
}

function eventOf(alert: JsonObject, group: JsonObject): EventDraft[] {
  const status = string(alert, 'status');
  if (status !== 'firing' && status !== 'resolved') return [];
  const [name, fingerprint, startsAt] = [string(alert, 'labels.alertname'), string(alert, 'fingerprint'), string(alert, 'startsAt')];
  return [{
    type: `grafana.alert.${status}`,
    subject: name || fingerprint || 'alert',
    ...(fingerprint === '' ? {} : { dedupe: `${fingerprint}/${startsAt}/${status}` }),
    data: {
      fingerprint, name, severity: string(alert, 'labels.severity'), labels: (alert['labels'] ?? {}) as JsonObject, annotations: (alert['annotations'] ?? {}) as JsonObject, values: (alert['values'] ?? {}) as JsonObject, starts_at: startsAt, ends_at: status === 'resolved' ? string(alert, 'endsAt') : '',
      generator_url: string(alert, 'generatorURL'), silence_url: string(alert, 'silenceURL'), dashboard_url: string(alert, 'dashboardURL'), panel_url: string(alert, 'panelURL'), group,
    },
  }];
}
