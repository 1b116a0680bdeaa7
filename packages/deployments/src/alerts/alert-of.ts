/** What an event says about an alert, whatever system tells it. Pure. */
import type { Document, Severity } from '@patchbay/contracts';

export interface Told {
  /** One alert has one key, from its first word to its last. */
  readonly key: string;
  readonly open: boolean;
  readonly severity: Severity;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
}

const FIRES = /^(?:alert\.(?:opened|firing)|alertmanager\.alert\.firing|grafana\.alert\.firing|datadog\.monitor\.(?:triggered|re_triggered|warn|no_data)|pagerduty\.incident\.(?:triggered|reopened))$/;
const ENDS = /^(?:alert\.(?:closed|resolved)|alertmanager\.alert\.resolved|grafana\.alert\.resolved|datadog\.monitor\.recovered|pagerduty\.incident\.resolved)$/;

/** Asked of every event, so it only looks at the name. */
export const mayBeAlert = (type: string): boolean => FIRES.test(type) || ENDS.test(type);

export function alertOf(type: string, subject: string, data: Document): Told | undefined {
  if (!mayBeAlert(type)) return undefined;
  const labels = labelsOf(data);
  const system = type.slice(0, type.indexOf('.'));
  const key = textAt(data, ['fingerprint', 'alert_id', 'id']) || textAt(data['incident'], ['id']) || subject;
  const title = (textAt(data, ['title', 'summary', 'name']) || textAt(data['incident'], ['title']) || labels['alertname'] || subject).slice(0, 200);
  const word = labels['severity'] ?? labels['priority'] ?? (textAt(data, ['severity', 'priority', 'urgency']) || textAt(data['incident'], ['urgency']));
  return { key: `${system}/${key}`, open: FIRES.test(type), severity: severityOf(word), title, labels };
}

/** Labels of Prometheus and Grafana; tags `name:value` of Datadog. */
function labelsOf(data: Document): Record<string, string> {
  const labels = typeof data['labels'] === 'object' && data['labels'] !== null ? Object.entries(data['labels']).filter((each): each is [string, string] => typeof each[1] === 'string') : [];
  const tags = Array.isArray(data['tags']) ? data['tags'].filter((tag): tag is string => typeof tag === 'string' && tag.includes(':')).map((tag): [string, string] => [tag.slice(0, tag.indexOf(':')), tag.slice(tag.indexOf(':') + 1)]) : [];
  return Object.fromEntries([...labels, ...tags].slice(0, 100));
}

const WORDS: readonly (readonly [RegExp, Severity])[] = [
  [/^(critical|page|emergency|fatal|sev-?0|sev-?1|p0|p1|disaster)$/, 'critical'], [/^(high|error|major|sev-?2|p2)$/, 'high'],
  [/^(medium|warning|warn|minor|moderate|sev-?3|p3|average)$/, 'medium'], [/^(low|sev-?4|p4)$/, 'low'], [/^(info|information|informational|none|sev-?5|p5)$/, 'info'],
];

/** One that does not say how bad it is may be bad. */
const severityOf = (word: string): Severity => WORDS.find(([pattern]) => pattern.test(word.trim().toLowerCase()))?.[1] ?? 'high';

function textAt(data: unknown, fields: readonly string[]): string {
  if (typeof data !== 'object' || data === null) return '';
  const found = fields.map((field) => (data as Document)[field]).find((value) => (typeof value === 'string' && value !== '') || typeof value === 'number');
  return found === undefined ? '' : String(found);
}
