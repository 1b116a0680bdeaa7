// Written by `npm run catalog` from catalog.json. Do not edit.
import type * as action from './actions.ts';
import type * as resource from './resources.ts';

/** Plural name → its types. */
export interface ResourceTable {
  readonly alert_rules: { view: resource.AlertRule; list: action.AlertRuleListInput; create: resource.AlertRuleCreate; update: resource.AlertRuleUpdate; key: resource.AlertRuleKey; created: resource.AlertRule };
  readonly api_keys: { view: resource.ApiKey; list: action.ApiKeyListInput; create: resource.ApiKeyCreate; update: resource.ApiKeyUpdate; key: resource.ApiKeyKey; created: action.ApiKeyCreateOutput };
  readonly approvals: { view: resource.Approval; list: action.ApprovalListInput };
  readonly attempts: { view: resource.Attempt; list: action.AttemptListInput };
  readonly audit_entries: { view: resource.AuditEntry; list: action.AuditEntryListInput };
  readonly dashboards: { view: resource.Dashboard; list: action.DashboardListInput; create: resource.DashboardCreate; update: resource.DashboardUpdate; key: resource.DashboardKey; created: resource.Dashboard };
  readonly dead_letters: { view: resource.DeadLetter; list: action.DeadLetterListInput };
  readonly deployments: { view: resource.Deployment; list: action.DeploymentListInput };
  readonly endpoints: { view: resource.Endpoint; list: action.EndpointListInput; create: resource.EndpointCreate; update: resource.EndpointUpdate; key: resource.EndpointKey; created: action.EndpointCreateOutput };
  readonly environments: { view: resource.Environment; list: action.EnvironmentListInput; create: resource.EnvironmentCreate; update: resource.EnvironmentUpdate; key: resource.EnvironmentKey; created: resource.Environment };
  readonly events: { view: resource.Event; list: action.EventListInput };
  readonly event_types: { view: resource.EventType; list: action.EventTypeListInput; create: resource.EventTypeCreate; update: resource.EventTypeUpdate; key: resource.EventTypeKey; created: resource.EventType };
  readonly flags: { view: resource.Flag; list: action.FlagListInput; create: resource.FlagCreate; update: resource.FlagUpdate; key: resource.FlagKey; created: resource.Flag };
  readonly identity_providers: { view: resource.IdentityProvider; list: action.IdentityProviderListInput; create: resource.IdentityProviderCreate; update: resource.IdentityProviderUpdate; key: resource.IdentityProviderKey; created: resource.IdentityProvider };
  readonly installations: { view: resource.Installation; list: action.InstallationListInput; create: resource.InstallationCreate; update: resource.InstallationUpdate; key: resource.InstallationKey; created: resource.Installation };
  readonly jobs: { view: resource.Job; list: action.JobListInput };
  readonly ledger_entries: { view: resource.LedgerEntry; list: action.LedgerEntryListInput };
  readonly mcp_servers: { view: resource.McpServer; list: action.McpServerListInput; create: resource.McpServerCreate; update: resource.McpServerUpdate; key: resource.McpServerKey; created: resource.McpServer };
  readonly notifications: { view: resource.Notification; list: action.NotificationListInput };
  readonly payouts: { view: resource.Payout; list: action.PayoutListInput };
  readonly pipelines: { view: resource.Pipeline; list: action.PipelineListInput; create: resource.PipelineCreate; update: resource.PipelineUpdate; key: resource.PipelineKey; created: resource.Pipeline };
  readonly plugin_accesses: { view: resource.PluginAccess; list: action.PluginAccessListInput };
  readonly plugin_entitlements: { view: resource.PluginEntitlement; list: action.PluginEntitlementListInput };
  readonly plugin_releases: { view: resource.PluginRelease; list: action.PluginReleaseListInput };
  readonly plugin_runs: { view: resource.PluginRun; list: action.PluginRunListInput };
  readonly plugin_usages: { view: resource.PluginUsage; list: action.PluginUsageListInput };
  readonly previews: { view: resource.Preview; list: action.PreviewListInput };
  readonly projects: { view: resource.Project; list: action.ProjectListInput; create: resource.ProjectCreate; update: resource.ProjectUpdate; key: resource.ProjectKey; created: resource.Project };
  readonly refused_requests: { view: resource.RefusedRequest; list: action.RefusedRequestListInput };
  readonly registries: { view: resource.Registry; list: action.RegistryListInput; create: resource.RegistryCreate; update: resource.RegistryUpdate; key: resource.RegistryKey; created: resource.Registry };
  readonly role_bindings: { view: resource.RoleBinding; list: action.RoleBindingListInput; create: resource.RoleBindingCreate; update: resource.RoleBindingUpdate; key: resource.RoleBindingKey; created: resource.RoleBinding };
  readonly rules: { view: resource.Rule; list: action.RuleListInput; create: resource.RuleCreate; update: resource.RuleUpdate; key: resource.RuleKey; created: resource.Rule };
  readonly rule_dead_letters: { view: resource.RuleDeadLetter; list: action.RuleDeadLetterListInput };
  readonly rule_runs: { view: resource.RuleRun; list: action.RuleRunListInput };
  readonly runs: { view: resource.Run; list: action.RunListInput };
  readonly runbooks: { view: resource.Runbook; list: action.RunbookListInput; create: resource.RunbookCreate; update: resource.RunbookUpdate; key: resource.RunbookKey; created: resource.Runbook };
  readonly scans: { view: resource.Scan; list: action.ScanListInput };
  readonly secrets: { view: resource.Secret; list: action.SecretListInput; create: resource.SecretCreate; update: resource.SecretUpdate; key: resource.SecretKey; created: resource.Secret };
  readonly sinks: { view: resource.Sink; list: action.SinkListInput; create: resource.SinkCreate; update: resource.SinkUpdate; key: resource.SinkKey; created: resource.Sink };
  readonly sources: { view: resource.Source; list: action.SourceListInput; create: resource.SourceCreate; update: resource.SourceUpdate; key: resource.SourceKey; created: resource.Source };
  readonly templates: { view: resource.Template; list: action.TemplateListInput; create: resource.TemplateCreate; update: resource.TemplateUpdate; key: resource.TemplateKey; created: resource.Template };
  readonly tenants: { view: resource.Tenant; list: action.TenantListInput; create: resource.TenantCreate; update: resource.TenantUpdate; key: resource.TenantKey; created: resource.Tenant };
  readonly trust_policies: { view: resource.TrustPolicy; list: action.TrustPolicyListInput; create: resource.TrustPolicyCreate; update: resource.TrustPolicyUpdate; key: resource.TrustPolicyKey; created: resource.TrustPolicy };
}

