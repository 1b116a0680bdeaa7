/** What the hub does without being asked: what it tells, and what it finds out about something that somebody declared. */

type Item = Readonly<Record<string, unknown>>;

/** Told at any time, whatever was asked last. That somebody created, changed or deleted a resource is told by none of these. */
const TOLD = /^(approval|deployment|job|message|notification|plugin|preview|run|scan)\.|^(environment\.(frozen|torn_down)|registry\.refused|rule\.(failed|stopped|throttled)|sink\.(failing|recovered))$/;

/** What rules and plugins tell comes when they get to it. */
export const isToldByItself = ({ type, causes }: Item): boolean => causes !== undefined || TOLD.test(String(type));

/** By the path segment of a collection. */
const FOUND_OUT: Readonly<Record<string, readonly string[]>> = {
  api_keys: ['last_used_at'],
  endpoints: ['failing_since', 'disabled_because'],
  environments: ['deployment', 'frozen'],
  installations: ['health', 'status', 'status_reason', 'status_since', 'installed_version', 'available_version', 'previous_version'],
  mcp_servers: ['status', 'tools_found', 'tools_held', 'checked_at'],
  pipelines: ['last_run', 'last_state'],
  registries: ['status', 'problem', 'index_version', 'index_expires_at', 'releases'],
  rules: ['last_acted_at'],
  sinks: ['position', 'behind', 'last_error', 'failing_since', 'last_sent_at'],
  sources: ['last_received_at'],
  trust_policies: ['last_used_at'],
};

/** Where the hub writes what it found out into the document itself, the document has a new version with it, and an endpoint may be off. */
const WITH_IT: Readonly<Record<string, readonly string[]>> = { endpoints: ['version', 'updated_at', 'enabled'], installations: ['version', 'updated_at'] };

/** Whether two looks at one thing show the same, but for what the hub found out between them. */
export function isSame(plural: string, before: Item, after: Item): boolean {
  const differing = new Set([...Object.keys(before), ...Object.keys(after)].filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])));
  const found = (FOUND_OUT[plural] ?? []).filter((field) => differing.delete(field));
  if (found.length > 0) for (const field of WITH_IT[plural] ?? []) differing.delete(field);
  return differing.size === 0;
}
