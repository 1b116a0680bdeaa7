/** A group is told again and again, with what still fires and what is over: each alert becomes one event per turn. */
import { at, type EventDraft, type JsonObject, type WebhookRequest } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';

export function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  const alerts = at(body, 'alerts');
  if (at(body, 'version') !== '4' || !Array.isArray(alerts)) return [];
  const group: JsonObject = { key: string(body, 'groupKey'), receiver: string(body, 'receiver'), labels: (at(body, 'groupLabels') ?? {}) as JsonObject, external_url: string(body, 'externalURL'), truncated: Number(at(body, 'truncatedAlerts') ?? 0) };
  return (alerts as readonly JsonObject[]).flatMap((alert) => eventOf(alert, group));
}

function eventOf(alert: JsonObject, group: JsonObject): EventDraft[] {
  const status = string(alert, 'status');
  if (status !== 'firing' && status !== 'resolved') return [];
  const labels = (alert['labels'] ?? {}) as JsonObject;
  const [fingerprint, startsAt] = [string(alert, 'fingerprint'), string(alert, 'startsAt')];
  return [{
    type: `alertmanager.alert.${status}`,
    subject: string(labels, 'alertname') || fingerprint || 'alert',
    dedupe: `${fingerprint || JSON.stringify(labels)}/${startsAt}/${status}`,
    data: { fingerprint, name: string(labels, 'alertname'), severity: string(labels, 'severity'), labels, annotations: (alert['annotations'] ?? {}) as JsonObject, starts_at: startsAt, ends_at: status === 'resolved' ? string(alert, 'endsAt') : '', generator_url: string(alert, 'generatorURL'), group },
  }];
}