/** What the client must know of each resource to call it. */
export const facts = {
  alert_rules: { name: 'alert_rule', kind: 'resource', key: ['name'] },
  api_keys: { name: 'api_key', kind: 'resource', key: ['name'] },
  approvals: { name: 'approval', kind: 'record', key: [] },
  attempts: { name: 'attempt', kind: 'record', key: [] },
  audit_entries: { name: 'audit_entry', kind: 'record', key: [] },
  dashboards: { name: 'dashboard', kind: 'resource', key: ['slug'] },
  dead_letters: { name: 'dead_letter', kind: 'record', key: [] },
  deployments: { name: 'deployment', kind: 'record', key: [] },
  endpoints: { name: 'endpoint', kind: 'resource', key: ['name'] },
  environments: { name: 'environment', kind: 'resource', key: ['project', 'slug'] },
  events: { name: 'event', kind: 'record', key: [] },
  event_types: { name: 'event_type', kind: 'resource', key: ['name'] },
  flags: { name: 'flag', kind: 'resource', key: ['name'] },
  identity_providers: { name: 'identity_provider', kind: 'resource', key: ['name'] },
  installations: { name: 'installation', kind: 'resource', key: ['plugin', 'name'] },
  jobs: { name: 'job', kind: 'record', key: [] },
  ledger_entries: { name: 'ledger_entry', kind: 'record', key: [] },
  mcp_servers: { name: 'mcp_server', kind: 'resource', key: ['slug'] },
  notifications: { name: 'notification', kind: 'record', key: [] },
  payouts: { name: 'payout', kind: 'record', key: [] },
  pipelines: { name: 'pipeline', kind: 'resource', key: ['project', 'name'] },
  plugin_accesses: { name: 'plugin_access', kind: 'record', key: [] },
  plugin_entitlements: { name: 'plugin_entitlement', kind: 'record', key: [] },
  plugin_releases: { name: 'plugin_release', kind: 'record', key: [] },
  plugin_runs: { name: 'plugin_run', kind: 'record', key: [] },
  plugin_usages: { name: 'plugin_usage', kind: 'record', key: [] },
  previews: { name: 'preview', kind: 'record', key: [] },
  projects: { name: 'project', kind: 'resource', key: ['slug'] },
  refused_requests: { name: 'refused_request', kind: 'record', key: [] },
  registries: { name: 'registry', kind: 'resource', key: ['name'] },
  role_bindings: { name: 'role_binding', kind: 'resource', key: ['subject_kind', 'subject', 'role'] },
  rules: { name: 'rule', kind: 'resource', key: ['name'] },
  rule_dead_letters: { name: 'rule_dead_letter', kind: 'record', key: [] },
  rule_runs: { name: 'rule_run', kind: 'record', key: [] },
  runs: { name: 'run', kind: 'record', key: [] },
  runbooks: { name: 'runbook', kind: 'resource', key: ['slug'] },
  scans: { name: 'scan', kind: 'record', key: [] },
  secrets: { name: 'secret', kind: 'resource', key: ['name'] },
  sinks: { name: 'sink', kind: 'resource', key: ['name'] },
  sources: { name: 'source', kind: 'resource', key: ['slug'] },
  templates: { name: 'template', kind: 'resource', key: ['name'] },
  tenants: { name: 'tenant', kind: 'resource', key: ['slug'] },
  trust_policies: { name: 'trust_policy', kind: 'resource', key: ['name'] },
} as const;

/** Every way in which a hub says no. */
export type FailureCode =
  | 'request.malformed'
  | 'request.too_deep'
  | 'request.too_large'
  | 'request.headers_too_large'
  | 'request.host_unknown'
  | 'request.unsupported_media_type'
  | 'request.not_acceptable'
  | 'request.timeout'
  | 'route.not_found'
  | 'route.method_not_allowed'
  | 'input.invalid'
  | 'input.unknown_field'
  | 'cursor.invalid'
  | 'version.malformed'
  | 'idempotency.key_invalid'
  | 'idempotency.key_reused'
  | 'idempotency.in_progress'
  | 'idempotency.outcome_unknown'
  | 'credential.missing'
  | 'credential.invalid'
  | 'credential.audience'
  | 'credential.expired'
  | 'caller.forbidden'
  | 'tenant.not_found'
  | 'rate.limited'
  | 'hub.overloaded'
  | 'hub.stopping'
  | 'action.not_found'
  | 'action.planned'
  | 'action.no_dry_run'
  | 'action.timeout'
  | 'action.cancelled'
  | 'approval.required'
  | 'approval.pending'
  | 'approval.rejected'
  | 'approval.expired'
  | 'approval.used'
  | 'approval.mismatch'
  | 'approval.own_request'
  | 'approval.decided'
  | 'decision.denied'
  | 'resource.not_found'
  | 'resource.duplicate'
  | 'resource.changed'
  | 'resource.conflict'
  | 'resource.immutable'
  | 'resource.in_use'
  | 'reference.not_found'
  | 'template.too_costly'
  | 'event_type.unknown'
  | 'source.not_found'
  | 'source.unproven'
  | 'source.network'
  | 'source.too_many_secrets'
  | 'source.no_token'
  | 'event_type.archived'
  | 'event_type.mismatch'
  | 'event.id_reused'
  | 'event.too_large'
  | 'endpoint.disabled'
  | 'job.ended'
  | 'endpoint.too_many_keys'
  | 'deployment.refused'
  | 'deployment.busy'
  | 'deployment.ended'
  | 'deployment.held'
  | 'deployment.not_runner'
  | 'deployment.not_approver'
  | 'deployment.log_full'
  | 'pipeline.not_startable'
  | 'run.ended'
  | 'run.not_waiting'
  | 'preview.too_many'
  | 'preview.going'
  | 'token.malformed'
  | 'token.refused'
  | 'token.keys_unavailable'
  | 'query.malformed'
  | 'query.too_deep'
  | 'query.too_costly'
  | 'consent.required'
  | 'sign_in.required'
  | 'sign_in.unknown'
  | 'mcp.address_unknown'
  | 'capability.missing'
  | 'output.invalid'
  | 'upstream.unauthorized'
  | 'upstream.forbidden'
  | 'upstream.not_found'
  | 'upstream.invalid'
  | 'upstream.rate_limited'
  | 'upstream.conflict'
  | 'upstream.unavailable'
  | 'plugin.not_found'
  | 'plugin.ambiguous'
  | 'plugin.not_running'
  | 'plugin.consent_required'
  | 'plugin.incomplete'
  | 'plugin.denied'
  | 'plugin.faulty'
  | 'plugin.stopped'
  | 'plugin.update_failed'
  | 'review.unproven'
  | 'package.refused'
  | 'package.damaged'
  | 'license.required'
  | 'license.refused'
  | 'ledger.not_found'
  | 'ledger.reference_reused'
  | 'ledger.too_much'
  | 'payout.nothing_due'
  | 'payout.open'
  | 'payout.settled'
  | 'registry.refused'
  | 'upstream.failed'
  | 'secret.unreadable'
  | 'storage.unavailable'
  | 'storage.full'
  | 'audit.broken'
  | 'hub.internal';
