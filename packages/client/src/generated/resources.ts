// Written by `npm run catalog` from catalog.json. Do not edit.
/** Every resource and record: what everybody sees, what a creation takes, what a change takes, its natural key. */

/** When a metric, or the number of events in a window, is beyond a threshold for long enough, there is an alert. */
export type AlertRule = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** The project it watches; the whole tenant, if absent. */
  readonly project?: string;
  /** Whether it watches a metric or counts events. */
  readonly kind: 'metric' | 'events';
  /** Of metric: what is measured. */
  readonly metric?: {
    /** The query, in the language of where the metric is: PromQL, NRQL, a CloudWatch expression; of the hub itself, the name of a metric. */
    readonly query: string;
    /** What is made of the values in the window. */
    readonly aggregate: 'last' | 'avg' | 'min' | 'max' | 'sum';
  };
  /** Of metric: the connector that is asked; the hub’s own metrics, if absent. */
  readonly installation?: string;
  /** Of events: what is counted. */
  readonly events?: {
    /** Event types that are counted. */
    readonly event_types: readonly string[];
    /** Only events that match; written as the filter of an endpoint. */
    readonly filter?: Readonly<Record<string, unknown>>;
    /** Count separately for each value here. */
    readonly group_by: readonly string[];
  };
  /** How the value compares to the threshold when there is an alert. */
  readonly operator: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';
  /** What the value is compared to. */
  readonly threshold: number;
  /** Seconds that are looked at. */
  readonly window: number;
  /** Seconds between two looks. */
  readonly every: number;
  /** Seconds that it must be so before there is an alert. */
  readonly hold: number;
  /** Seconds that it must be well again before the alert ends. */
  readonly resolve_after: number;
  /** What no data means: all is well, nothing changes, or an alert. */
  readonly without_data: 'ok' | 'keep' | 'alert';
  /** How bad it is. */
  readonly severity: 'info' | 'low' | 'medium' | 'high' | 'critical';
  /** What people are told. {{value}} and {{labels.x}} stand for what was found. */
  readonly summary: string;
  /** What helps. */
  readonly runbook?: string;
  /** For routing and grouping. */
  readonly labels: Readonly<Record<string, string>>;
  /** For people. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Switched off, it does not look. */
  readonly enabled: boolean;
  /** What it saw last. */
  readonly status: 'unknown' | 'ok' | 'pending' | 'firing';
  /** The value it saw last. */
  readonly last_value: number | null;
  /** When it looked last. */
  readonly last_looked_at: string | null;
};

/** What a new alert rule takes. */
export type AlertRuleCreate = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** The project it watches; the whole tenant, if absent. */
  readonly project?: string | undefined;
  /** Whether it watches a metric or counts events. */
  readonly kind: 'metric' | 'events';
  /** Of metric: what is measured. */
  readonly metric?: {
    /** The query, in the language of where the metric is: PromQL, NRQL, a CloudWatch expression; of the hub itself, the name of a metric. */
    readonly query: string;
    /** What is made of the values in the window. */
    readonly aggregate?: 'last' | 'avg' | 'min' | 'max' | 'sum' | undefined;
  } | undefined;
  /** Of metric: the connector that is asked; the hub’s own metrics, if absent. */
  readonly installation?: string | undefined;
  /** Of events: what is counted. */
  readonly events?: {
    /** Event types that are counted. */
    readonly event_types: readonly string[];
    /** Only events that match; written as the filter of an endpoint. */
    readonly filter?: Readonly<Record<string, unknown>> | undefined;
    /** Count separately for each value here. */
    readonly group_by?: readonly string[] | undefined;
  } | undefined;
  /** How the value compares to the threshold when there is an alert. */
  readonly operator?: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq' | undefined;
  /** What the value is compared to. */
  readonly threshold: number;
  /** Seconds that are looked at. */
  readonly window?: number | undefined;
  /** Seconds between two looks. */
  readonly every?: number | undefined;
  /** Seconds that it must be so before there is an alert. */
  readonly hold?: number | undefined;
  /** Seconds that it must be well again before the alert ends. */
  readonly resolve_after?: number | undefined;
  /** What no data means: all is well, nothing changes, or an alert. */
  readonly without_data?: 'ok' | 'keep' | 'alert' | undefined;
  /** How bad it is. */
  readonly severity?: 'info' | 'low' | 'medium' | 'high' | 'critical' | undefined;
  /** What people are told. {{value}} and {{labels.x}} stand for what was found. */
  readonly summary: string;
  /** What helps. */
  readonly runbook?: string | undefined;
  /** For routing and grouping. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** For people. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Switched off, it does not look. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type AlertRuleUpdate = {
  /** What it is called, unique in the tenant. */
  readonly name?: string | undefined;
  readonly project?: string | null | undefined;
  /** Whether it watches a metric or counts events. */
  readonly kind?: 'metric' | 'events' | undefined;
  readonly metric?: {
    /** The query, in the language of where the metric is: PromQL, NRQL, a CloudWatch expression; of the hub itself, the name of a metric. */
    readonly query: string;
    /** What is made of the values in the window. */
    readonly aggregate?: 'last' | 'avg' | 'min' | 'max' | 'sum' | undefined;
  } | null | undefined;
  readonly installation?: string | null | undefined;
  readonly events?: {
    /** Event types that are counted. */
    readonly event_types: readonly string[];
    /** Only events that match; written as the filter of an endpoint. */
    readonly filter?: Readonly<Record<string, unknown>> | undefined;
    /** Count separately for each value here. */
    readonly group_by?: readonly string[] | undefined;
  } | null | undefined;
  readonly operator?: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq' | null | undefined;
  /** What the value is compared to. */
  readonly threshold?: number | undefined;
  readonly window?: number | null | undefined;
  readonly every?: number | null | undefined;
  readonly hold?: number | null | undefined;
  readonly resolve_after?: number | null | undefined;
  readonly without_data?: 'ok' | 'keep' | 'alert' | null | undefined;
  readonly severity?: 'info' | 'low' | 'medium' | 'high' | 'critical' | null | undefined;
  /** What people are told. {{value}} and {{labels.x}} stand for what was found. */
  readonly summary?: string | undefined;
  readonly runbook?: string | null | undefined;
  readonly labels?: Readonly<Record<string, string>> | null | undefined;
  readonly annotations?: Readonly<Record<string, string>> | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type AlertRuleKey = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
};

/** A credential for a program or a person. The key itself is shown once, when it is created, and kept as a hash. */
export type ApiKey = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What it is for, unique in the tenant. */
  readonly name: string;
  /** What it may do; never more than its creator may. */
  readonly scopes: readonly string[];
  /** When it stops working; never, if absent. */
  readonly expires_at?: string;
  /** Only for this project. Such a key is taken where one project is all there is to see, at /api/v1, and nowhere else. */
  readonly project?: string;
  /** Of a key for one project: it sees event types behind these flags. */
  readonly feature_flags?: readonly string[];
  /** Calls per minute; the hub’s default, if absent. */
  readonly rate_limit?: number;
  /** Switched off, it is refused as if it did not exist. */
  readonly enabled: boolean;
  /** The beginning of the key, to recognise it by. */
  readonly prefix: string;
  /** The principal that created it. */
  readonly issued_by: string;
  /** When it was used last, to the minute; null before its first use. */
  readonly last_used_at: string | null;
};

/** What a new api key takes. */
export type ApiKeyCreate = {
  /** What it is for, unique in the tenant. */
  readonly name: string;
  /** What it may do; never more than its creator may. */
  readonly scopes: readonly string[];
  /** When it stops working; never, if absent. */
  readonly expires_at?: string | undefined;
  /** Only for this project. Such a key is taken where one project is all there is to see, at /api/v1, and nowhere else. */
  readonly project?: string | undefined;
  /** Of a key for one project: it sees event types behind these flags. */
  readonly feature_flags?: readonly string[] | undefined;
  /** Calls per minute; the hub’s default, if absent. */
  readonly rate_limit?: number | undefined;
  /** Switched off, it is refused as if it did not exist. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type ApiKeyUpdate = {
  /** What it is for, unique in the tenant. */
  readonly name?: string | undefined;
  /** What it may do; never more than its creator may. */
  readonly scopes?: readonly string[] | undefined;
  readonly expires_at?: string | null | undefined;
  readonly project?: string | null | undefined;
  readonly feature_flags?: readonly string[] | null | undefined;
  readonly rate_limit?: number | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type ApiKeyKey = {
  /** What it is for, unique in the tenant. */
  readonly name: string;
};

/** Asked for by a destructive action. It is bound to that action and input, counts once and runs out. */
export type Approval = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The action that waits. */
  readonly action: string;
  /** What it would do, without secrets. */
  readonly summary: string;
  /** sha256 of the action, its input, and of a plugin or attached server how it stood then; only exactly this may run. */
  readonly digest: string;
  /** Who called the action. */
  readonly requester: string;
  /** Where it stands. */
  readonly status: 'pending' | 'approved' | 'rejected' | 'used';
  /** Who decided. */
  readonly decided_by?: string;
  /** When. */
  readonly decided_at?: string;
  /** What the approver said. */
  readonly comment?: string;
  /** After this it can neither be decided nor used. */
  readonly expires_at: string;
};

/** One try to deliver an event to an endpoint, and what came of it. */
export type Attempt = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Its place in the order in which attempts ended. */
  readonly seq: number;
  /** The event; receivers see it as webhook-id. */
  readonly event: string;
  /** The endpoint. */
  readonly endpoint: string;
  /** The how manieth of this delivery, from 1. */
  readonly number: number;
  /** Whether the endpoint took it; skipped: its transformation sends nothing for this event. */
  readonly outcome: 'delivered' | 'skipped' | 'failed';
  /** What the endpoint answered. */
  readonly status?: number;
  /** Why there was no answer, or nothing could be sent: of a transformation, which limit it met. */
  readonly failure?: string;
  /** More about it, for people. */
  readonly detail?: string;
  /** The first 20,000 bytes of the body that was answered. */
  readonly response?: string;
  /** How `response` is written, if its bytes are no text. */
  readonly response_encoding?: "base64";
  /** What was sent, of an attempt that failed or was transformed. Without a body it was the event in the format of the endpoint. */
  readonly request?: {
    /** The headers that were sent; those that say who the hub is are masked. */
    readonly headers: Readonly<Record<string, string>>;
    /** The first 20,000 bytes of what was sent, if a transformation made it. */
    readonly body?: string;
  };
  /** That somebody asked for it: a replay, or a dead letter sent anew. */
  readonly trigger?: "manual";
  /** How long it took. */
  readonly duration_ms: number;
  /** When it is tried again. */
  readonly next_at?: string;
};

/** Who did what, when, through which door, and what came of it. Append-only; each entry carries the hash of the one before. */
export type AuditEntry = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Its place in the tenant’s trail, from 1, without gaps. */
  readonly seq: number;
  /** The action that was called. */
  readonly action: string;
  /** Who called. */
  readonly principal: string;
  /** The door it came through. */
  readonly via: string;
  /** done, refused by a rule, or failed while it ran. */
  readonly outcome: 'done' | 'refused' | 'failed';
  /** The failure code, if it was refused or failed. */
  readonly failure?: string;
  /** Who decided against it and why, where a plugin did. */
  readonly reason?: string;
  /** What was touched. */
  readonly subject?: string;
  /** The approval that allowed it. */
  readonly approval?: string;
  /** sha256 of the action and its input. */
  readonly input_digest: string;
  /** The request it came with. */
  readonly request_id: string;
  /** sha256 over the hash before and this entry’s id, time and stored text. */
  readonly hash: string;
};

/** Widgets over queries, on one page. */
export type Dashboard = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Short name for its URL, unique in the tenant. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** What it answers. */
  readonly description?: string;
  /** The project it belongs to. */
  readonly project?: string;
  /** What people choose above the widgets. */
  readonly variables: readonly {
    /** Its name. */
    readonly name: string;
    /** What people read. */
    readonly label?: string;
    /** What can be chosen. Empty: anything can be typed. */
    readonly options: readonly string[];
    /** What is chosen at first. */
    readonly default: string;
  }[];
  /** What is on it. */
  readonly widgets: readonly {
    /** Its name on this dashboard. */
    readonly id: string;
    /** Heading. */
    readonly title: string;
    /** How it looks. */
    readonly kind: 'timeseries' | 'stat' | 'gauge' | 'bar' | 'table' | 'list' | 'markdown' | 'frame';
    /** What it shows: the id of an action that reads, or of a plugin’s query. Of markdown and frame: none. */
    readonly query?: string;
    /** Input of the query. {{variables.x}} and {{range.from}} stand for what is chosen above. */
    readonly input: Readonly<Record<string, unknown>>;
    /** Where in the answer the value or the rows are. */
    readonly value?: string;
    /** Unit of the values. */
    readonly unit?: string;
    /** Of markdown: the text. */
    readonly text?: string;
    /** Of frame: the page that is embedded, in a sandbox. */
    readonly url?: string;
    /** Left edge, of twelve columns. */
    readonly column: number;
    /** Upper edge. */
    readonly row: number;
    /** Columns. */
    readonly width: number;
    /** Rows. */
    readonly height: number;
  }[];
  /** Seconds back that are shown at first. */
  readonly time_range: number;
  /** Seconds between two looks; 0 for none. */
  readonly refresh: number;
};

/** What a new dashboard takes. */
export type DashboardCreate = {
  /** Short name for its URL, unique in the tenant. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** What it answers. */
  readonly description?: string | undefined;
  /** The project it belongs to. */
  readonly project?: string | undefined;
  /** What people choose above the widgets. */
  readonly variables?: readonly {
    /** Its name. */
    readonly name: string;
    /** What people read. */
    readonly label?: string | undefined;
    /** What can be chosen. Empty: anything can be typed. */
    readonly options?: readonly string[] | undefined;
    /** What is chosen at first. */
    readonly default?: string | undefined;
  }[] | undefined;
  /** What is on it. */
  readonly widgets?: readonly {
    /** Its name on this dashboard. */
    readonly id: string;
    /** Heading. */
    readonly title: string;
    /** How it looks. */
    readonly kind: 'timeseries' | 'stat' | 'gauge' | 'bar' | 'table' | 'list' | 'markdown' | 'frame';
    /** What it shows: the id of an action that reads, or of a plugin’s query. Of markdown and frame: none. */
    readonly query?: string | undefined;
    /** Input of the query. {{variables.x}} and {{range.from}} stand for what is chosen above. */
    readonly input?: Readonly<Record<string, unknown>> | undefined;
    /** Where in the answer the value or the rows are. */
    readonly value?: string | undefined;
    /** Unit of the values. */
    readonly unit?: string | undefined;
    /** Of markdown: the text. */
    readonly text?: string | undefined;
    /** Of frame: the page that is embedded, in a sandbox. */
    readonly url?: string | undefined;
    /** Left edge, of twelve columns. */
    readonly column?: number | undefined;
    /** Upper edge. */
    readonly row?: number | undefined;
    /** Columns. */
    readonly width?: number | undefined;
    /** Rows. */
    readonly height?: number | undefined;
  }[] | undefined;
  /** Seconds back that are shown at first. */
  readonly time_range?: number | undefined;
  /** Seconds between two looks; 0 for none. */
  readonly refresh?: number | undefined;
};

/** What can change; null puts the default back. */
export type DashboardUpdate = {
  /** Short name for its URL, unique in the tenant. */
  readonly slug?: string | undefined;
  /** Name for people. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly project?: string | null | undefined;
  readonly variables?: readonly {
    /** Its name. */
    readonly name: string;
    /** What people read. */
    readonly label?: string | undefined;
    /** What can be chosen. Empty: anything can be typed. */
    readonly options?: readonly string[] | undefined;
    /** What is chosen at first. */
    readonly default?: string | undefined;
  }[] | null | undefined;
  readonly widgets?: readonly {
    /** Its name on this dashboard. */
    readonly id: string;
    /** Heading. */
    readonly title: string;
    /** How it looks. */
    readonly kind: 'timeseries' | 'stat' | 'gauge' | 'bar' | 'table' | 'list' | 'markdown' | 'frame';
    /** What it shows: the id of an action that reads, or of a plugin’s query. Of markdown and frame: none. */
    readonly query?: string | undefined;
    /** Input of the query. {{variables.x}} and {{range.from}} stand for what is chosen above. */
    readonly input?: Readonly<Record<string, unknown>> | undefined;
    /** Where in the answer the value or the rows are. */
    readonly value?: string | undefined;
    /** Unit of the values. */
    readonly unit?: string | undefined;
    /** Of markdown: the text. */
    readonly text?: string | undefined;
    /** Of frame: the page that is embedded, in a sandbox. */
    readonly url?: string | undefined;
    /** Left edge, of twelve columns. */
    readonly column?: number | undefined;
    /** Upper edge. */
    readonly row?: number | undefined;
    /** Columns. */
    readonly width?: number | undefined;
    /** Rows. */
    readonly height?: number | undefined;
  }[] | null | undefined;
  readonly time_range?: number | null | undefined;
  readonly refresh?: number | null | undefined;
};

/** Unique in a tenant. */
export type DashboardKey = {
  /** Short name for its URL, unique in the tenant. */
  readonly slug: string;
};

/** An event that an endpoint did not take and that is not tried again by itself. It stays until somebody sends it anew. */
export type DeadLetter = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The event. */
  readonly event: string;
  /** The endpoint. */
  readonly endpoint: string;
  /** The type of the event. */
  readonly type: string;
  /** Tried as often as the schedule says; the endpoint said that it is gone; it was switched off meanwhile; or the hub could not send it. */
  readonly reason: 'exhausted' | 'gone' | 'disabled' | 'ours';
  /** Whose fault it is: the hub’s or the receiver’s. */
  readonly fault: 'ours' | 'theirs';
  /** How often it was tried. */
  readonly attempts: number;
  /** What the endpoint answered last. */
  readonly last_status?: number;
  /** Why there was no answer, last. */
  readonly last_failure?: string;
};

/** One version on its way to one environment: what held it, who approved it, what came of it, and who asked for it why. */
export type Deployment = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The project. */
  readonly project: string;
  /** The environment. */
  readonly environment: string;
  /** Its short name. */
  readonly environment_slug: string;
  /** How close it is to the customers. */
  readonly tier: string;
  /** The preview that it brings up or takes away. */
  readonly preview?: string;
  /** Number of the pull request. */
  readonly pull_request?: string;
  /** Where it goes: the preview, or else the environment. One at a time. */
  readonly place: string;
  /** deploy, back to an earlier one, on from another environment, or taken away. */
  readonly kind: 'deploy' | 'rollback' | 'promotion' | 'tear_down';
  /** waiting: its protection holds it. queued: its turn comes, or, if `ready_at` is there, it waits for its runner to begin. */
  readonly status: 'queued' | 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'rolled_back' | 'superseded';
  /** Who does it: the hub, by what the environment says, or a job of a CI system, which begins and finishes it. */
  readonly runner: 'hub' | 'ci';
  /** What is deployed: a version, a tag, an image digest. */
  readonly release?: string;
  /** The commit that it was built from. */
  readonly commit?: string;
  /** The git ref that it was built from. */
  readonly ref?: string;
  /** Why it is deployed, in the words of who asked. */
  readonly reason?: string;
  /** What it was given besides; {{deployment.payload.…}} for what brings it up. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** The CI run that it belongs to. */
  readonly run?: {
    /** The CI system. */
    readonly provider: string;
    /** Its id of the run. */
    readonly run?: string;
    /** The how manieth attempt of it. */
    readonly attempt?: string;
    /** The job in it. */
    readonly job?: string;
    /** Where it is looked at. */
    readonly url?: string;
  };
  /** Who asked for it. */
  readonly requested_by: string;
  /** Their name. */
  readonly requester: string;
  /** What holds it now; empty, if nothing does. */
  readonly waiting_for: readonly {
    /** What holds it: approvals, its ref, the waiting time, a freeze window, a gate, another deployment, its runner, the approval of what brings it up, or its cancellation. */
    readonly kind: 'approvals' | 'refs' | 'wait' | 'freeze' | 'gate' | 'turn' | 'runner' | 'action_approval' | 'cancellation';
    /** In words for people. */
    readonly detail: string;
    /** When that is over, if it is known. */
    readonly until?: string;
    /** Id of what it waits for: another deployment, or an approval. */
    readonly needs?: string;
    /** Whether waiting is of no use. */
    readonly permanent?: boolean;
  }[];
  /** Who decided what about it. */
  readonly approvals: readonly {
    /** Who decided. */
    readonly principal: string;
    /** Their name. */
    readonly name: string;
    /** What they decided. */
    readonly decision: 'approved' | 'rejected';
    /** Why. */
    readonly comment?: string;
    /** When. */
    readonly at: string;
  }[];
  /** How many approvals it needs. */
  readonly approvals_needed: number;
  /** Where it is reached. */
  readonly url?: string;
  /** Where more is told. */
  readonly links: readonly {
    /** What is there. */
    readonly title: string;
    /** Address. */
    readonly url: string;
  }[];
  /** What it gave back. */
  readonly outputs: Readonly<Record<string, string>>;
  /** How often the hub has tried to bring it up. */
  readonly attempt: number;
  /** Whether it has come to its end. */
  readonly ended: boolean;
  /** Why it ended so, in one word: rejected, not_begun, timed_out, closed, or a failure code. */
  readonly outcome?: string;
  /** More about it, for people. */
  readonly detail?: string;
  /** Since when it shall stop. Its runner has a moment to come to an end. */
  readonly cancel_requested_at?: string;
  /** Since when its runner may begin; the place is kept for it until `begin_by`. */
  readonly ready_at?: string;
  /** When it is cancelled, unless its runner has begun. */
  readonly begin_by?: string;
  /** When it began. */
  readonly begun_at?: string;
  /** When it counts as failed, unless it has finished. */
  readonly finish_by?: string;
  /** When it came to its end. */
  readonly ended_at?: string;
  /** The deployment whose version it is: of a rollback, an earlier one here; of a promotion, one of another environment. */
  readonly from?: string;
  /** The deployment that ran there before. */
  readonly replaces?: string;
  /** The deployment that took its turn. */
  readonly superseded_by?: string;
};

/** A receiver of webhooks: where events are sent, which ones, in which form, how they are signed and how often they are tried again. */
export type Endpoint = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** Who receives there, and what for. */
  readonly description?: string;
  /** Only events of this project; all of the tenant, if absent. */
  readonly project?: string;
  /** Where events are posted. A user and a password belong into `auth`. */
  readonly url: string;
  /** Of an endpoint of a project: only what was published for the project, and nothing that the hub tells about it. */
  readonly only_published?: boolean;
  /** Event types to send: a name, a beginning with .*, or *. */
  readonly event_types: readonly string[];
  /** Only events published to one of these. Empty: whatever the channel. */
  readonly channels: readonly string[];
  /** Only events that match: paths to values, or to $eq $neq $gt $gte $lt $lte $in $nin $starts_with $ends_with $exists; joined by $and, $or, $not. */
  readonly filter?: Readonly<Record<string, unknown>>;
  /** JavaScript that gets the event (id, type, time, subject, channels, data) and answers the body that is sent instead, or null to send nothing. */
  readonly transform?: string;
  /** How an event is written: as Standard Webhooks, as CloudEvents in the body or in headers, or its data alone. */
  readonly payload_format: 'standard' | 'cloudevents' | 'cloudevents_binary' | 'raw';
  /** Headers to send along. */
  readonly headers: Readonly<Record<string, string>>;
  /** How the hub shows who it is, besides the signature. */
  readonly auth: {
    /** How: not at all, by user and password, by a bearer token, by a header of its own, by OAuth client credentials, or by a client certificate. */
    readonly kind: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2' | 'mtls';
    /** Of basic: the user, without a colon. */
    readonly username?: string;
    /** Of header: its name. */
    readonly header?: string;
    /** Of oauth2: where tokens come from. */
    readonly token_url?: string;
    /** Of oauth2: the client. */
    readonly client_id?: string;
    /** Of oauth2: the scopes to ask for. */
    readonly scopes: readonly string[];
    /** Of oauth2: whom the token is for. */
    readonly audience?: string;
    /** Of mtls: the certificate and its chain, PEM. The key is `auth_secret`. */
    readonly certificate?: string;
    /** Of mtls: the authorities that the other side’s certificate comes from, PEM; the public ones, if absent. */
    readonly ca?: string;
  };
  /** How deliveries are signed. */
  readonly signature: {
    /** Standard Webhooks with a shared key or with a key pair, a signature in a header of your own, or nothing. */
    readonly profile: 'standard' | 'standard_ed25519' | 'hmac' | 'none';
    /** Of standard: whether the same values are sent under svix-* too. */
    readonly also_svix_headers: boolean;
    /** Of standard: the id of an event as everywhere here, or as the clients of /api/v1 know it. */
    readonly id_form: 'event' | 'msg';
    /** Of hmac: the header. */
    readonly header?: string;
    /** Of hmac: the hash of the HMAC, or Ed25519 with a key pair. */
    readonly algorithm: 'sha1' | 'sha256' | 'sha512' | 'ed25519';
    /** Of hmac: how it is written. */
    readonly encoding: 'hex' | 'base64';
    /** Of hmac: what is signed, from {id}, {timestamp} and {body}. */
    readonly content: string;
    /** Of hmac: what the header says, from {id}, {timestamp} and {signature}. */
    readonly format: string;
    /** Of hmac: what stands between the signatures while a replaced key signs too. Without it only the newest key signs. */
    readonly separator?: string;
    /** Of hmac: how `signing_secret` is turned into a key. */
    readonly key_encoding: 'utf8' | 'base64' | 'hex' | 'whsec';
    /** Of hmac: further headers, from {id}, {timestamp} and {type}. */
    readonly headers: Readonly<Record<string, string>>;
  };
  /** Seconds that a replaced key still signs. */
  readonly signing_grace: number;
  /** Seconds for one attempt, the body of the answer included. */
  readonly timeout: number;
  /** When a failed delivery is tried again. */
  readonly retry: {
    /** Seconds before each further attempt; empty for a single one. */
    readonly delays: readonly number[];
    /** By which part a delay may be shorter or longer, so that receivers aren’t hit in step. */
    readonly jitter: number;
    /** Seconds of nothing but failure after which it is switched off and somebody is told. */
    readonly disable_after: number;
  };
  /** Deliveries per second, at most. */
  readonly rate_limit?: number;
  /** Deliveries at the same time, at most. */
  readonly concurrency: number;
  /** Events with the same value here are delivered one after the other, in order. */
  readonly ordering_key?: string;
  /** Networks it may resolve to; it can only narrow what the hub allows. Empty: what the hub allows. */
  readonly allowed_networks: readonly string[];
  /** Your own notes. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What another system calls it, unique in its project. */
  readonly uid?: string;
  /** Switched off, nothing is sent; events are kept for a replay. */
  readonly enabled: boolean;
  /** Of a key pair: what receivers verify with. */
  readonly public_key: string | null;
  /** Since when every delivery failed. */
  readonly failing_since: string | null;
  /** Why the hub switched it off itself. */
  readonly disabled_because: 'gone' | 'failing' | 'plan' | null;
  /** Names of the `secret_headers`. */
  readonly secret_header_names?: readonly string[];
};

/** What a new endpoint takes. */
export type EndpointCreate = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** Who receives there, and what for. */
  readonly description?: string | undefined;
  /** Only events of this project; all of the tenant, if absent. */
  readonly project?: string | undefined;
  /** Where events are posted. A user and a password belong into `auth`. */
  readonly url: string;
  /** Of an endpoint of a project: only what was published for the project, and nothing that the hub tells about it. */
  readonly only_published?: boolean | undefined;
  /** Event types to send: a name, a beginning with .*, or *. */
  readonly event_types?: readonly string[] | undefined;
  /** Only events published to one of these. Empty: whatever the channel. */
  readonly channels?: readonly string[] | undefined;
  /** Only events that match: paths to values, or to $eq $neq $gt $gte $lt $lte $in $nin $starts_with $ends_with $exists; joined by $and, $or, $not. */
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
  /** JavaScript that gets the event (id, type, time, subject, channels, data) and answers the body that is sent instead, or null to send nothing. */
  readonly transform?: string | undefined;
  /** How an event is written: as Standard Webhooks, as CloudEvents in the body or in headers, or its data alone. */
  readonly payload_format?: 'standard' | 'cloudevents' | 'cloudevents_binary' | 'raw' | undefined;
  /** Headers to send along. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Headers to send along that nobody may read back. */
  readonly secret_headers?: Readonly<Record<string, string>> | undefined;
  /** How the hub shows who it is, besides the signature. */
  readonly auth?: {
    /** How: not at all, by user and password, by a bearer token, by a header of its own, by OAuth client credentials, or by a client certificate. */
    readonly kind: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2' | 'mtls';
    /** Of basic: the user, without a colon. */
    readonly username?: string | undefined;
    /** Of header: its name. */
    readonly header?: string | undefined;
    /** Of oauth2: where tokens come from. */
    readonly token_url?: string | undefined;
    /** Of oauth2: the client. */
    readonly client_id?: string | undefined;
    /** Of oauth2: the scopes to ask for. */
    readonly scopes?: readonly string[] | undefined;
    /** Of oauth2: whom the token is for. */
    readonly audience?: string | undefined;
    /** Of mtls: the certificate and its chain, PEM. The key is `auth_secret`. */
    readonly certificate?: string | undefined;
    /** Of mtls: the authorities that the other side’s certificate comes from, PEM; the public ones, if absent. */
    readonly ca?: string | undefined;
  } | undefined;
  /** Password, token, client secret or private key (PEM) of `auth`. */
  readonly auth_secret?: string | undefined;
  /** How deliveries are signed. */
  readonly signature?: {
    /** Standard Webhooks with a shared key or with a key pair, a signature in a header of your own, or nothing. */
    readonly profile: 'standard' | 'standard_ed25519' | 'hmac' | 'none';
    /** Of standard: whether the same values are sent under svix-* too. */
    readonly also_svix_headers?: boolean | undefined;
    /** Of standard: the id of an event as everywhere here, or as the clients of /api/v1 know it. */
    readonly id_form?: 'event' | 'msg' | undefined;
    /** Of hmac: the header. */
    readonly header?: string | undefined;
    /** Of hmac: the hash of the HMAC, or Ed25519 with a key pair. */
    readonly algorithm?: 'sha1' | 'sha256' | 'sha512' | 'ed25519' | undefined;
    /** Of hmac: how it is written. */
    readonly encoding?: 'hex' | 'base64' | undefined;
    /** Of hmac: what is signed, from {id}, {timestamp} and {body}. */
    readonly content?: string | undefined;
    /** Of hmac: what the header says, from {id}, {timestamp} and {signature}. */
    readonly format?: string | undefined;
    /** Of hmac: what stands between the signatures while a replaced key signs too. Without it only the newest key signs. */
    readonly separator?: string | undefined;
    /** Of hmac: how `signing_secret` is turned into a key. */
    readonly key_encoding?: 'utf8' | 'base64' | 'hex' | 'whsec' | undefined;
    /** Of hmac: further headers, from {id}, {timestamp} and {type}. */
    readonly headers?: Readonly<Record<string, string>> | undefined;
  } | undefined;
  /** The key to sign with. The hub makes one, if absent. A new one replaces the old after the grace period; until then both sign. */
  readonly signing_secret?: string | undefined;
  /** Seconds that a replaced key still signs. */
  readonly signing_grace?: number | undefined;
  /** Seconds for one attempt, the body of the answer included. */
  readonly timeout?: number | undefined;
  /** When a failed delivery is tried again. */
  readonly retry?: {
    /** Seconds before each further attempt; empty for a single one. */
    readonly delays?: readonly number[] | undefined;
    /** By which part a delay may be shorter or longer, so that receivers aren’t hit in step. */
    readonly jitter?: number | undefined;
    /** Seconds of nothing but failure after which it is switched off and somebody is told. */
    readonly disable_after?: number | undefined;
  } | undefined;
  /** Deliveries per second, at most. */
  readonly rate_limit?: number | undefined;
  /** Deliveries at the same time, at most. */
  readonly concurrency?: number | undefined;
  /** Events with the same value here are delivered one after the other, in order. */
  readonly ordering_key?: string | undefined;
  /** Networks it may resolve to; it can only narrow what the hub allows. Empty: what the hub allows. */
  readonly allowed_networks?: readonly string[] | undefined;
  /** Your own notes. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What another system calls it, unique in its project. */
  readonly uid?: string | undefined;
  /** Switched off, nothing is sent; events are kept for a replay. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type EndpointUpdate = {
  /** What it is called, unique in the tenant. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly project?: string | null | undefined;
  /** Where events are posted. A user and a password belong into `auth`. */
  readonly url?: string | undefined;
  readonly only_published?: boolean | null | undefined;
  readonly event_types?: readonly string[] | null | undefined;
  readonly channels?: readonly string[] | null | undefined;
  readonly filter?: Readonly<Record<string, unknown>> | null | undefined;
  readonly transform?: string | null | undefined;
  readonly payload_format?: 'standard' | 'cloudevents' | 'cloudevents_binary' | 'raw' | null | undefined;
  readonly headers?: Readonly<Record<string, string>> | null | undefined;
  readonly secret_headers?: Readonly<Record<string, string>> | null | undefined;
  readonly auth?: {
    /** How: not at all, by user and password, by a bearer token, by a header of its own, by OAuth client credentials, or by a client certificate. */
    readonly kind: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2' | 'mtls';
    /** Of basic: the user, without a colon. */
    readonly username?: string | undefined;
    /** Of header: its name. */
    readonly header?: string | undefined;
    /** Of oauth2: where tokens come from. */
    readonly token_url?: string | undefined;
    /** Of oauth2: the client. */
    readonly client_id?: string | undefined;
    /** Of oauth2: the scopes to ask for. */
    readonly scopes?: readonly string[] | undefined;
    /** Of oauth2: whom the token is for. */
    readonly audience?: string | undefined;
    /** Of mtls: the certificate and its chain, PEM. The key is `auth_secret`. */
    readonly certificate?: string | undefined;
    /** Of mtls: the authorities that the other side’s certificate comes from, PEM; the public ones, if absent. */
    readonly ca?: string | undefined;
  } | null | undefined;
  readonly auth_secret?: string | null | undefined;
  readonly signature?: {
    /** Standard Webhooks with a shared key or with a key pair, a signature in a header of your own, or nothing. */
    readonly profile: 'standard' | 'standard_ed25519' | 'hmac' | 'none';
    /** Of standard: whether the same values are sent under svix-* too. */
    readonly also_svix_headers?: boolean | undefined;
    /** Of standard: the id of an event as everywhere here, or as the clients of /api/v1 know it. */
    readonly id_form?: 'event' | 'msg' | undefined;
    /** Of hmac: the header. */
    readonly header?: string | undefined;
    /** Of hmac: the hash of the HMAC, or Ed25519 with a key pair. */
    readonly algorithm?: 'sha1' | 'sha256' | 'sha512' | 'ed25519' | undefined;
    /** Of hmac: how it is written. */
    readonly encoding?: 'hex' | 'base64' | undefined;
    /** Of hmac: what is signed, from {id}, {timestamp} and {body}. */
    readonly content?: string | undefined;
    /** Of hmac: what the header says, from {id}, {timestamp} and {signature}. */
    readonly format?: string | undefined;
    /** Of hmac: what stands between the signatures while a replaced key signs too. Without it only the newest key signs. */
    readonly separator?: string | undefined;
    /** Of hmac: how `signing_secret` is turned into a key. */
    readonly key_encoding?: 'utf8' | 'base64' | 'hex' | 'whsec' | undefined;
    /** Of hmac: further headers, from {id}, {timestamp} and {type}. */
    readonly headers?: Readonly<Record<string, string>> | undefined;
  } | null | undefined;
  readonly signing_secret?: string | null | undefined;
  readonly signing_grace?: number | null | undefined;
  readonly timeout?: number | null | undefined;
  readonly retry?: {
    /** Seconds before each further attempt; empty for a single one. */
    readonly delays?: readonly number[] | undefined;
    /** By which part a delay may be shorter or longer, so that receivers aren’t hit in step. */
    readonly jitter?: number | undefined;
    /** Seconds of nothing but failure after which it is switched off and somebody is told. */
    readonly disable_after?: number | undefined;
  } | null | undefined;
  readonly rate_limit?: number | null | undefined;
  readonly concurrency?: number | null | undefined;
  readonly ordering_key?: string | null | undefined;
  readonly allowed_networks?: readonly string[] | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly uid?: string | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type EndpointKey = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
};

/** A place that a project is deployed to, how it is brought up and torn down, and what protects it. One of tier preview is brought up once per pull request. */
export type Environment = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The project that is deployed here. */
  readonly project: string;
  /** Short name for URLs and commands, unique in the project. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** What it is for. */
  readonly description?: string;
  /** How close it is to the customers. Production raises the safety of what is done to it. */
  readonly tier: 'development' | 'preview' | 'staging' | 'production';
  /** The action that brings a version up. Either this or `bring_up_pipeline`; neither where a CI does it. In its input, {{environment.…}}, {{project.…}}, {{deployment.…}}, {{preview.…}}, {{variables.…}}, {{secrets.…}}, {{version}}, {{release}}, {{commit}}, {{ref}} and {{url}} stand for values; of a preview, {{environment.slug}} is its own. */
  readonly bring_up?: {
    /** Id of the action. */
    readonly action: string;
    /** Its input. In strings, {{path}} stands for a value of what set it off. */
    readonly input: Readonly<Record<string, unknown>>;
  };
  /** The pipeline that brings a version up. */
  readonly bring_up_pipeline?: string;
  /** The action that takes it away. Either this or `tear_down_pipeline`. */
  readonly tear_down?: {
    /** Id of the action. */
    readonly action: string;
    /** Its input. In strings, {{path}} stands for a value of what set it off. */
    readonly input: Readonly<Record<string, unknown>>;
  };
  /** The pipeline that takes it away. */
  readonly tear_down_pipeline?: string;
  /** Seconds after its last deployment until it is torn down; never, if absent, but of tier preview three days. */
  readonly time_to_live?: number;
  /** Of tier preview: how many there may be at once. */
  readonly max_instances: number;
  /** What a deployment does while another one runs: wait for it, cancel it, or give up. */
  readonly when_busy: 'wait' | 'replace' | 'refuse';
  /** What must be true before something is deployed here. */
  readonly protection: {
    /** How many people must approve a deployment. */
    readonly approvals: number;
    /** Who may approve: ids of principals, or groups as `group:<name>`. Empty: everybody with the scope deployment:approve. */
    readonly approvers: readonly string[];
    /** Whether the one who asked for the deployment counts as an approver. */
    readonly requester_may_approve: boolean;
    /** Git refs that may be deployed, with * for any part. Empty: all. */
    readonly refs: readonly string[];
    /** Seconds to hold a deployment before it starts. */
    readonly wait: number;
    /** What must be true besides. */
    readonly gates: readonly {
      /** What it looks at: open alerts, known vulnerabilities, a run of a pipeline, or the same version in another environment. */
      readonly kind: 'alerts' | 'vulnerabilities' | 'pipeline' | 'environment';
      /** Of alerts and vulnerabilities: count from this severity up. */
      readonly severity: 'info' | 'low' | 'medium' | 'high' | 'critical';
      /** Of alerts and vulnerabilities: how many there may be. */
      readonly at_most: number;
      /** Of pipeline: its name; a run for the same commit must have succeeded. */
      readonly pipeline?: string;
      /** Of environment: its slug; the same version must run there. */
      readonly environment?: string;
      /** Of alerts: only those with all of these labels. Without any, all but those that name another project or environment. */
      readonly labels: Readonly<Record<string, string>>;
      /** Of vulnerabilities: the scanner whose result is needed; any, if absent. */
      readonly scanner?: string;
      /** Seconds that a deployment waits for it, from its creation; then it is cancelled. It waits for ever, if absent. */
      readonly timeout?: number;
      /** Of environment: and must have run there for this many seconds. */
      readonly for: number;
    }[];
    /** When nothing is deployed. */
    readonly freeze_windows: readonly {
      /** Why; shown to who is held up. */
      readonly reason: string;
      /** One span of time, or one that comes again. */
      readonly kind: 'once' | 'recurring';
      /** Of once: from. */
      readonly starts_at?: string;
      /** Of once: to. */
      readonly ends_at?: string;
      /** Of recurring: when it starts. */
      readonly cron?: string;
      /** Of recurring: how many seconds it lasts. */
      readonly duration?: number;
      /** Of recurring: the time zone of `cron`. */
      readonly time_zone: string;
    }[];
  };
  /** Values for what is deployed. */
  readonly variables: Readonly<Record<string, string>>;
  /** Values for what is deployed that are kept as secrets: variable to name of the secret. */
  readonly secret_variables: Readonly<Record<string, string>>;
  /** Where it is reached. */
  readonly url_template?: string;
  /** Words to find it by. */
  readonly labels: readonly string[];
  /** The deployment that runs there now. */
  readonly deployment: string | null;
  /** The principal with whose rights the hub brings it up and tears it down. */
  readonly acts_for: string | null;
  /** Whether a freeze window is open now. */
  readonly frozen: boolean;
};

/** What a new environment takes. */
export type EnvironmentCreate = {
  /** The project that is deployed here. */
  readonly project: string;
  /** Short name for URLs and commands, unique in the project. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** What it is for. */
  readonly description?: string | undefined;
  /** How close it is to the customers. Production raises the safety of what is done to it. */
  readonly tier: 'development' | 'preview' | 'staging' | 'production';
  /** The action that brings a version up. Either this or `bring_up_pipeline`; neither where a CI does it. In its input, {{environment.…}}, {{project.…}}, {{deployment.…}}, {{preview.…}}, {{variables.…}}, {{secrets.…}}, {{version}}, {{release}}, {{commit}}, {{ref}} and {{url}} stand for values; of a preview, {{environment.slug}} is its own. */
  readonly bring_up?: {
    /** Id of the action. */
    readonly action: string;
    /** Its input. In strings, {{path}} stands for a value of what set it off. */
    readonly input?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** The pipeline that brings a version up. */
  readonly bring_up_pipeline?: string | undefined;
  /** The action that takes it away. Either this or `tear_down_pipeline`. */
  readonly tear_down?: {
    /** Id of the action. */
    readonly action: string;
    /** Its input. In strings, {{path}} stands for a value of what set it off. */
    readonly input?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** The pipeline that takes it away. */
  readonly tear_down_pipeline?: string | undefined;
  /** Seconds after its last deployment until it is torn down; never, if absent, but of tier preview three days. */
  readonly time_to_live?: number | undefined;
  /** Of tier preview: how many there may be at once. */
  readonly max_instances?: number | undefined;
  /** What a deployment does while another one runs: wait for it, cancel it, or give up. */
  readonly when_busy?: 'wait' | 'replace' | 'refuse' | undefined;
  /** What must be true before something is deployed here. */
  readonly protection?: {
    /** How many people must approve a deployment. */
    readonly approvals?: number | undefined;
    /** Who may approve: ids of principals, or groups as `group:<name>`. Empty: everybody with the scope deployment:approve. */
    readonly approvers?: readonly string[] | undefined;
    /** Whether the one who asked for the deployment counts as an approver. */
    readonly requester_may_approve?: boolean | undefined;
    /** Git refs that may be deployed, with * for any part. Empty: all. */
    readonly refs?: readonly string[] | undefined;
    /** Seconds to hold a deployment before it starts. */
    readonly wait?: number | undefined;
    /** What must be true besides. */
    readonly gates?: readonly {
      /** What it looks at: open alerts, known vulnerabilities, a run of a pipeline, or the same version in another environment. */
      readonly kind: 'alerts' | 'vulnerabilities' | 'pipeline' | 'environment';
      /** Of alerts and vulnerabilities: count from this severity up. */
      readonly severity?: 'info' | 'low' | 'medium' | 'high' | 'critical' | undefined;
      /** Of alerts and vulnerabilities: how many there may be. */
      readonly at_most?: number | undefined;
      /** Of pipeline: its name; a run for the same commit must have succeeded. */
      readonly pipeline?: string | undefined;
      /** Of environment: its slug; the same version must run there. */
      readonly environment?: string | undefined;
      /** Of alerts: only those with all of these labels. Without any, all but those that name another project or environment. */
      readonly labels?: Readonly<Record<string, string>> | undefined;
      /** Of vulnerabilities: the scanner whose result is needed; any, if absent. */
      readonly scanner?: string | undefined;
      /** Seconds that a deployment waits for it, from its creation; then it is cancelled. It waits for ever, if absent. */
      readonly timeout?: number | undefined;
      /** Of environment: and must have run there for this many seconds. */
      readonly for?: number | undefined;
    }[] | undefined;
    /** When nothing is deployed. */
    readonly freeze_windows?: readonly {
      /** Why; shown to who is held up. */
      readonly reason: string;
      /** One span of time, or one that comes again. */
      readonly kind: 'once' | 'recurring';
      /** Of once: from. */
      readonly starts_at?: string | undefined;
      /** Of once: to. */
      readonly ends_at?: string | undefined;
      /** Of recurring: when it starts. */
      readonly cron?: string | undefined;
      /** Of recurring: how many seconds it lasts. */
      readonly duration?: number | undefined;
      /** Of recurring: the time zone of `cron`. */
      readonly time_zone?: string | undefined;
    }[] | undefined;
  } | undefined;
  /** Values for what is deployed. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Values for what is deployed that are kept as secrets: variable to name of the secret. */
  readonly secret_variables?: Readonly<Record<string, string>> | undefined;
  /** Where it is reached. */
  readonly url_template?: string | undefined;
  /** Words to find it by. */
  readonly labels?: readonly string[] | undefined;
};

/** What can change; null puts the default back. */
export type EnvironmentUpdate = {
  /** The project that is deployed here. */
  readonly project?: string | undefined;
  /** Short name for URLs and commands, unique in the project. */
  readonly slug?: string | undefined;
  /** Name for people. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** How close it is to the customers. Production raises the safety of what is done to it. */
  readonly tier?: 'development' | 'preview' | 'staging' | 'production' | undefined;
  readonly bring_up?: {
    /** Id of the action. */
    readonly action: string;
    /** Its input. In strings, {{path}} stands for a value of what set it off. */
    readonly input?: Readonly<Record<string, unknown>> | undefined;
  } | null | undefined;
  readonly bring_up_pipeline?: string | null | undefined;
  readonly tear_down?: {
    /** Id of the action. */
    readonly action: string;
    /** Its input. In strings, {{path}} stands for a value of what set it off. */
    readonly input?: Readonly<Record<string, unknown>> | undefined;
  } | null | undefined;
  readonly tear_down_pipeline?: string | null | undefined;
  readonly time_to_live?: number | null | undefined;
  readonly max_instances?: number | null | undefined;
  readonly when_busy?: 'wait' | 'replace' | 'refuse' | null | undefined;
  readonly protection?: {
    /** How many people must approve a deployment. */
    readonly approvals?: number | undefined;
    /** Who may approve: ids of principals, or groups as `group:<name>`. Empty: everybody with the scope deployment:approve. */
    readonly approvers?: readonly string[] | undefined;
    /** Whether the one who asked for the deployment counts as an approver. */
    readonly requester_may_approve?: boolean | undefined;
    /** Git refs that may be deployed, with * for any part. Empty: all. */
    readonly refs?: readonly string[] | undefined;
    /** Seconds to hold a deployment before it starts. */
    readonly wait?: number | undefined;
    /** What must be true besides. */
    readonly gates?: readonly {
      /** What it looks at: open alerts, known vulnerabilities, a run of a pipeline, or the same version in another environment. */
      readonly kind: 'alerts' | 'vulnerabilities' | 'pipeline' | 'environment';
      /** Of alerts and vulnerabilities: count from this severity up. */
      readonly severity?: 'info' | 'low' | 'medium' | 'high' | 'critical' | undefined;
      /** Of alerts and vulnerabilities: how many there may be. */
      readonly at_most?: number | undefined;
      /** Of pipeline: its name; a run for the same commit must have succeeded. */
      readonly pipeline?: string | undefined;
      /** Of environment: its slug; the same version must run there. */
      readonly environment?: string | undefined;
      /** Of alerts: only those with all of these labels. Without any, all but those that name another project or environment. */
      readonly labels?: Readonly<Record<string, string>> | undefined;
      /** Of vulnerabilities: the scanner whose result is needed; any, if absent. */
      readonly scanner?: string | undefined;
      /** Seconds that a deployment waits for it, from its creation; then it is cancelled. It waits for ever, if absent. */
      readonly timeout?: number | undefined;
      /** Of environment: and must have run there for this many seconds. */
      readonly for?: number | undefined;
    }[] | undefined;
    /** When nothing is deployed. */
    readonly freeze_windows?: readonly {
      /** Why; shown to who is held up. */
      readonly reason: string;
      /** One span of time, or one that comes again. */
      readonly kind: 'once' | 'recurring';
      /** Of once: from. */
      readonly starts_at?: string | undefined;
      /** Of once: to. */
      readonly ends_at?: string | undefined;
      /** Of recurring: when it starts. */
      readonly cron?: string | undefined;
      /** Of recurring: how many seconds it lasts. */
      readonly duration?: number | undefined;
      /** Of recurring: the time zone of `cron`. */
      readonly time_zone?: string | undefined;
    }[] | undefined;
  } | null | undefined;
  readonly variables?: Readonly<Record<string, string>> | null | undefined;
  readonly secret_variables?: Readonly<Record<string, string>> | null | undefined;
  readonly url_template?: string | null | undefined;
  readonly labels?: readonly string[] | null | undefined;
};

/** Unique in a tenant. */
export type EnvironmentKey = {
  /** The project that is deployed here. */
  readonly project: string;
  /** Short name for URLs and commands, unique in the project. */
  readonly slug: string;
};

/** Something that happened: in the hub itself, or outside and published to it. */
export type Event = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Its place in the order of commits; go on from here when you follow. */
  readonly seq: number;
  /** What happened. */
  readonly type: string;
  /** What it happened to. */
  readonly subject: string;
  /** Whom it concerns. */
  readonly channels?: readonly string[];
  /** The project that it belongs to. */
  readonly project?: string;
  /** The id that its teller gave it. */
  readonly own_id?: string;
  /** The source that it came in by, or the installation of a plugin that took the webhook. */
  readonly source?: string;
  /** The rules, and the installations that listened, that led to it, one by the other. */
  readonly causes?: readonly string[];
  /** What endpoints with the payload format raw get in place of `data`. */
  readonly body?: string;
  /** When its content is taken out, as its teller wanted. */
  readonly content_until?: string;
  /** Whether its data was taken out for good. */
  readonly expunged?: boolean;
  /** Fits the schema of the type. */
  readonly data: Readonly<Record<string, unknown>>;
};

/** What kind of thing can happen, what its data looks like, and whether that is enforced when an event is published. */
export type EventType = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Its name, unique in the tenant. */
  readonly name: string;
  /** When it happens. */
  readonly description?: string;
  /** The heading that people find it under. */
  readonly group?: string;
  /** JSON Schema (2020-12) of its data. */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** JSON Schemas of its data by version, for people and receivers. Events are checked against `schema` alone. */
  readonly schemas?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Tells receivers which schema an event was made for. */
  readonly schema_version: string;
  /** What happens to an event that does not fit the schema: nothing, a warning, or a refusal. */
  readonly enforcement: 'off' | 'warn' | 'reject';
  /** Data of an example event, for documents and test sends. */
  readonly example?: Readonly<Record<string, unknown>>;
  /** Whether new receivers should use another one. */
  readonly deprecated: boolean;
  /** Whether it can be neither published nor subscribed to any more. */
  readonly archived: boolean;
  /** Only receivers with one of these flags see it. */
  readonly feature_flags?: readonly string[];
  /** Seconds between attempts, in place of each endpoint’s own. */
  readonly retry_delays?: readonly number[];
  /** Seconds that events of it are kept; the hub’s default, if absent. */
  readonly retention?: number;
};

/** What a new event type takes. */
export type EventTypeCreate = {
  /** Its name, unique in the tenant. */
  readonly name: string;
  /** When it happens. */
  readonly description?: string | undefined;
  /** The heading that people find it under. */
  readonly group?: string | undefined;
  /** JSON Schema (2020-12) of its data. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
  /** JSON Schemas of its data by version, for people and receivers. Events are checked against `schema` alone. */
  readonly schemas?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /** Tells receivers which schema an event was made for. */
  readonly schema_version?: string | undefined;
  /** What happens to an event that does not fit the schema: nothing, a warning, or a refusal. */
  readonly enforcement?: 'off' | 'warn' | 'reject' | undefined;
  /** Data of an example event, for documents and test sends. */
  readonly example?: Readonly<Record<string, unknown>> | undefined;
  /** Whether new receivers should use another one. */
  readonly deprecated?: boolean | undefined;
  /** Whether it can be neither published nor subscribed to any more. */
  readonly archived?: boolean | undefined;
  /** Only receivers with one of these flags see it. */
  readonly feature_flags?: readonly string[] | undefined;
  /** Seconds between attempts, in place of each endpoint’s own. */
  readonly retry_delays?: readonly number[] | undefined;
  /** Seconds that events of it are kept; the hub’s default, if absent. */
  readonly retention?: number | undefined;
};

/** What can change; null puts the default back. */
export type EventTypeUpdate = {
  /** Its name, unique in the tenant. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly group?: string | null | undefined;
  readonly schema?: Readonly<Record<string, unknown>> | null | undefined;
  readonly schemas?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null | undefined;
  readonly schema_version?: string | null | undefined;
  readonly enforcement?: 'off' | 'warn' | 'reject' | null | undefined;
  readonly example?: Readonly<Record<string, unknown>> | null | undefined;
  readonly deprecated?: boolean | null | undefined;
  readonly archived?: boolean | null | undefined;
  readonly feature_flags?: readonly string[] | null | undefined;
  readonly retry_delays?: readonly number[] | null | undefined;
  readonly retention?: number | null | undefined;
};

/** Unique in a tenant. */
export type EventTypeKey = {
  /** Its name, unique in the tenant. */
  readonly name: string;
};

/** A feature flag of this tenant: its variants, and who gets which. Asked by OpenFeature; kept here or by another service behind it. */
export type Flag = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What programs ask for, unique in the tenant. */
  readonly name: string;
  /** What it switches. */
  readonly description?: string;
  /** What kind of value it has. */
  readonly type: 'boolean' | 'string' | 'number' | 'json';
  /** Name to value, written as text: true, 1.5, or JSON. */
  readonly variants: Readonly<Record<string, string>>;
  /** What one gets whom no rule fits. */
  readonly default_variant: string;
  /** What everybody gets while it is switched off. */
  readonly off_variant: string;
  /** Who gets what; the first that fits counts. */
  readonly rules: readonly {
    /** What the rule is called. */
    readonly name: string;
    /** All of these must hold; none: everybody. */
    readonly conditions: readonly {
      /** What is looked at, of who asks. */
      readonly attribute: string;
      /** How it is compared. */
      readonly operator: 'in' | 'not_in' | 'starts_with' | 'ends_with' | 'gt' | 'gte' | 'lt' | 'lte' | 'semver_gte' | 'semver_lt';
      /** What it is compared to, written as text. */
      readonly values: readonly string[];
    }[];
    /** Who gets what. The same targeting key always gets the same. */
    readonly split: readonly {
      /** The variant. */
      readonly variant: string;
      /** How much of the whole. */
      readonly percent: number;
    }[];
  }[];
  /** Who keeps it: the hub, or another service that the hub asks. */
  readonly provider: 'hub' | 'ofrep' | 'flagsmith';
  /** Of another service: the connector that reaches it. */
  readonly installation?: string;
  /** Words to find it by. */
  readonly labels: readonly string[];
  /** Whether the rules count. */
  readonly enabled: boolean;
};

/** What a new flag takes. */
export type FlagCreate = {
  /** What programs ask for, unique in the tenant. */
  readonly name: string;
  /** What it switches. */
  readonly description?: string | undefined;
  /** What kind of value it has. */
  readonly type?: 'boolean' | 'string' | 'number' | 'json' | undefined;
  /** Name to value, written as text: true, 1.5, or JSON. */
  readonly variants?: Readonly<Record<string, string>> | undefined;
  /** What one gets whom no rule fits. */
  readonly default_variant?: string | undefined;
  /** What everybody gets while it is switched off. */
  readonly off_variant?: string | undefined;
  /** Who gets what; the first that fits counts. */
  readonly rules?: readonly {
    /** What the rule is called. */
    readonly name: string;
    /** All of these must hold; none: everybody. */
    readonly conditions?: readonly {
      /** What is looked at, of who asks. */
      readonly attribute: string;
      /** How it is compared. */
      readonly operator?: 'in' | 'not_in' | 'starts_with' | 'ends_with' | 'gt' | 'gte' | 'lt' | 'lte' | 'semver_gte' | 'semver_lt' | undefined;
      /** What it is compared to, written as text. */
      readonly values: readonly string[];
    }[] | undefined;
    /** Who gets what. The same targeting key always gets the same. */
    readonly split: readonly {
      /** The variant. */
      readonly variant: string;
      /** How much of the whole. */
      readonly percent: number;
    }[];
  }[] | undefined;
  /** Who keeps it: the hub, or another service that the hub asks. */
  readonly provider?: 'hub' | 'ofrep' | 'flagsmith' | undefined;
  /** Of another service: the connector that reaches it. */
  readonly installation?: string | undefined;
  /** Words to find it by. */
  readonly labels?: readonly string[] | undefined;
  /** Whether the rules count. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type FlagUpdate = {
  /** What programs ask for, unique in the tenant. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly type?: 'boolean' | 'string' | 'number' | 'json' | null | undefined;
  readonly variants?: Readonly<Record<string, string>> | null | undefined;
  readonly default_variant?: string | null | undefined;
  readonly off_variant?: string | null | undefined;
  readonly rules?: readonly {
    /** What the rule is called. */
    readonly name: string;
    /** All of these must hold; none: everybody. */
    readonly conditions?: readonly {
      /** What is looked at, of who asks. */
      readonly attribute: string;
      /** How it is compared. */
      readonly operator?: 'in' | 'not_in' | 'starts_with' | 'ends_with' | 'gt' | 'gte' | 'lt' | 'lte' | 'semver_gte' | 'semver_lt' | undefined;
      /** What it is compared to, written as text. */
      readonly values: readonly string[];
    }[] | undefined;
    /** Who gets what. The same targeting key always gets the same. */
    readonly split: readonly {
      /** The variant. */
      readonly variant: string;
      /** How much of the whole. */
      readonly percent: number;
    }[];
  }[] | null | undefined;
  readonly provider?: 'hub' | 'ofrep' | 'flagsmith' | null | undefined;
  readonly installation?: string | null | undefined;
  readonly labels?: readonly string[] | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type FlagKey = {
  /** What programs ask for, unique in the tenant. */
  readonly name: string;
};

/** Lets people sign in with OpenID Connect or LDAP, and gives them roles by their groups. */
export type IdentityProvider = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What the sign-in page shows, unique in the tenant. */
  readonly name: string;
  /** OpenID Connect or LDAP. */
  readonly kind: 'oidc' | 'ldap';
  /** Of oidc: the issuer and the client. */
  readonly oidc?: {
    /** The issuer, letter for letter as in `iss`. */
    readonly issuer: string;
    /** The client that the hub is there. */
    readonly client_id: string;
    /** Scopes to ask for. */
    readonly scopes: readonly string[];
    /** What names a person for good. */
    readonly subject_claim: string;
    /** Where the mail address is. */
    readonly email_claim: string;
    /** Where the groups are. */
    readonly groups_claim: string;
    /** Only people with a verified address in one of these may sign in. Empty: all. */
    readonly email_domains: readonly string[];
  };
  /** Of ldap: the server and where to look. */
  readonly ldap?: {
    /** The server. */
    readonly url: string;
    /** Whether a plain connection is upgraded to TLS before anything is sent. */
    readonly start_tls: boolean;
    /** Certificate of the authority that signed the server’s, PEM. */
    readonly ca_certificate?: string;
    /** Who the hub is there. Its password is `bind_password`. */
    readonly bind_dn: string;
    /** Where people are looked for. */
    readonly user_base: string;
    /** How a person is found by what they typed. */
    readonly user_filter: string;
    /** Where groups are looked for. */
    readonly group_base?: string;
    /** How the groups of a person are found. */
    readonly group_filter: string;
    /** Where the name is. */
    readonly name_attribute: string;
    /** Where the mail address is. */
    readonly email_attribute: string;
  };
  /** Which group gets which role. */
  readonly grants: readonly {
    /** Group at the identity provider. */
    readonly group: string;
    /** What its members may do. */
    readonly role: 'viewer' | 'operator' | 'approver' | 'admin' | 'custom';
    /** Of a custom role: its scopes. */
    readonly scopes: readonly string[];
  }[];
  /** What somebody without any of these groups gets; with none they can’t sign in. */
  readonly default_role: 'none' | 'viewer' | 'operator';
  /** Seconds until one has to sign in again. */
  readonly session_lifetime: number;
  /** Switched off, nobody signs in with it. */
  readonly enabled: boolean;
  /** Of oidc: the redirect URL to register. */
  readonly callback_url: string | null;
};

/** What a new identity provider takes. */
export type IdentityProviderCreate = {
  /** What the sign-in page shows, unique in the tenant. */
  readonly name: string;
  /** OpenID Connect or LDAP. */
  readonly kind: 'oidc' | 'ldap';
  /** Of oidc: the issuer and the client. */
  readonly oidc?: {
    /** The issuer, letter for letter as in `iss`. */
    readonly issuer: string;
    /** The client that the hub is there. */
    readonly client_id: string;
    /** Scopes to ask for. */
    readonly scopes?: readonly string[] | undefined;
    /** What names a person for good. */
    readonly subject_claim?: string | undefined;
    /** Where the mail address is. */
    readonly email_claim?: string | undefined;
    /** Where the groups are. */
    readonly groups_claim?: string | undefined;
    /** Only people with a verified address in one of these may sign in. Empty: all. */
    readonly email_domains?: readonly string[] | undefined;
  } | undefined;
  /** Of ldap: the server and where to look. */
  readonly ldap?: {
    /** The server. */
    readonly url: string;
    /** Whether a plain connection is upgraded to TLS before anything is sent. */
    readonly start_tls?: boolean | undefined;
    /** Certificate of the authority that signed the server’s, PEM. */
    readonly ca_certificate?: string | undefined;
    /** Who the hub is there. Its password is `bind_password`. */
    readonly bind_dn: string;
    /** Where people are looked for. */
    readonly user_base: string;
    /** How a person is found by what they typed. */
    readonly user_filter?: string | undefined;
    /** Where groups are looked for. */
    readonly group_base?: string | undefined;
    /** How the groups of a person are found. */
    readonly group_filter?: string | undefined;
    /** Where the name is. */
    readonly name_attribute?: string | undefined;
    /** Where the mail address is. */
    readonly email_attribute?: string | undefined;
  } | undefined;
  /** Of oidc: the client’s secret; none for a public client. */
  readonly client_secret?: string | undefined;
  /** Of ldap: the password of `bind_dn`. */
  readonly bind_password?: string | undefined;
  /** Which group gets which role. */
  readonly grants?: readonly {
    /** Group at the identity provider. */
    readonly group: string;
    /** What its members may do. */
    readonly role: 'viewer' | 'operator' | 'approver' | 'admin' | 'custom';
    /** Of a custom role: its scopes. */
    readonly scopes?: readonly string[] | undefined;
  }[] | undefined;
  /** What somebody without any of these groups gets; with none they can’t sign in. */
  readonly default_role?: 'none' | 'viewer' | 'operator' | undefined;
  /** Seconds until one has to sign in again. */
  readonly session_lifetime?: number | undefined;
  /** Switched off, nobody signs in with it. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type IdentityProviderUpdate = {
  /** What the sign-in page shows, unique in the tenant. */
  readonly name?: string | undefined;
  /** OpenID Connect or LDAP. */
  readonly kind?: 'oidc' | 'ldap' | undefined;
  readonly oidc?: {
    /** The issuer, letter for letter as in `iss`. */
    readonly issuer: string;
    /** The client that the hub is there. */
    readonly client_id: string;
    /** Scopes to ask for. */
    readonly scopes?: readonly string[] | undefined;
    /** What names a person for good. */
    readonly subject_claim?: string | undefined;
    /** Where the mail address is. */
    readonly email_claim?: string | undefined;
    /** Where the groups are. */
    readonly groups_claim?: string | undefined;
    /** Only people with a verified address in one of these may sign in. Empty: all. */
    readonly email_domains?: readonly string[] | undefined;
  } | null | undefined;
  readonly ldap?: {
    /** The server. */
    readonly url: string;
    /** Whether a plain connection is upgraded to TLS before anything is sent. */
    readonly start_tls?: boolean | undefined;
    /** Certificate of the authority that signed the server’s, PEM. */
    readonly ca_certificate?: string | undefined;
    /** Who the hub is there. Its password is `bind_password`. */
    readonly bind_dn: string;
    /** Where people are looked for. */
    readonly user_base: string;
    /** How a person is found by what they typed. */
    readonly user_filter?: string | undefined;
    /** Where groups are looked for. */
    readonly group_base?: string | undefined;
    /** How the groups of a person are found. */
    readonly group_filter?: string | undefined;
    /** Where the name is. */
    readonly name_attribute?: string | undefined;
    /** Where the mail address is. */
    readonly email_attribute?: string | undefined;
  } | null | undefined;
  readonly client_secret?: string | null | undefined;
  readonly bind_password?: string | null | undefined;
  readonly grants?: readonly {
    /** Group at the identity provider. */
    readonly group: string;
    /** What its members may do. */
    readonly role: 'viewer' | 'operator' | 'approver' | 'admin' | 'custom';
    /** Of a custom role: its scopes. */
    readonly scopes?: readonly string[] | undefined;
  }[] | null | undefined;
  readonly default_role?: 'none' | 'viewer' | 'operator' | null | undefined;
  readonly session_lifetime?: number | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type IdentityProviderKey = {
  /** What the sign-in page shows, unique in the tenant. */
  readonly name: string;
};

/** A plugin in this tenant: which versions, its configuration and secrets, and what it was allowed to do. */
export type Installation = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Versions that may run, as an npm range. */
  readonly version: string;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The plugin. */
  readonly plugin: string;
  /** Tells two installations of one plugin apart. */
  readonly name: string;
  /** Its configuration; fits the plugin’s schema. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What it may do. It can only be enabled while this covers what its version asks for. */
  readonly permissions: readonly string[];
  /** Which new versions the hub moves to by itself, as long as they ask for no more permissions. */
  readonly update_policy: 'manual' | 'patch' | 'minor' | 'latest';
  /** Seconds that a version must have been out before that; security fixes go at once. */
  readonly update_delay: number;
  /** Which runs are kept for a day, with all that they asked and heard, so that `patchbay plugin replay` can run them again. */
  readonly record: 'none' | 'failures' | 'all';
  /** Switched off, nothing of it runs. */
  readonly enabled: boolean;
  /** The version that runs. */
  readonly installed_version: string | null;
  /** The newest one that `version` allows. */
  readonly available_version: string | null;
  /** Names of the secrets that are set. */
  readonly secret_names: readonly string[];
  /** What the version asks for and was not given. */
  readonly missing_permissions: readonly string[];
  /** Where its system posts to; null for a plugin that takes no webhooks. */
  readonly webhook_url: string | null;
  /** Whether its system still has to introduce itself. Unconfirmed: it brought its secret, which `installation_token` shows, and nothing signed with that has come yet. */
  readonly webhook_handshake: 'none' | 'pending' | 'unconfirmed' | 'done';
  /** The version before, to which the hub goes back by itself when this one fails soon. */
  readonly previous_version: string | null;
  /** How it does. */
  readonly health: {
    /** What its health check said last; unknown, if it has none or was not asked yet. */
    readonly state: 'ok' | 'degraded' | 'down' | 'unknown';
    /** Why. */
    readonly reason: string | null;
    /** What the credential may do, where the system tells. */
    readonly scopes: readonly string[];
    /** When it was asked. */
    readonly checked_at: string | null;
    /** How long that took. */
    readonly latency_ms: number | null;
    /** Since when requests are counted. */
    readonly since: string;
    /** Requests that it made. */
    readonly requests: number;
    /** Those that were answered with 4xx. */
    readonly refused: number;
    /** Those that were answered with 429. */
    readonly limited: number;
    /** Those that were answered with 5xx, or not at all. */
    readonly failed: number;
    /** How long one took, on average. */
    readonly average_ms: number | null;
    /** Its limit, where the system tells. */
    readonly rate_limit: {
      /** How many more it may make, as the system said last. */
      readonly remaining: number;
      /** Of how many. */
      readonly limit: number | null;
      /** When they are all there again. */
      readonly reset_at: string | null;
    } | null;
  } | null;
  /** Where it stands. */
  readonly status: 'installed' | 'configured' | 'enabled' | 'degraded' | 'quarantined' | 'disabled';
  /** Why it stands there. */
  readonly status_reason: string | null;
  /** Since when. */
  readonly status_since: string;
};

/** What a new installation takes. */
export type InstallationCreate = {
  /** The plugin. */
  readonly plugin: string;
  /** Tells two installations of one plugin apart. */
  readonly name?: string | undefined;
  /** Versions that may run, as an npm range. */
  readonly version?: string | undefined;
  /** Its configuration; fits the plugin’s schema. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** Its secrets by name. The plugin never sees them: the hub puts them into its requests. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /** What it may do. It can only be enabled while this covers what its version asks for. */
  readonly permissions?: readonly string[] | undefined;
  /** Which new versions the hub moves to by itself, as long as they ask for no more permissions. */
  readonly update_policy?: 'manual' | 'patch' | 'minor' | 'latest' | undefined;
  /** Seconds that a version must have been out before that; security fixes go at once. */
  readonly update_delay?: number | undefined;
  /** Which runs are kept for a day, with all that they asked and heard, so that `patchbay plugin replay` can run them again. */
  readonly record?: 'none' | 'failures' | 'all' | undefined;
  /** Switched off, nothing of it runs. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type InstallationUpdate = {
  /** The plugin. */
  readonly plugin?: string | undefined;
  readonly name?: string | null | undefined;
  readonly version?: string | null | undefined;
  readonly config?: Readonly<Record<string, unknown>> | null | undefined;
  readonly secrets?: Readonly<Record<string, string>> | null | undefined;
  readonly permissions?: readonly string[] | null | undefined;
  readonly update_policy?: 'manual' | 'patch' | 'minor' | 'latest' | null | undefined;
  readonly update_delay?: number | null | undefined;
  readonly record?: 'none' | 'failures' | 'all' | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type InstallationKey = {
  /** The plugin. */
  readonly plugin: string;
  /** Tells two installations of one plugin apart. */
  readonly name?: string | undefined;
};

/** Work of the hub that takes its time and survives restarts: events that are sent once more, dead letters that are sent anew. */
export type Job = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The action that started it. */
  readonly kind: 'event_replay' | 'dead_letter_redrive';
  /** Where it stands. */
  readonly status: 'running' | 'done' | 'cancelled' | 'failed';
  /** The endpoint that it sends to, if it is one. */
  readonly endpoint?: string;
  /** What it was asked for. */
  readonly filter: Readonly<Record<string, unknown>>;
  /** Who started it. */
  readonly principal: string;
  /** How many events or letters it has looked at. */
  readonly looked: number;
  /** How many it has put on their way. */
  readonly sent: number;
  /** How many it could not send, because their endpoint is switched off or gone. */
  readonly skipped: number;
  /** How many it could not send, because their event, or its content, is not kept any more. */
  readonly expired: number;
  /** Why it failed. */
  readonly failure?: string;
  /** When it came to its end. */
  readonly ended_at?: string;
};

/** Money that moved between accounts of the marketplace, in whole units of the smallest coin. The lines of an entry add up to zero. */
export type LedgerEntry = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What it was called by who told it: counted once. */
  readonly reference: string;
  /** What happened. */
  readonly kind: 'sale' | 'refund' | 'payout' | 'payout_settled' | 'payout_failed';
  /** Whose plugin it is. */
  readonly publisher: string;
  /** Of a sale or its refund: the plugin. */
  readonly plugin?: string;
  /** The plan that was bought. */
  readonly plan?: string;
  /** Who bought it. */
  readonly customer?: string;
  /** Currency. */
  readonly currency: string;
  /** How much it is about. */
  readonly amount: number;
  /** Of a sale: what the publisher gets of it, in hundredths of a percent. */
  readonly publisher_share?: number;
  /** Of a refund: the reference of its sale. */
  readonly reverses?: string;
  /** The accounts it moved between. */
  readonly lines: readonly {
    /** cash, revenue, clearing or publisher/<name>. */
    readonly account: string;
    /** Above zero it is debited, below credited. */
    readonly amount: number;
  }[];
  /** Its place in the ledger of the tenant, from 1, without gaps. */
  readonly seq: number;
  /** sha256 over the hash before and this entry’s id, time and stored text. */
  readonly hash: string;
};

/** An attached MCP server. Its tools become actions once they are allowed, and a tool that changes behind our back is held until somebody has looked. */
export type McpServer = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Before the names of its tools, unique in the tenant. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** What it is for. */
  readonly description?: string;
  /** How it is reached. The field of the same name says where. */
  readonly transport: 'http' | 'stdio';
  /** Of http: where it is. */
  readonly http?: {
    /** Where it is. */
    readonly url: string;
    /** Headers to send along. */
    readonly headers: Readonly<Record<string, string>>;
  };
  /** Of stdio: the program. */
  readonly stdio?: {
    /** The program. Whoever runs the hub must allow it. */
    readonly command: string;
    /** Its arguments, passed without a shell. */
    readonly arguments: readonly string[];
    /** Its environment variables; it gets no others. */
    readonly environment: Readonly<Record<string, string>>;
    /** Environment variables that are kept as secrets: variable to name of the secret. */
    readonly secret_environment: Readonly<Record<string, string>>;
  };
  /** Of http: how the hub shows who it is. */
  readonly auth: {
    /** How: not at all, by user and password, by a bearer token, by a header of its own, by OAuth client credentials, or by a client certificate. */
    readonly kind: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2' | 'mtls';
    /** Of basic: the user, without a colon. */
    readonly username?: string;
    /** Of header: its name. */
    readonly header?: string;
    /** Of oauth2: where tokens come from. */
    readonly token_url?: string;
    /** Of oauth2: the client. */
    readonly client_id?: string;
    /** Of oauth2: the scopes to ask for. */
    readonly scopes: readonly string[];
    /** Of oauth2: whom the token is for. */
    readonly audience?: string;
    /** Of mtls: the certificate and its chain, PEM. The key is `auth_secret`. */
    readonly certificate?: string;
    /** Of mtls: the authorities that the other side’s certificate comes from, PEM; the public ones, if absent. */
    readonly ca?: string;
  };
  /** Whether each person signs in there for themselves; then `auth` is only used to list tools, and its oauth2 client to sign in, if it has one. */
  readonly per_person: boolean;
  /** Tools that may be called. Empty: none yet. */
  readonly allowed_tools: readonly string[];
  /** Tool to the sha256 of its name, description and schemas. A tool with another one is held; one without is pinned when it is first seen. */
  readonly tool_hashes: Readonly<Record<string, string>>;
  /** Tool to its safety, in place of what the server says. */
  readonly safety: Readonly<Record<string, 'safe' | 'moderate' | 'destructive'>>;
  /** Safety of the other tools. */
  readonly default_safety: 'safe' | 'moderate' | 'destructive';
  /** Seconds for one call. */
  readonly timeout: number;
  /** Bytes of an answer, at most. */
  readonly max_output: number;
  /** Of http: networks it may resolve to; it can only narrow what the hub allows. Empty: what the hub allows. */
  readonly allowed_networks: readonly string[];
  /** Switched off, its tools are gone. */
  readonly enabled: boolean;
  /** What the last connection came to. */
  readonly status: 'unknown' | 'connected' | 'unreachable' | 'unauthorized';
  /** Tools it offers. */
  readonly tools_found: readonly string[];
  /** Allowed tools that changed and wait for somebody to look. */
  readonly tools_held: readonly string[];
  /** When the hub looked last. */
  readonly checked_at: string | null;
};

/** What a new mcp server takes. */
export type McpServerCreate = {
  /** Before the names of its tools, unique in the tenant. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** What it is for. */
  readonly description?: string | undefined;
  /** How it is reached. The field of the same name says where. */
  readonly transport: 'http' | 'stdio';
  /** Of http: where it is. */
  readonly http?: {
    /** Where it is. */
    readonly url: string;
    /** Headers to send along. */
    readonly headers?: Readonly<Record<string, string>> | undefined;
  } | undefined;
  /** Of stdio: the program. */
  readonly stdio?: {
    /** The program. Whoever runs the hub must allow it. */
    readonly command: string;
    /** Its arguments, passed without a shell. */
    readonly arguments?: readonly string[] | undefined;
    /** Its environment variables; it gets no others. */
    readonly environment?: Readonly<Record<string, string>> | undefined;
    /** Environment variables that are kept as secrets: variable to name of the secret. */
    readonly secret_environment?: Readonly<Record<string, string>> | undefined;
  } | undefined;
  /** Of http: how the hub shows who it is. */
  readonly auth?: {
    /** How: not at all, by user and password, by a bearer token, by a header of its own, by OAuth client credentials, or by a client certificate. */
    readonly kind: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2' | 'mtls';
    /** Of basic: the user, without a colon. */
    readonly username?: string | undefined;
    /** Of header: its name. */
    readonly header?: string | undefined;
    /** Of oauth2: where tokens come from. */
    readonly token_url?: string | undefined;
    /** Of oauth2: the client. */
    readonly client_id?: string | undefined;
    /** Of oauth2: the scopes to ask for. */
    readonly scopes?: readonly string[] | undefined;
    /** Of oauth2: whom the token is for. */
    readonly audience?: string | undefined;
    /** Of mtls: the certificate and its chain, PEM. The key is `auth_secret`. */
    readonly certificate?: string | undefined;
    /** Of mtls: the authorities that the other side’s certificate comes from, PEM; the public ones, if absent. */
    readonly ca?: string | undefined;
  } | undefined;
  /** Password, token, client secret or private key (PEM) of `auth`. */
  readonly auth_secret?: string | undefined;
  /** Whether each person signs in there for themselves; then `auth` is only used to list tools, and its oauth2 client to sign in, if it has one. */
  readonly per_person?: boolean | undefined;
  /** Tools that may be called. Empty: none yet. */
  readonly allowed_tools?: readonly string[] | undefined;
  /** Tool to the sha256 of its name, description and schemas. A tool with another one is held; one without is pinned when it is first seen. */
  readonly tool_hashes?: Readonly<Record<string, string>> | undefined;
  /** Tool to its safety, in place of what the server says. */
  readonly safety?: Readonly<Record<string, 'safe' | 'moderate' | 'destructive'>> | undefined;
  /** Safety of the other tools. */
  readonly default_safety?: 'safe' | 'moderate' | 'destructive' | undefined;
  /** Seconds for one call. */
  readonly timeout?: number | undefined;
  /** Bytes of an answer, at most. */
  readonly max_output?: number | undefined;
  /** Of http: networks it may resolve to; it can only narrow what the hub allows. Empty: what the hub allows. */
  readonly allowed_networks?: readonly string[] | undefined;
  /** Switched off, its tools are gone. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type McpServerUpdate = {
  /** Before the names of its tools, unique in the tenant. */
  readonly slug?: string | undefined;
  /** Name for people. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** How it is reached. The field of the same name says where. */
  readonly transport?: 'http' | 'stdio' | undefined;
  readonly http?: {
    /** Where it is. */
    readonly url: string;
    /** Headers to send along. */
    readonly headers?: Readonly<Record<string, string>> | undefined;
  } | null | undefined;
  readonly stdio?: {
    /** The program. Whoever runs the hub must allow it. */
    readonly command: string;
    /** Its arguments, passed without a shell. */
    readonly arguments?: readonly string[] | undefined;
    /** Its environment variables; it gets no others. */
    readonly environment?: Readonly<Record<string, string>> | undefined;
    /** Environment variables that are kept as secrets: variable to name of the secret. */
    readonly secret_environment?: Readonly<Record<string, string>> | undefined;
  } | null | undefined;
  readonly auth?: {
    /** How: not at all, by user and password, by a bearer token, by a header of its own, by OAuth client credentials, or by a client certificate. */
    readonly kind: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2' | 'mtls';
    /** Of basic: the user, without a colon. */
    readonly username?: string | undefined;
    /** Of header: its name. */
    readonly header?: string | undefined;
    /** Of oauth2: where tokens come from. */
    readonly token_url?: string | undefined;
    /** Of oauth2: the client. */
    readonly client_id?: string | undefined;
    /** Of oauth2: the scopes to ask for. */
    readonly scopes?: readonly string[] | undefined;
    /** Of oauth2: whom the token is for. */
    readonly audience?: string | undefined;
    /** Of mtls: the certificate and its chain, PEM. The key is `auth_secret`. */
    readonly certificate?: string | undefined;
    /** Of mtls: the authorities that the other side’s certificate comes from, PEM; the public ones, if absent. */
    readonly ca?: string | undefined;
  } | null | undefined;
  readonly auth_secret?: string | null | undefined;
  readonly per_person?: boolean | null | undefined;
  readonly allowed_tools?: readonly string[] | null | undefined;
  readonly tool_hashes?: Readonly<Record<string, string>> | null | undefined;
  readonly safety?: Readonly<Record<string, 'safe' | 'moderate' | 'destructive'>> | null | undefined;
  readonly default_safety?: 'safe' | 'moderate' | 'destructive' | null | undefined;
  readonly timeout?: number | null | undefined;
  readonly max_output?: number | null | undefined;
  readonly allowed_networks?: readonly string[] | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type McpServerKey = {
  /** Before the names of its tools, unique in the tenant. */
  readonly slug: string;
};

/** A message of a rule to one recipient, and what became of it. */
export type Notification = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The rule. */
  readonly rule: string;
  /** The template. */
  readonly template: string;
  /** The event that it is about; of several, the newest. */
  readonly event: string;
  /** How many events it is about. */
  readonly events: number;
  /** How many events were held back before it, because messages would have come too often. */
  readonly suppressed: number;
  /** Kind of channel. */
  readonly channel: 'slack' | 'teams' | 'discord' | 'email' | 'sms';
  /** Name of the installation of its connector. */
  readonly installation: string;
  /** Who gets it; where the webhook of the installation leads, if absent. */
  readonly recipient?: string;
  /** How grave it is; known once it was put together. */
  readonly severity?: 'info' | 'low' | 'medium' | 'high' | 'critical';
  /** Where it stands. failed: it is not tried again by itself. */
  readonly status: 'waiting' | 'sent' | 'failed';
  /** How often it was tried. */
  readonly attempts: number;
  /** The action that sent it, or should have. */
  readonly action?: string;
  /** What the channel calls the message. */
  readonly message?: Readonly<Record<string, unknown>>;
  /** True: it changed the message of before in place of sending another. */
  readonly changed?: boolean;
  /** Why it failed: it was refused; it was tried as often as it is tried; the hub stopped in the middle, and nobody knows whether it was sent; or nobody approved it. */
  readonly reason?: 'refused' | 'exhausted' | 'unknown' | 'rejected';
  /** The failure code of the last try. */
  readonly failure?: string;
  /** More about it, for people. */
  readonly detail?: string;
  /** What was cut or left out for the channel. */
  readonly notes?: readonly string[];
  /** When it is tried again. */
  readonly next_at?: string;
  /** When it was sent. */
  readonly sent_at?: string;
};

/** The statement of what a publisher is paid: what was open, earned, refunded and paid before, in whole units of the smallest coin. */
export type Payout = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Who is paid. */
  readonly publisher: string;
  /** Currency. */
  readonly currency: string;
  /** The how manieth statement of this publisher in this currency. */
  readonly number: number;
  /** What it was called by who asked for it. */
  readonly reference: string;
  /** Whether the money arrived. Failed: it is owed again. */
  readonly status: 'open' | 'paid' | 'failed';
  /** What was owed at the end of the statement before. */
  readonly opening: number;
  /** Shares of sales since then. */
  readonly earned: number;
  /** Shares that went back with refunds. */
  readonly refunded: number;
  /** Paid out since the statement before, less what came back. */
  readonly paid: number;
  /** What this payout pays: opening + earned − refunded − paid. */
  readonly amount: number;
  /** How many sales that were. */
  readonly sales: number;
  /** How many refunds. */
  readonly refunds: number;
  /** The last entry of the ledger that was looked at. */
  readonly until_seq: number;
  /** What the payment is called where it was made. */
  readonly paid_with?: string;
  /** When it was paid, or failed. */
  readonly settled_at?: string;
};

/** A job in a CI system that the hub can start, follow, cancel and approve. */
export type Pipeline = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The project it works for. */
  readonly project: string;
  /** What it is called here, unique in the project. */
  readonly name: string;
  /** What it does. */
  readonly description?: string;
  /** The CI system. The field of the same name says where in it. */
  readonly provider: 'github' | 'gitlab' | 'jenkins' | 'azure_devops' | 'codepipeline';
  /** Of github: the workflow. */
  readonly github?: {
    /** The API, for GitHub Enterprise. */
    readonly api_url: string;
    /** Owner of the repository. */
    readonly owner: string;
    /** Name of the repository. */
    readonly repository: string;
    /** File name or id of the workflow; it must have the trigger workflow_dispatch. */
    readonly workflow: string;
    /** Git ref to run on; the project’s default branch, if absent. */
    readonly ref?: string;
  };
  /** Of gitlab: the project whose pipeline runs. */
  readonly gitlab?: {
    /** The instance. */
    readonly url: string;
    /** Id or full path of the GitLab project. */
    readonly project: string;
    /** Git ref to run on; the project’s default branch, if absent. */
    readonly ref?: string;
    /** How `inputs` reach the pipeline: as CI/CD variables, or as the inputs that its `spec` declares. */
    readonly pass: 'variables' | 'inputs';
  };
  /** Of jenkins: the job. */
  readonly jenkins?: {
    /** The controller. */
    readonly url: string;
    /** Path of the job, folders included. */
    readonly job: string;
  };
  /** Of azure_devops: the pipeline. */
  readonly azure_devops?: {
    /** The organisation. */
    readonly organization_url: string;
    /** Name or id of the Azure project. */
    readonly project: string;
    /** Id of the pipeline. */
    readonly pipeline_id: number;
    /** Git ref to run on; the project’s default branch, if absent. */
    readonly ref?: string;
    /** Stages to leave out. */
    readonly stages_to_skip: readonly string[];
  };
  /** Of codepipeline: the pipeline. */
  readonly codepipeline?: {
    /** AWS region. */
    readonly region: string;
    /** Name of the pipeline in AWS. */
    readonly name: string;
  };
  /** The connector whose credentials are used; the only one of this system, if absent. */
  readonly installation?: string;
  /** Inputs, parameters or variables of the job. {{path}} stands for a value of the deployment or the call. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The input that carries the hub’s run id, where the system gives none back. */
  readonly run_input: string;
  /** Seconds until a run counts as lost and is cancelled. */
  readonly timeout: number;
  /** Whether the hub answers approvals that the job waits for, once its own are given. */
  readonly may_approve: boolean;
  /** Switched off, it can’t be started. */
  readonly enabled: boolean;
  /** The principal with whose rights the hub talks to the CI. */
  readonly acts_for: string | null;
  /** The latest run. */
  readonly last_run: string | null;
  /** Where the latest run stands. */
  readonly last_state: 'requested' | 'correlated' | 'queued' | 'running' | 'waiting_approval' | 'succeeded' | 'failed' | 'cancelled' | 'lost' | null;
};

/** What a new pipeline takes. */
export type PipelineCreate = {
  /** The project it works for. */
  readonly project: string;
  /** What it is called here, unique in the project. */
  readonly name: string;
  /** What it does. */
  readonly description?: string | undefined;
  /** The CI system. The field of the same name says where in it. */
  readonly provider: 'github' | 'gitlab' | 'jenkins' | 'azure_devops' | 'codepipeline';
  /** Of github: the workflow. */
  readonly github?: {
    /** The API, for GitHub Enterprise. */
    readonly api_url?: string | undefined;
    /** Owner of the repository. */
    readonly owner: string;
    /** Name of the repository. */
    readonly repository: string;
    /** File name or id of the workflow; it must have the trigger workflow_dispatch. */
    readonly workflow: string;
    /** Git ref to run on; the project’s default branch, if absent. */
    readonly ref?: string | undefined;
  } | undefined;
  /** Of gitlab: the project whose pipeline runs. */
  readonly gitlab?: {
    /** The instance. */
    readonly url?: string | undefined;
    /** Id or full path of the GitLab project. */
    readonly project: string;
    /** Git ref to run on; the project’s default branch, if absent. */
    readonly ref?: string | undefined;
    /** How `inputs` reach the pipeline: as CI/CD variables, or as the inputs that its `spec` declares. */
    readonly pass?: 'variables' | 'inputs' | undefined;
  } | undefined;
  /** Of jenkins: the job. */
  readonly jenkins?: {
    /** The controller. */
    readonly url: string;
    /** Path of the job, folders included. */
    readonly job: string;
  } | undefined;
  /** Of azure_devops: the pipeline. */
  readonly azure_devops?: {
    /** The organisation. */
    readonly organization_url: string;
    /** Name or id of the Azure project. */
    readonly project: string;
    /** Id of the pipeline. */
    readonly pipeline_id: number;
    /** Git ref to run on; the project’s default branch, if absent. */
    readonly ref?: string | undefined;
    /** Stages to leave out. */
    readonly stages_to_skip?: readonly string[] | undefined;
  } | undefined;
  /** Of codepipeline: the pipeline. */
  readonly codepipeline?: {
    /** AWS region. */
    readonly region: string;
    /** Name of the pipeline in AWS. */
    readonly name: string;
  } | undefined;
  /** The connector whose credentials are used; the only one of this system, if absent. */
  readonly installation?: string | undefined;
  /** Inputs, parameters or variables of the job. {{path}} stands for a value of the deployment or the call. */
  readonly inputs?: Readonly<Record<string, string>> | undefined;
  /** The input that carries the hub’s run id, where the system gives none back. */
  readonly run_input?: string | undefined;
  /** Seconds until a run counts as lost and is cancelled. */
  readonly timeout?: number | undefined;
  /** Whether the hub answers approvals that the job waits for, once its own are given. */
  readonly may_approve?: boolean | undefined;
  /** Switched off, it can’t be started. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type PipelineUpdate = {
  /** The project it works for. */
  readonly project?: string | undefined;
  /** What it is called here, unique in the project. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** The CI system. The field of the same name says where in it. */
  readonly provider?: 'github' | 'gitlab' | 'jenkins' | 'azure_devops' | 'codepipeline' | undefined;
  readonly github?: {
    /** The API, for GitHub Enterprise. */
    readonly api_url?: string | undefined;
    /** Owner of the repository. */
    readonly owner: string;
    /** Name of the repository. */
    readonly repository: string;
    /** File name or id of the workflow; it must have the trigger workflow_dispatch. */
    readonly workflow: string;
    /** Git ref to run on; the project’s default branch, if absent. */
    readonly ref?: string | undefined;
  } | null | undefined;
  readonly gitlab?: {
    /** The instance. */
    readonly url?: string | undefined;
    /** Id or full path of the GitLab project. */
    readonly project: string;
    /** Git ref to run on; the project’s default branch, if absent. */
    readonly ref?: string | undefined;
    /** How `inputs` reach the pipeline: as CI/CD variables, or as the inputs that its `spec` declares. */
    readonly pass?: 'variables' | 'inputs' | undefined;
  } | null | undefined;
  readonly jenkins?: {
    /** The controller. */
    readonly url: string;
    /** Path of the job, folders included. */
    readonly job: string;
  } | null | undefined;
  readonly azure_devops?: {
    /** The organisation. */
    readonly organization_url: string;
    /** Name or id of the Azure project. */
    readonly project: string;
    /** Id of the pipeline. */
    readonly pipeline_id: number;
    /** Git ref to run on; the project’s default branch, if absent. */
    readonly ref?: string | undefined;
    /** Stages to leave out. */
    readonly stages_to_skip?: readonly string[] | undefined;
  } | null | undefined;
  readonly codepipeline?: {
    /** AWS region. */
    readonly region: string;
    /** Name of the pipeline in AWS. */
    readonly name: string;
  } | null | undefined;
  readonly installation?: string | null | undefined;
  readonly inputs?: Readonly<Record<string, string>> | null | undefined;
  readonly run_input?: string | null | undefined;
  readonly timeout?: number | null | undefined;
  readonly may_approve?: boolean | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type PipelineKey = {
  /** The project it works for. */
  readonly project: string;
  /** What it is called here, unique in the project. */
  readonly name: string;
};

/** Something that a plugin asked its host for: a request to another system, a call of an action, a secret. Allowed or not. */
export type PluginAccess = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The plugin. */
  readonly plugin: string;
  /** Its installation. */
  readonly installation: string;
  /** The version that asked. */
  readonly plugin_version: string;
  /** What it asked for; decide: what it was asked; hook: what it was not told of. */
  readonly kind: 'http' | 'call' | 'query' | 'emit' | 'reveal' | 'hmac' | 'decide' | 'hook';
  /** The origin, the action, the event type, the secret or the hook. */
  readonly target: string;
  /** Status of the answer, `done`, what it decided, the code of the refusal, or `circle`: it led to the event itself. */
  readonly outcome: string;
  /** Of a request. */
  readonly method?: string;
  /** Bytes of the body that was sent. */
  readonly sent_bytes?: number;
  /** Bytes of the body that came back. */
  readonly received_bytes?: number;
  /** Names of the secrets that the host put in. */
  readonly secret?: string;
  /** How long it took. */
  readonly duration_ms?: number;
  /** The invocation that it belongs to; of a hook that was not told, the event. */
  readonly call: string;
};

/** What this tenant may use of a commercial plugin, and until when: signed by its publisher, checked here without asking anybody. */
export type PluginEntitlement = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The plugin. */
  readonly plugin: string;
  /** The plan that was bought. */
  readonly plan: string;
  /** The publisher’s number of it. A newer one with the same number takes its place. */
  readonly number: string;
  /** Grows with each renewal of the same number. */
  readonly sequence: number;
  /** For how many people; any number, if absent. */
  readonly seats?: number;
  /** What it unlocks besides the plan. */
  readonly features: readonly string[];
  /** From when it counts. */
  readonly starts_at: string;
  /** Until when. */
  readonly expires_at: string;
  /** Until when the plugin goes on all the same, and says so. */
  readonly grace_until: string;
  /** Id of the key that signed it. */
  readonly key_id: string;
};

/** A signed package of a plugin that was verified and can be installed. It never changes; it can be revoked. */
export type PluginRelease = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The plugin. */
  readonly plugin: string;
  /** Its version. */
  readonly plugin_version: string;
  /** Of the package. */
  readonly sha256: string;
  /** Bytes of the package. */
  readonly size: number;
  /** Who signed it. */
  readonly publisher: string;
  /** Id of the key that signed it: sha256 of the public key. */
  readonly key_id: string;
  /** Grows with every release of a plugin. */
  readonly sequence: number;
  /** What kind of release it is. */
  readonly channel: 'stable' | 'beta' | 'security';
  /** What it asks for. */
  readonly permissions: readonly string[];
  /** Whether it may run. Held: a scan failed, and somebody has to decide. */
  readonly status: 'listed' | 'held' | 'rejected' | 'revoked';
  /** What the scans found. */
  readonly scans?: readonly {
    /** What was looked at. */
    readonly check: string;
    /** What came of it. */
    readonly outcome: 'passed' | 'warned' | 'failed';
    /** What was found. */
    readonly detail: string;
  }[];
  /** Why it was listed all the same, or rejected. */
  readonly decided_because?: string;
  /** Why it may not. */
  readonly revoked_because?: string;
  /** Since when. */
  readonly revoked_at?: string;
};

/** A run of a plugin with all that it asked its host and heard, kept for a day where its installation says so. `patchbay plugin replay` runs it again with other code. */
export type PluginRun = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The plugin. */
  readonly plugin: string;
  /** Its installation. */
  readonly installation: string;
  /** The version that ran. */
  readonly plugin_version: string;
  /** What kind of function it was. */
  readonly handler: string;
  /** Its name. */
  readonly name: string;
  /** `done`, or the code of what went wrong. */
  readonly outcome: string;
  /** Input, facts, questions, answers and result, as JSON. Secrets are not in it. */
  readonly trace: string;
  /** Until when it is kept. */
  readonly expires_at: string;
};

/** How much of a meter of a plugin an installation used in a month (UTC). */
export type PluginUsage = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The plugin. */
  readonly plugin: string;
  /** Its installation. */
  readonly installation: string;
  /** What is counted. */
  readonly meter: string;
  /** The month. */
  readonly month: string;
  /** How much. */
  readonly quantity: number;
};

/** An environment of tier preview, brought up for one pull request and torn down when that closes or its time is over. */
export type Preview = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The project. */
  readonly project: string;
  /** The environment that it is made after. */
  readonly environment: string;
  /** Its short name. */
  readonly environment_slug: string;
  /** Short name for URLs and namespaces: the environment and the pull request. */
  readonly slug: string;
  /** Number of the pull request. */
  readonly pull_request: string;
  /** Its title. */
  readonly title?: string;
  /** The commit that it shows, or shall show. */
  readonly commit?: string;
  /** The branch of the pull request. */
  readonly ref?: string;
  /** coming up, up, failed to come up, going down, or gone. */
  readonly status: 'coming' | 'up' | 'failed' | 'going' | 'down';
  /** Whether there may still be something of it. */
  readonly open: boolean;
  /** Where it is reached. */
  readonly url?: string;
  /** Its latest deployment. */
  readonly deployment?: string;
  /** When it is torn down, whatever else happens. Each deployment moves it on. */
  readonly expires_at?: string;
  /** When it was gone. */
  readonly ended_at?: string;
  /** Why it goes or went: the pull request was closed, its time was over, or somebody asked for it. */
  readonly outcome?: 'closed' | 'expired' | 'requested';
  /** What went wrong, if something did. */
  readonly detail?: string;
};

/** Something that is built and deployed: a service, an app, a stack. Environments and pipelines belong to it. */
export type Project = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Short name for URLs and commands, unique in the tenant. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** The repository it is built from. */
  readonly repository?: {
    /** Where the code lives. */
    readonly provider: 'github' | 'gitlab' | 'bitbucket' | 'azure_devops' | 'other';
    /** Owner, group or workspace. */
    readonly owner: string;
    /** Name of the repository. */
    readonly name: string;
    /** The provider’s own id, which survives a rename. */
    readonly id?: string;
  };
  /** The branch that releases come from. */
  readonly default_branch: string;
  /** What another system calls it, unique in the tenant. */
  readonly uid?: string;
  /** Your own notes. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Deliveries per second to all its endpoints together, at most; what is more waits. */
  readonly event_rate?: number;
};

/** What a new project takes. */
export type ProjectCreate = {
  /** Short name for URLs and commands, unique in the tenant. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** The repository it is built from. */
  readonly repository?: {
    /** Where the code lives. */
    readonly provider: 'github' | 'gitlab' | 'bitbucket' | 'azure_devops' | 'other';
    /** Owner, group or workspace. */
    readonly owner: string;
    /** Name of the repository. */
    readonly name: string;
    /** The provider’s own id, which survives a rename. */
    readonly id?: string | undefined;
  } | undefined;
  /** The branch that releases come from. */
  readonly default_branch?: string | undefined;
  /** What another system calls it, unique in the tenant. */
  readonly uid?: string | undefined;
  /** Your own notes. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Deliveries per second to all its endpoints together, at most; what is more waits. */
  readonly event_rate?: number | undefined;
};

/** What can change; null puts the default back. */
export type ProjectUpdate = {
  /** Short name for URLs and commands, unique in the tenant. */
  readonly slug?: string | undefined;
  /** Name for people. */
  readonly name?: string | undefined;
  readonly repository?: {
    /** Where the code lives. */
    readonly provider: 'github' | 'gitlab' | 'bitbucket' | 'azure_devops' | 'other';
    /** Owner, group or workspace. */
    readonly owner: string;
    /** Name of the repository. */
    readonly name: string;
    /** The provider’s own id, which survives a rename. */
    readonly id?: string | undefined;
  } | null | undefined;
  readonly default_branch?: string | null | undefined;
  readonly uid?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly event_rate?: number | null | undefined;
};

/** Unique in a tenant. */
export type ProjectKey = {
  /** Short name for URLs and commands, unique in the tenant. */
  readonly slug: string;
};

/** A request that a source, or an installation of a plugin, did not take, and why. When many come, only some are kept, and the oldest go first. */
export type RefusedRequest = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The source it was sent to, or the installation of a plugin. */
  readonly source: string;
  /** What was wrong with it. */
  readonly why: 'missing_signature' | 'bad_signature' | 'stale' | 'future' | 'malformed' | 'no_secret' | 'wrong_secret' | 'network' | 'too_large' | 'invalid';
  /** What was expected and what came. */
  readonly detail: string;
  /** What was answered. */
  readonly status: number;
  /** Whether the sender had proved itself, and something else was wrong. */
  readonly proven: boolean;
  /** The method of the request. */
  readonly method: string;
  /** Its path, without the values of the query. */
  readonly path: string;
  /** Where it came from. */
  readonly address: string;
  /** Its headers; what may be a secret is masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of its body; what may be a secret is masked. */
  readonly body?: string;
  /** How long the whole body was, where it was read. */
  readonly body_bytes?: number;
};

/** Another hub whose plugins can be installed here. Its signed list is followed, its packages are verified as if they were published here, and what is taken back there stops here. */
export type Registry = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** Whose it is. */
  readonly description?: string;
  /** Where that hub is. Without one nothing is fetched: bundles are brought by hand. */
  readonly url?: string;
  /** The key that signs its list; `plugin_index` of that hub shows it. Compare it by another way. */
  readonly public_key: string;
  /** Publishers whose plugins are taken over; of all, if none is named. */
  readonly namespaces: readonly string[];
  /** Switched off, nothing is fetched from there. What is here stays. */
  readonly enabled: boolean;
  /** waiting for its first list, current, stale: the list ran out, refused: the last list was not believed, or unreachable. */
  readonly status: 'waiting' | 'current' | 'stale' | 'refused' | 'unreachable';
  /** Why the last list or one of its packages was not taken. */
  readonly problem: string | null;
  /** Version of the list that counts here. It only grows. */
  readonly index_version: number | null;
  /** Until when that list counts. */
  readonly index_expires_at: string | null;
  /** Releases that are on it. */
  readonly releases: number;
};

/** What a new registry takes. */
export type RegistryCreate = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** Whose it is. */
  readonly description?: string | undefined;
  /** Where that hub is. Without one nothing is fetched: bundles are brought by hand. */
  readonly url?: string | undefined;
  /** A key of that hub with the scope plugin_release:read. */
  readonly token?: string | undefined;
  /** The key that signs its list; `plugin_index` of that hub shows it. Compare it by another way. */
  readonly public_key: string;
  /** Publishers whose plugins are taken over; of all, if none is named. */
  readonly namespaces?: readonly string[] | undefined;
  /** Switched off, nothing is fetched from there. What is here stays. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type RegistryUpdate = {
  /** What it is called, unique in the tenant. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly url?: string | null | undefined;
  readonly token?: string | null | undefined;
  /** The key that signs its list; `plugin_index` of that hub shows it. Compare it by another way. */
  readonly public_key?: string | undefined;
  readonly namespaces?: readonly string[] | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type RegistryKey = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
};

/** Gives a principal or a group a role in this tenant. A principal of another tenant becomes a member by it. */
export type RoleBinding = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Whether the subject is one principal or a group of the identity provider. */
  readonly subject_kind: 'principal' | 'group';
  /** Id of the principal, or name of the group. */
  readonly subject: string;
  /** What it may do. */
  readonly role: 'viewer' | 'operator' | 'approver' | 'admin' | 'custom';
  /** Of a custom role: its scopes. */
  readonly scopes: readonly string[];
};

/** What a new role binding takes. */
export type RoleBindingCreate = {
  /** Whether the subject is one principal or a group of the identity provider. */
  readonly subject_kind: 'principal' | 'group';
  /** Id of the principal, or name of the group. */
  readonly subject: string;
  /** What it may do. */
  readonly role: 'viewer' | 'operator' | 'approver' | 'admin' | 'custom';
  /** Of a custom role: its scopes. */
  readonly scopes?: readonly string[] | undefined;
};

/** What can change; null puts the default back. */
export type RoleBindingUpdate = {
  /** Whether the subject is one principal or a group of the identity provider. */
  readonly subject_kind?: 'principal' | 'group' | undefined;
  /** Id of the principal, or name of the group. */
  readonly subject?: string | undefined;
  /** What it may do. */
  readonly role?: 'viewer' | 'operator' | 'approver' | 'admin' | 'custom' | undefined;
  readonly scopes?: readonly string[] | null | undefined;
};

/** Unique in a tenant. */
export type RoleBindingKey = {
  /** Whether the subject is one principal or a group of the identity provider. */
  readonly subject_kind: 'principal' | 'group';
  /** Id of the principal, or name of the group. */
  readonly subject: string;
  /** What it may do. */
  readonly role: 'viewer' | 'operator' | 'approver' | 'admin' | 'custom';
};

/** When an event matches: call an action, run a runbook, or notify somebody by a template. */
export type Rule = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** What it is for. */
  readonly description?: string;
  /** Only events of this project; all of the tenant, if absent. */
  readonly project?: string;
  /** Event types it listens to: a name, a beginning with .*, or *. */
  readonly event_types: readonly string[];
  /** Only events that match; written as the filter of an endpoint. */
  readonly filter?: Readonly<Record<string, unknown>>;
  /** Act only after so many in a time; on each, if absent. */
  readonly condition?: {
    /** How many matching events. */
    readonly at_least: number;
    /** In how many seconds. */
    readonly within: number;
  };
  /** Count and throttle separately for each value here. */
  readonly group_by: readonly string[];
  /** How often it acts, at most. */
  readonly throttle?: {
    /** How often it may act. */
    readonly at_most: number;
    /** In how many seconds. */
    readonly within: number;
  };
  /** Only events that are grave enough. */
  readonly severity?: {
    /** The least grave that it acts on. */
    readonly at_least: 'info' | 'low' | 'medium' | 'high' | 'critical';
    /** Where the event says how grave it is, in the words of any system. One that says nothing is an information. */
    readonly path: string;
  };
  /** What it does. */
  readonly kind: 'action' | 'runbook' | 'notify';
  /** Of action: the call. In its input, {{event.…}} and {{rule.…}} stand for values. */
  readonly action?: {
    /** Id of the action. */
    readonly action: string;
    /** Its input. In strings, {{path}} stands for a value of what set it off. */
    readonly input: Readonly<Record<string, unknown>>;
  };
  /** Of runbook: which one. */
  readonly runbook?: string;
  /** Of runbook: its parameters. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Of notify: the message. */
  readonly template?: string;
  /** Of notify: who gets it. */
  readonly notify?: readonly {
    /** Kind of channel. */
    readonly channel: 'slack' | 'teams' | 'discord' | 'email' | 'sms';
    /** Name of the installation of its connector. */
    readonly installation: string;
    /** Slack: ids of channels or people. Discord: ids of channels. Teams: team/channel. E-mail: addresses. SMS: numbers such as +14155550199. Discord and Teams take none: then it goes where the webhook of the installation leads. */
    readonly recipients: readonly string[];
  }[];
  /** Of notify: one message about several events of a group. On each, if absent. */
  readonly grouping?: {
    /** Seconds that the first event of a group waits for others. */
    readonly wait: number;
    /** Seconds between two messages about a group. */
    readonly interval: number;
    /** Seconds without an event after which a group is over, and the next event begins another. */
    readonly quiet: number;
    /** What comes after the first message. summary: a message about what came since the last one. update: the first message is changed, where the channel can (Slack, Discord), to tell of the whole group. */
    readonly follow_up: 'summary' | 'update';
  };
  /** What it may do; never more than who declares it may. Empty: all that they may. */
  readonly scopes: readonly string[];
  /** Switched off, it does nothing. */
  readonly enabled: boolean;
  /** The principal whose rights it has. */
  readonly acts_for: string;
  /** The rights it was given; those that the principal has lost meanwhile don’t count. */
  readonly granted_scopes: readonly string[];
  /** When it acted last. */
  readonly last_acted_at: string | null;
};

/** What a new rule takes. */
export type RuleCreate = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** What it is for. */
  readonly description?: string | undefined;
  /** Only events of this project; all of the tenant, if absent. */
  readonly project?: string | undefined;
  /** Event types it listens to: a name, a beginning with .*, or *. */
  readonly event_types: readonly string[];
  /** Only events that match; written as the filter of an endpoint. */
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
  /** Act only after so many in a time; on each, if absent. */
  readonly condition?: {
    /** How many matching events. */
    readonly at_least: number;
    /** In how many seconds. */
    readonly within: number;
  } | undefined;
  /** Count and throttle separately for each value here. */
  readonly group_by?: readonly string[] | undefined;
  /** How often it acts, at most. */
  readonly throttle?: {
    /** How often it may act. */
    readonly at_most: number;
    /** In how many seconds. */
    readonly within: number;
  } | undefined;
  /** Only events that are grave enough. */
  readonly severity?: {
    /** The least grave that it acts on. */
    readonly at_least: 'info' | 'low' | 'medium' | 'high' | 'critical';
    /** Where the event says how grave it is, in the words of any system. One that says nothing is an information. */
    readonly path?: string | undefined;
  } | undefined;
  /** What it does. */
  readonly kind: 'action' | 'runbook' | 'notify';
  /** Of action: the call. In its input, {{event.…}} and {{rule.…}} stand for values. */
  readonly action?: {
    /** Id of the action. */
    readonly action: string;
    /** Its input. In strings, {{path}} stands for a value of what set it off. */
    readonly input?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** Of runbook: which one. */
  readonly runbook?: string | undefined;
  /** Of runbook: its parameters. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Of notify: the message. */
  readonly template?: string | undefined;
  /** Of notify: who gets it. */
  readonly notify?: readonly {
    /** Kind of channel. */
    readonly channel: 'slack' | 'teams' | 'discord' | 'email' | 'sms';
    /** Name of the installation of its connector. */
    readonly installation?: string | undefined;
    /** Slack: ids of channels or people. Discord: ids of channels. Teams: team/channel. E-mail: addresses. SMS: numbers such as +14155550199. Discord and Teams take none: then it goes where the webhook of the installation leads. */
    readonly recipients?: readonly string[] | undefined;
  }[] | undefined;
  /** Of notify: one message about several events of a group. On each, if absent. */
  readonly grouping?: {
    /** Seconds that the first event of a group waits for others. */
    readonly wait?: number | undefined;
    /** Seconds between two messages about a group. */
    readonly interval?: number | undefined;
    /** Seconds without an event after which a group is over, and the next event begins another. */
    readonly quiet?: number | undefined;
    /** What comes after the first message. summary: a message about what came since the last one. update: the first message is changed, where the channel can (Slack, Discord), to tell of the whole group. */
    readonly follow_up?: 'summary' | 'update' | undefined;
  } | undefined;
  /** What it may do; never more than who declares it may. Empty: all that they may. */
  readonly scopes?: readonly string[] | undefined;
  /** Switched off, it does nothing. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type RuleUpdate = {
  /** What it is called, unique in the tenant. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly project?: string | null | undefined;
  /** Event types it listens to: a name, a beginning with .*, or *. */
  readonly event_types?: readonly string[] | undefined;
  readonly filter?: Readonly<Record<string, unknown>> | null | undefined;
  readonly condition?: {
    /** How many matching events. */
    readonly at_least: number;
    /** In how many seconds. */
    readonly within: number;
  } | null | undefined;
  readonly group_by?: readonly string[] | null | undefined;
  readonly throttle?: {
    /** How often it may act. */
    readonly at_most: number;
    /** In how many seconds. */
    readonly within: number;
  } | null | undefined;
  readonly severity?: {
    /** The least grave that it acts on. */
    readonly at_least: 'info' | 'low' | 'medium' | 'high' | 'critical';
    /** Where the event says how grave it is, in the words of any system. One that says nothing is an information. */
    readonly path?: string | undefined;
  } | null | undefined;
  /** What it does. */
  readonly kind?: 'action' | 'runbook' | 'notify' | undefined;
  readonly action?: {
    /** Id of the action. */
    readonly action: string;
    /** Its input. In strings, {{path}} stands for a value of what set it off. */
    readonly input?: Readonly<Record<string, unknown>> | undefined;
  } | null | undefined;
  readonly runbook?: string | null | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | null | undefined;
  readonly template?: string | null | undefined;
  readonly notify?: readonly {
    /** Kind of channel. */
    readonly channel: 'slack' | 'teams' | 'discord' | 'email' | 'sms';
    /** Name of the installation of its connector. */
    readonly installation?: string | undefined;
    /** Slack: ids of channels or people. Discord: ids of channels. Teams: team/channel. E-mail: addresses. SMS: numbers such as +14155550199. Discord and Teams take none: then it goes where the webhook of the installation leads. */
    readonly recipients?: readonly string[] | undefined;
  }[] | null | undefined;
  readonly grouping?: {
    /** Seconds that the first event of a group waits for others. */
    readonly wait?: number | undefined;
    /** Seconds between two messages about a group. */
    readonly interval?: number | undefined;
    /** Seconds without an event after which a group is over, and the next event begins another. */
    readonly quiet?: number | undefined;
    /** What comes after the first message. summary: a message about what came since the last one. update: the first message is changed, where the channel can (Slack, Discord), to tell of the whole group. */
    readonly follow_up?: 'summary' | 'update' | undefined;
  } | null | undefined;
  readonly scopes?: readonly string[] | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type RuleKey = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
};

/** An event that a rule could not act on and that is not tried again by itself. It stays until somebody sends it to the rule anew. */
export type RuleDeadLetter = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The rule. */
  readonly rule: string;
  /** The event that it matched. */
  readonly event: string;
  /** The type of the event. */
  readonly type: string;
  /** The action that was called. */
  readonly action: string;
  /** The action was refused; it failed as often as it is tried; the hub stopped in the middle and nobody knows whether it was done; or nobody approved it. */
  readonly reason: 'refused' | 'exhausted' | 'unknown' | 'rejected';
  /** The failure code of the last try. */
  readonly failure: string;
  /** More about it, for people. */
  readonly detail?: string;
  /** How often it was tried. */
  readonly attempts: number;
};

/** One try of a rule to act on an event, and what came of it. */
export type RuleRun = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Its place in the order in which runs ended. */
  readonly seq: number;
  /** The rule. */
  readonly rule: string;
  /** The event that it matched. */
  readonly event: string;
  /** The action that was called. */
  readonly action: string;
  /** The how manieth try, from 1. */
  readonly number: number;
  /** Whether the action was done; waiting: for an approval. */
  readonly outcome: 'done' | 'waiting' | 'failed';
  /** The failure code, if it was not done. */
  readonly failure?: string;
  /** More about it, for people. */
  readonly detail?: string;
  /** The approval that it waits for. */
  readonly approval?: string;
  /** How long it took. */
  readonly duration_ms: number;
  /** When it is tried again. */
  readonly next_at?: string;
};

/** One run of a pipeline: started by the hub, or found in the CI; followed to its end. */
export type Run = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The project. */
  readonly project: string;
  /** The pipeline. */
  readonly pipeline: string;
  /** Its name. */
  readonly pipeline_name: string;
  /** The CI system. */
  readonly provider: string;
  /** Who started it: the hub, or somebody in the CI. */
  readonly origin: 'hub' | 'ci';
  /** requested: the CI is asked, or which run it became is not known yet. correlated: it is known. lost: nobody can tell what became of it. */
  readonly state: 'requested' | 'correlated' | 'queued' | 'running' | 'waiting_approval' | 'succeeded' | 'failed' | 'cancelled' | 'lost';
  /** Whether it has come to its end. */
  readonly ended: boolean;
  /** The CI’s id of it. */
  readonly ci_run?: string;
  /** The how manieth attempt of it, where the CI counts. */
  readonly attempt?: string;
  /** The CI’s number for people. */
  readonly number?: string;
  /** Where it is looked at. */
  readonly url?: string;
  /** The git ref that it runs on. */
  readonly ref?: string;
  /** The commit that it runs on, as the CI says it. */
  readonly commit?: string;
  /** What it was given. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Why it was started. */
  readonly reason?: string;
  /** The deployment that it does. Its log is the log of that. */
  readonly deployment?: string;
  /** Who asked for it. */
  readonly requested_by: string;
  /** Their name. */
  readonly requester: string;
  /** Its jobs, as far as they are known. */
  readonly jobs: readonly {
    /** The CI’s id. */
    readonly id: string;
    /** Name. */
    readonly name: string;
    /** Where it stands. */
    readonly state: 'queued' | 'running' | 'waiting_approval' | 'succeeded' | 'failed' | 'cancelled';
  }[];
  /** Approvals that it waits for in the CI. */
  readonly waits_for: readonly {
    /** The CI’s name for it. */
    readonly id: string;
    /** What is asked. */
    readonly title: string;
  }[];
  /** What was decided about them here. */
  readonly decisions: readonly {
    /** Which approval. */
    readonly approval: string;
    /** What was decided. */
    readonly decision: 'approved' | 'rejected';
    /** Who decided. */
    readonly principal: string;
    /** Their name. */
    readonly name: string;
    /** Why. */
    readonly comment?: string;
    /** When. */
    readonly at: string;
    /** When the CI took it. */
    readonly told_at?: string;
  }[];
  /** Why it ended so, in one word: timed_out, not_found, cancelled, or a failure code. */
  readonly outcome?: string;
  /** More about it, for people. */
  readonly detail?: string;
  /** Since when it shall stop. */
  readonly cancel_requested_at?: string;
  /** When it was known which run it is. */
  readonly correlated_at?: string;
  /** When it counts as lost and is cancelled. */
  readonly finish_by: string;
  /** When it came to its end. */
  readonly ended_at?: string;
};

/** What to do when something is wrong: words for who follows them by hand or lets a model read them, and a plan with parameters, whose steps call actions, in order, with what undoes them. It is kept and read; running its steps comes with a later release. */
export type Runbook = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Short name for commands, unique in the tenant. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** When it helps. */
  readonly description?: string;
  /** What to look at and what to do, in Markdown. */
  readonly guide?: string;
  /** What it asks for. */
  readonly parameters: readonly {
    /** Its name; steps use it as {{parameters.name}}. */
    readonly name: string;
    /** What it means. */
    readonly description?: string;
    /** What kind of value. */
    readonly type: 'string' | 'number' | 'boolean';
    /** Whether it must be given. */
    readonly required: boolean;
    /** Its value when it is not given, written as text. */
    readonly default?: string;
    /** Values it may have. Empty: any. */
    readonly options: readonly string[];
  }[];
  /** What it does. */
  readonly steps: readonly {
    /** Its name; later steps use its output as {{steps.id.output}}. */
    readonly id: string;
    /** The action it calls. */
    readonly action: string;
    /** The input of the action. */
    readonly input: Readonly<Record<string, unknown>>;
    /** Steps that must be done before. */
    readonly depends_on: readonly string[];
    /** Skip it unless this is true: a path to a value. */
    readonly when?: string;
    /** Ask somebody first, even if the action is not destructive. */
    readonly requires_approval: boolean;
    /** The action that undoes it when a later step fails. */
    readonly rollback_action?: string;
    /** The input of that action. */
    readonly rollback_input: Readonly<Record<string, unknown>>;
    /** Seconds until it counts as failed. */
    readonly timeout: number;
    /** How often it is tried, at most. */
    readonly attempts: number;
  }[];
  /** What a failed step leads to: undo the steps that are done, last first, or leave all as it is. */
  readonly on_failure: 'rollback' | 'stop';
  /** Switched off, it can’t be run. */
  readonly enabled: boolean;
};

/** What a new runbook takes. */
export type RunbookCreate = {
  /** Short name for commands, unique in the tenant. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** When it helps. */
  readonly description?: string | undefined;
  /** What to look at and what to do, in Markdown. */
  readonly guide?: string | undefined;
  /** What it asks for. */
  readonly parameters?: readonly {
    /** Its name; steps use it as {{parameters.name}}. */
    readonly name: string;
    /** What it means. */
    readonly description?: string | undefined;
    /** What kind of value. */
    readonly type?: 'string' | 'number' | 'boolean' | undefined;
    /** Whether it must be given. */
    readonly required?: boolean | undefined;
    /** Its value when it is not given, written as text. */
    readonly default?: string | undefined;
    /** Values it may have. Empty: any. */
    readonly options?: readonly string[] | undefined;
  }[] | undefined;
  /** What it does. */
  readonly steps: readonly {
    /** Its name; later steps use its output as {{steps.id.output}}. */
    readonly id: string;
    /** The action it calls. */
    readonly action: string;
    /** The input of the action. */
    readonly input?: Readonly<Record<string, unknown>> | undefined;
    /** Steps that must be done before. */
    readonly depends_on?: readonly string[] | undefined;
    /** Skip it unless this is true: a path to a value. */
    readonly when?: string | undefined;
    /** Ask somebody first, even if the action is not destructive. */
    readonly requires_approval?: boolean | undefined;
    /** The action that undoes it when a later step fails. */
    readonly rollback_action?: string | undefined;
    /** The input of that action. */
    readonly rollback_input?: Readonly<Record<string, unknown>> | undefined;
    /** Seconds until it counts as failed. */
    readonly timeout?: number | undefined;
    /** How often it is tried, at most. */
    readonly attempts?: number | undefined;
  }[];
  /** What a failed step leads to: undo the steps that are done, last first, or leave all as it is. */
  readonly on_failure?: 'rollback' | 'stop' | undefined;
  /** Switched off, it can’t be run. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type RunbookUpdate = {
  /** Short name for commands, unique in the tenant. */
  readonly slug?: string | undefined;
  /** Name for people. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly guide?: string | null | undefined;
  readonly parameters?: readonly {
    /** Its name; steps use it as {{parameters.name}}. */
    readonly name: string;
    /** What it means. */
    readonly description?: string | undefined;
    /** What kind of value. */
    readonly type?: 'string' | 'number' | 'boolean' | undefined;
    /** Whether it must be given. */
    readonly required?: boolean | undefined;
    /** Its value when it is not given, written as text. */
    readonly default?: string | undefined;
    /** Values it may have. Empty: any. */
    readonly options?: readonly string[] | undefined;
  }[] | null | undefined;
  /** What it does. */
  readonly steps?: readonly {
    /** Its name; later steps use its output as {{steps.id.output}}. */
    readonly id: string;
    /** The action it calls. */
    readonly action: string;
    /** The input of the action. */
    readonly input?: Readonly<Record<string, unknown>> | undefined;
    /** Steps that must be done before. */
    readonly depends_on?: readonly string[] | undefined;
    /** Skip it unless this is true: a path to a value. */
    readonly when?: string | undefined;
    /** Ask somebody first, even if the action is not destructive. */
    readonly requires_approval?: boolean | undefined;
    /** The action that undoes it when a later step fails. */
    readonly rollback_action?: string | undefined;
    /** The input of that action. */
    readonly rollback_input?: Readonly<Record<string, unknown>> | undefined;
    /** Seconds until it counts as failed. */
    readonly timeout?: number | undefined;
    /** How often it is tried, at most. */
    readonly attempts?: number | undefined;
  }[] | undefined;
  readonly on_failure?: 'rollback' | 'stop' | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type RunbookKey = {
  /** Short name for commands, unique in the tenant. */
  readonly slug: string;
};

/** What a scanner found in one version of a project. A newer result of the same scanner takes its place. */
export type Scan = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** The project. */
  readonly project: string;
  /** The release that was scanned. */
  readonly release?: string;
  /** The commit that was scanned. */
  readonly commit?: string;
  /** Who scanned. */
  readonly scanner: string;
  /** How many findings there are by severity. */
  readonly counts: {
    /** Findings of severity critical. */
    readonly critical: number;
    /** Findings of severity high. */
    readonly high: number;
    /** Findings of severity medium. */
    readonly medium: number;
    /** Findings of severity low. */
    readonly low: number;
    /** Findings of severity info. */
    readonly info: number;
  };
  /** Where the findings are. */
  readonly url?: string;
  /** Who reported it. */
  readonly reported_by: string;
};

/** A named value that configuration refers to and nobody reads back. Each new value is a new version. */
export type Secret = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What configuration calls it, unique in the tenant. */
  readonly name: string;
  /** What it is for. */
  readonly description?: string;
  /** Where the value is kept. */
  readonly store: 'hub' | 'vault' | 'aws_secrets_manager';
  /** Grows with each new value. */
  readonly value_version: number;
};

/** What a new secret takes. */
export type SecretCreate = {
  /** What configuration calls it, unique in the tenant. */
  readonly name: string;
  /** What it is for. */
  readonly description?: string | undefined;
  /** Where the value is kept. */
  readonly store?: 'hub' | 'vault' | 'aws_secrets_manager' | undefined;
  /** The value. It is sealed at once and never shown. */
  readonly value: string;
};

/** What can change; null puts the default back. */
export type SecretUpdate = {
  /** What configuration calls it, unique in the tenant. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly store?: 'hub' | 'vault' | 'aws_secrets_manager' | null | undefined;
  /** The value. It is sealed at once and never shown. */
  readonly value?: string | undefined;
};

/** Unique in a tenant. */
export type SecretKey = {
  /** What configuration calls it, unique in the tenant. */
  readonly name: string;
};

/** A stream of events or audit entries to another system, in order and without gaps. */
export type Sink = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** Who reads there. */
  readonly description?: string;
  /** What is streamed. */
  readonly stream: 'events' | 'audit_entries';
  /** Whether it starts with what happens next or with the oldest that is kept. */
  readonly start: 'now' | 'beginning';
  /** The system. The field of the same name says where it is. */
  readonly kind: 'splunk' | 'syslog' | 'ocsf' | 'http' | 's3' | 'sqs' | 'nats' | 'kafka' | 'endpoint';
  /** Of splunk: the event collector. */
  readonly splunk?: {
    /** The HTTP event collector. */
    readonly url: string;
    /** Index to write to; the token’s own, if absent. */
    readonly index?: string;
    /** Source type of the entries. */
    readonly sourcetype: string;
    /** Whether to wait until the indexer has it on disk. */
    readonly acknowledge: boolean;
  };
  /** Of syslog: the server. */
  readonly syslog?: {
    /** Host and port. */
    readonly address: string;
    /** How it is sent. */
    readonly transport: 'tls' | 'tcp' | 'udp';
    /** How an entry is written. */
    readonly format: 'rfc5424' | 'cef';
    /** Facility; 13 is log audit. */
    readonly facility: number;
  };
  /** Of ocsf: the receiver. */
  readonly ocsf?: {
    /** Where batches are posted, in the Open Cybersecurity Schema. */
    readonly url: string;
    /** How the hub shows who it is; `auth_secret` holds the token, or user:password. */
    readonly auth: 'none' | 'bearer' | 'basic';
  };
  /** Of http: the receiver. */
  readonly http?: {
    /** Where batches are posted. */
    readonly url: string;
    /** One entry per line, or one array of them. */
    readonly format: 'jsonl' | 'json';
    /** How the hub shows who it is; `auth_secret` holds the token, or user:password. */
    readonly auth: 'none' | 'bearer' | 'basic';
  };
  /** Of s3: the bucket. */
  readonly s3?: {
    /** Bucket. */
    readonly bucket: string;
    /** Region. */
    readonly region: string;
    /** Before the names of the objects. */
    readonly prefix: string;
    /** A compatible store in place of AWS. */
    readonly endpoint_url?: string;
    /** Id of the access key; `auth_secret` is its secret. The hub’s own role, if absent: it comes with a later release. */
    readonly access_key_id?: string;
    /** How a batch is written. */
    readonly format: 'jsonl' | 'jsonl_gzip';
  };
  /** Of sqs: the queue. */
  readonly sqs?: {
    /** URL of the queue. One that ends in .fifo keeps the order and drops what came twice. */
    readonly queue_url: string;
    /** Region. */
    readonly region: string;
    /** Id of the access key; `auth_secret` is its secret. The hub’s own role, if absent: it comes with a later release. */
    readonly access_key_id?: string;
    /** Of a FIFO queue: message group, from {tenant}, {type} and {subject}. Order holds within a group. */
    readonly group: string;
  };
  /** Of nats: the JetStream servers. */
  readonly nats?: {
    /** Servers. */
    readonly servers: readonly string[];
    /** Subject, from {tenant}, {type} and {subject}. */
    readonly subject: string;
    /** Whether `auth_secret` is a token or the text of a credentials file. */
    readonly auth: 'none' | 'token' | 'credentials';
  };
  /** Of kafka: the brokers and the topic. */
  readonly kafka?: {
    /** Brokers to start from. */
    readonly brokers: readonly string[];
    /** Topic. */
    readonly topic: string;
    /** Key of a message, from {tenant}, {type} and {subject}. */
    readonly key: string;
    /** Whether the connection is encrypted. */
    readonly tls: boolean;
    /** How the hub signs in; `auth_secret` is the password. */
    readonly sasl: 'none' | 'plain' | 'scram_sha_256' | 'scram_sha_512';
    /** User to sign in as. */
    readonly username?: string;
  };
  /** Of endpoint: the endpoint that gets each entry as a signed webhook. */
  readonly endpoint?: string;
  /** Certificate of the authority that signed the system’s, PEM. */
  readonly ca_certificate?: string;
  /** Of events: which types. */
  readonly event_types: readonly string[];
  /** Only entries that match; written as the filter of an endpoint. */
  readonly filter?: Readonly<Record<string, unknown>>;
  /** Entries of a batch, at most. */
  readonly batch_items: number;
  /** Seconds to wait for a batch to fill. */
  readonly batch_wait: number;
  /** Switched off, it stands still and goes on from there later. */
  readonly enabled: boolean;
  /** Seq of the last entry that arrived. */
  readonly position: number;
  /** How many places of the log it has still to look at; entries that it does not take count, too. */
  readonly behind: number;
  /** Why it stands still. */
  readonly last_error: string | null;
  /** Since when nothing arrives, though something should. */
  readonly failing_since: string | null;
  /** When a batch arrived last. */
  readonly last_sent_at: string | null;
};

/** What a new sink takes. */
export type SinkCreate = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** Who reads there. */
  readonly description?: string | undefined;
  /** What is streamed. */
  readonly stream: 'events' | 'audit_entries';
  /** Whether it starts with what happens next or with the oldest that is kept. */
  readonly start?: 'now' | 'beginning' | undefined;
  /** The system. The field of the same name says where it is. */
  readonly kind: 'splunk' | 'syslog' | 'ocsf' | 'http' | 's3' | 'sqs' | 'nats' | 'kafka' | 'endpoint';
  /** Of splunk: the event collector. */
  readonly splunk?: {
    /** The HTTP event collector. */
    readonly url: string;
    /** Index to write to; the token’s own, if absent. */
    readonly index?: string | undefined;
    /** Source type of the entries. */
    readonly sourcetype?: string | undefined;
    /** Whether to wait until the indexer has it on disk. */
    readonly acknowledge?: boolean | undefined;
  } | undefined;
  /** Of syslog: the server. */
  readonly syslog?: {
    /** Host and port. */
    readonly address: string;
    /** How it is sent. */
    readonly transport?: 'tls' | 'tcp' | 'udp' | undefined;
    /** How an entry is written. */
    readonly format?: 'rfc5424' | 'cef' | undefined;
    /** Facility; 13 is log audit. */
    readonly facility?: number | undefined;
  } | undefined;
  /** Of ocsf: the receiver. */
  readonly ocsf?: {
    /** Where batches are posted, in the Open Cybersecurity Schema. */
    readonly url: string;
    /** How the hub shows who it is; `auth_secret` holds the token, or user:password. */
    readonly auth?: 'none' | 'bearer' | 'basic' | undefined;
  } | undefined;
  /** Of http: the receiver. */
  readonly http?: {
    /** Where batches are posted. */
    readonly url: string;
    /** One entry per line, or one array of them. */
    readonly format?: 'jsonl' | 'json' | undefined;
    /** How the hub shows who it is; `auth_secret` holds the token, or user:password. */
    readonly auth?: 'none' | 'bearer' | 'basic' | undefined;
  } | undefined;
  /** Of s3: the bucket. */
  readonly s3?: {
    /** Bucket. */
    readonly bucket: string;
    /** Region. */
    readonly region?: string | undefined;
    /** Before the names of the objects. */
    readonly prefix?: string | undefined;
    /** A compatible store in place of AWS. */
    readonly endpoint_url?: string | undefined;
    /** Id of the access key; `auth_secret` is its secret. The hub’s own role, if absent: it comes with a later release. */
    readonly access_key_id?: string | undefined;
    /** How a batch is written. */
    readonly format?: 'jsonl' | 'jsonl_gzip' | undefined;
  } | undefined;
  /** Of sqs: the queue. */
  readonly sqs?: {
    /** URL of the queue. One that ends in .fifo keeps the order and drops what came twice. */
    readonly queue_url: string;
    /** Region. */
    readonly region?: string | undefined;
    /** Id of the access key; `auth_secret` is its secret. The hub’s own role, if absent: it comes with a later release. */
    readonly access_key_id?: string | undefined;
    /** Of a FIFO queue: message group, from {tenant}, {type} and {subject}. Order holds within a group. */
    readonly group?: string | undefined;
  } | undefined;
  /** Of nats: the JetStream servers. */
  readonly nats?: {
    /** Servers. */
    readonly servers: readonly string[];
    /** Subject, from {tenant}, {type} and {subject}. */
    readonly subject?: string | undefined;
    /** Whether `auth_secret` is a token or the text of a credentials file. */
    readonly auth?: 'none' | 'token' | 'credentials' | undefined;
  } | undefined;
  /** Of kafka: the brokers and the topic. */
  readonly kafka?: {
    /** Brokers to start from. */
    readonly brokers: readonly string[];
    /** Topic. */
    readonly topic: string;
    /** Key of a message, from {tenant}, {type} and {subject}. */
    readonly key?: string | undefined;
    /** Whether the connection is encrypted. */
    readonly tls?: boolean | undefined;
    /** How the hub signs in; `auth_secret` is the password. */
    readonly sasl?: 'none' | 'plain' | 'scram_sha_256' | 'scram_sha_512' | undefined;
    /** User to sign in as. */
    readonly username?: string | undefined;
  } | undefined;
  /** Of endpoint: the endpoint that gets each entry as a signed webhook. */
  readonly endpoint?: string | undefined;
  /** Token, password or secret key for the system. */
  readonly auth_secret?: string | undefined;
  /** Certificate of the authority that signed the system’s, PEM. */
  readonly ca_certificate?: string | undefined;
  /** Of events: which types. */
  readonly event_types?: readonly string[] | undefined;
  /** Only entries that match; written as the filter of an endpoint. */
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
  /** Entries of a batch, at most. */
  readonly batch_items?: number | undefined;
  /** Seconds to wait for a batch to fill. */
  readonly batch_wait?: number | undefined;
  /** Switched off, it stands still and goes on from there later. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type SinkUpdate = {
  /** What it is called, unique in the tenant. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** What is streamed. */
  readonly stream?: 'events' | 'audit_entries' | undefined;
  readonly start?: 'now' | 'beginning' | null | undefined;
  /** The system. The field of the same name says where it is. */
  readonly kind?: 'splunk' | 'syslog' | 'ocsf' | 'http' | 's3' | 'sqs' | 'nats' | 'kafka' | 'endpoint' | undefined;
  readonly splunk?: {
    /** The HTTP event collector. */
    readonly url: string;
    /** Index to write to; the token’s own, if absent. */
    readonly index?: string | undefined;
    /** Source type of the entries. */
    readonly sourcetype?: string | undefined;
    /** Whether to wait until the indexer has it on disk. */
    readonly acknowledge?: boolean | undefined;
  } | null | undefined;
  readonly syslog?: {
    /** Host and port. */
    readonly address: string;
    /** How it is sent. */
    readonly transport?: 'tls' | 'tcp' | 'udp' | undefined;
    /** How an entry is written. */
    readonly format?: 'rfc5424' | 'cef' | undefined;
    /** Facility; 13 is log audit. */
    readonly facility?: number | undefined;
  } | null | undefined;
  readonly ocsf?: {
    /** Where batches are posted, in the Open Cybersecurity Schema. */
    readonly url: string;
    /** How the hub shows who it is; `auth_secret` holds the token, or user:password. */
    readonly auth?: 'none' | 'bearer' | 'basic' | undefined;
  } | null | undefined;
  readonly http?: {
    /** Where batches are posted. */
    readonly url: string;
    /** One entry per line, or one array of them. */
    readonly format?: 'jsonl' | 'json' | undefined;
    /** How the hub shows who it is; `auth_secret` holds the token, or user:password. */
    readonly auth?: 'none' | 'bearer' | 'basic' | undefined;
  } | null | undefined;
  readonly s3?: {
    /** Bucket. */
    readonly bucket: string;
    /** Region. */
    readonly region?: string | undefined;
    /** Before the names of the objects. */
    readonly prefix?: string | undefined;
    /** A compatible store in place of AWS. */
    readonly endpoint_url?: string | undefined;
    /** Id of the access key; `auth_secret` is its secret. The hub’s own role, if absent: it comes with a later release. */
    readonly access_key_id?: string | undefined;
    /** How a batch is written. */
    readonly format?: 'jsonl' | 'jsonl_gzip' | undefined;
  } | null | undefined;
  readonly sqs?: {
    /** URL of the queue. One that ends in .fifo keeps the order and drops what came twice. */
    readonly queue_url: string;
    /** Region. */
    readonly region?: string | undefined;
    /** Id of the access key; `auth_secret` is its secret. The hub’s own role, if absent: it comes with a later release. */
    readonly access_key_id?: string | undefined;
    /** Of a FIFO queue: message group, from {tenant}, {type} and {subject}. Order holds within a group. */
    readonly group?: string | undefined;
  } | null | undefined;
  readonly nats?: {
    /** Servers. */
    readonly servers: readonly string[];
    /** Subject, from {tenant}, {type} and {subject}. */
    readonly subject?: string | undefined;
    /** Whether `auth_secret` is a token or the text of a credentials file. */
    readonly auth?: 'none' | 'token' | 'credentials' | undefined;
  } | null | undefined;
  readonly kafka?: {
    /** Brokers to start from. */
    readonly brokers: readonly string[];
    /** Topic. */
    readonly topic: string;
    /** Key of a message, from {tenant}, {type} and {subject}. */
    readonly key?: string | undefined;
    /** Whether the connection is encrypted. */
    readonly tls?: boolean | undefined;
    /** How the hub signs in; `auth_secret` is the password. */
    readonly sasl?: 'none' | 'plain' | 'scram_sha_256' | 'scram_sha_512' | undefined;
    /** User to sign in as. */
    readonly username?: string | undefined;
  } | null | undefined;
  readonly endpoint?: string | null | undefined;
  readonly auth_secret?: string | null | undefined;
  readonly ca_certificate?: string | null | undefined;
  readonly event_types?: readonly string[] | null | undefined;
  readonly filter?: Readonly<Record<string, unknown>> | null | undefined;
  readonly batch_items?: number | null | undefined;
  readonly batch_wait?: number | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type SinkKey = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
};

/** A webhook that comes in: who may send it, how that is proved, and which events it becomes. It has its own URL, and keeps what it refused and why. */
export type Source = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Short name, unique in the tenant. The types of its events begin with it where no mapping says otherwise. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** Who sends, and what. */
  readonly description?: string;
  /** How the sender proves itself and names its events: Standard Webhooks, a vendor’s way, or what `verification` says. */
  readonly scheme: 'standard' | 'github' | 'gitlab' | 'bitbucket' | 'azure_devops' | 'jira' | 'slack' | 'stripe' | 'pagerduty' | 'notion' | 'okta' | 'linear' | 'servicenow' | 'twilio' | 'custom';
  /** Of custom: how the sender proves itself. */
  readonly verification?: {
    /** How the sender proves itself: a signature, a shared value, user and password, or a token. */
    readonly algorithm: 'hmac_sha1' | 'hmac_sha256' | 'hmac_sha512' | 'ed25519' | 'equal' | 'basic' | 'jwt_hs256';
    /** The header with the proof; X-Signature if empty, of basic and jwt_hs256 Authorization. */
    readonly header?: string;
    /** Whether the header holds one proof, several with commas or spaces, or pairs such as t=1,v1=2. */
    readonly layout: 'single' | 'list' | 'pairs';
    /** What stands before the proof; of pairs, its name. */
    readonly prefix: string;
    /** How the proof is written. */
    readonly encoding: 'hex' | 'base64';
    /** What is signed, from {id}, {timestamp}, {body}, {url} and {form}, the sorted fields of a form. */
    readonly content: string;
    /** How the secret is turned into a key. */
    readonly key_encoding: 'utf8' | 'base64' | 'hex' | 'whsec';
    /** Where the time of the request is; pair:t is the t of a header with pairs. */
    readonly timestamp_from?: string;
    /** By how many seconds that time may be off, either way. */
    readonly tolerance: number;
  };
  /** Of azure_devops, bitbucket and basic verification: the user, without a colon. */
  readonly username?: string;
  /** Of okta: the header that holds the secret; Authorization if empty. */
  readonly header?: string;
  /** Seconds that a replaced secret is still accepted. With 0 all that were replaced are forgotten at once. */
  readonly secret_grace: number;
  /** Of custom: where the sender’s name of the event is. */
  readonly event_name_from?: string;
  /** Of custom: where the id is that stays the same when the sender tries again. */
  readonly deduplicate_by?: string;
  /** Seconds that this id is remembered: what comes again with it has no effect. */
  readonly deduplicate_for: number;
  /** Which of the sender’s events become which of ours; the first that fits counts. */
  readonly mappings: readonly {
    /** The sender’s name of the event, with * for any part. */
    readonly when: string;
    /** Only if the body matches; written as the filter of an endpoint, with paths in the body. */
    readonly filter?: Readonly<Record<string, unknown>>;
    /** The event type it becomes. */
    readonly type: string;
    /** What it happened to, from body, name, id and source; the source’s slug, if empty. */
    readonly subject: string;
  }[];
  /** What becomes of an event without a mapping: published under the source’s own name for it, or dropped. */
  readonly unmapped: 'publish' | 'drop';
  /** Bytes of a request, at most. */
  readonly max_body: number;
  /** Networks that may send. Empty: all. */
  readonly allowed_networks: readonly string[];
  /** Seconds that a refused request is kept for you to look at. */
  readonly keep_refused: number;
  /** Switched off, its URL looks as if it did not exist. */
  readonly enabled: boolean;
  /** Where the sender posts to. */
  readonly url: string;
  /** Whether the sender still has to introduce itself. Unconfirmed: it brought its secret, and nothing signed with that has come yet. */
  readonly handshake: 'none' | 'pending' | 'unconfirmed' | 'done';
  /** When a request was accepted last. */
  readonly last_received_at: string | null;
};

/** What a new source takes. */
export type SourceCreate = {
  /** Short name, unique in the tenant. The types of its events begin with it where no mapping says otherwise. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** Who sends, and what. */
  readonly description?: string | undefined;
  /** How the sender proves itself and names its events: Standard Webhooks, a vendor’s way, or what `verification` says. */
  readonly scheme: 'standard' | 'github' | 'gitlab' | 'bitbucket' | 'azure_devops' | 'jira' | 'slack' | 'stripe' | 'pagerduty' | 'notion' | 'okta' | 'linear' | 'servicenow' | 'twilio' | 'custom';
  /** Of custom: how the sender proves itself. */
  readonly verification?: {
    /** How the sender proves itself: a signature, a shared value, user and password, or a token. */
    readonly algorithm: 'hmac_sha1' | 'hmac_sha256' | 'hmac_sha512' | 'ed25519' | 'equal' | 'basic' | 'jwt_hs256';
    /** The header with the proof; X-Signature if empty, of basic and jwt_hs256 Authorization. */
    readonly header?: string | undefined;
    /** Whether the header holds one proof, several with commas or spaces, or pairs such as t=1,v1=2. */
    readonly layout?: 'single' | 'list' | 'pairs' | undefined;
    /** What stands before the proof; of pairs, its name. */
    readonly prefix?: string | undefined;
    /** How the proof is written. */
    readonly encoding?: 'hex' | 'base64' | undefined;
    /** What is signed, from {id}, {timestamp}, {body}, {url} and {form}, the sorted fields of a form. */
    readonly content?: string | undefined;
    /** How the secret is turned into a key. */
    readonly key_encoding?: 'utf8' | 'base64' | 'hex' | 'whsec' | undefined;
    /** Where the time of the request is; pair:t is the t of a header with pairs. */
    readonly timestamp_from?: string | undefined;
    /** By how many seconds that time may be off, either way. */
    readonly tolerance?: number | undefined;
  } | undefined;
  /** Of azure_devops, bitbucket and basic verification: the user, without a colon. */
  readonly username?: string | undefined;
  /** Of okta: the header that holds the secret; Authorization if empty. */
  readonly header?: string | undefined;
  /** What the sender and the hub share. Without it everything is refused, unless the sender brings it in a handshake. */
  readonly secret?: string | undefined;
  /** Seconds that a replaced secret is still accepted. With 0 all that were replaced are forgotten at once. */
  readonly secret_grace?: number | undefined;
  /** Of custom: where the sender’s name of the event is. */
  readonly event_name_from?: string | undefined;
  /** Of custom: where the id is that stays the same when the sender tries again. */
  readonly deduplicate_by?: string | undefined;
  /** Seconds that this id is remembered: what comes again with it has no effect. */
  readonly deduplicate_for?: number | undefined;
  /** Which of the sender’s events become which of ours; the first that fits counts. */
  readonly mappings?: readonly {
    /** The sender’s name of the event, with * for any part. */
    readonly when: string;
    /** Only if the body matches; written as the filter of an endpoint, with paths in the body. */
    readonly filter?: Readonly<Record<string, unknown>> | undefined;
    /** The event type it becomes. */
    readonly type: string;
    /** What it happened to, from body, name, id and source; the source’s slug, if empty. */
    readonly subject?: string | undefined;
  }[] | undefined;
  /** What becomes of an event without a mapping: published under the source’s own name for it, or dropped. */
  readonly unmapped?: 'publish' | 'drop' | undefined;
  /** Bytes of a request, at most. */
  readonly max_body?: number | undefined;
  /** Networks that may send. Empty: all. */
  readonly allowed_networks?: readonly string[] | undefined;
  /** Seconds that a refused request is kept for you to look at. */
  readonly keep_refused?: number | undefined;
  /** Switched off, its URL looks as if it did not exist. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type SourceUpdate = {
  /** Short name, unique in the tenant. The types of its events begin with it where no mapping says otherwise. */
  readonly slug?: string | undefined;
  /** Name for people. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** How the sender proves itself and names its events: Standard Webhooks, a vendor’s way, or what `verification` says. */
  readonly scheme?: 'standard' | 'github' | 'gitlab' | 'bitbucket' | 'azure_devops' | 'jira' | 'slack' | 'stripe' | 'pagerduty' | 'notion' | 'okta' | 'linear' | 'servicenow' | 'twilio' | 'custom' | undefined;
  readonly verification?: {
    /** How the sender proves itself: a signature, a shared value, user and password, or a token. */
    readonly algorithm: 'hmac_sha1' | 'hmac_sha256' | 'hmac_sha512' | 'ed25519' | 'equal' | 'basic' | 'jwt_hs256';
    /** The header with the proof; X-Signature if empty, of basic and jwt_hs256 Authorization. */
    readonly header?: string | undefined;
    /** Whether the header holds one proof, several with commas or spaces, or pairs such as t=1,v1=2. */
    readonly layout?: 'single' | 'list' | 'pairs' | undefined;
    /** What stands before the proof; of pairs, its name. */
    readonly prefix?: string | undefined;
    /** How the proof is written. */
    readonly encoding?: 'hex' | 'base64' | undefined;
    /** What is signed, from {id}, {timestamp}, {body}, {url} and {form}, the sorted fields of a form. */
    readonly content?: string | undefined;
    /** How the secret is turned into a key. */
    readonly key_encoding?: 'utf8' | 'base64' | 'hex' | 'whsec' | undefined;
    /** Where the time of the request is; pair:t is the t of a header with pairs. */
    readonly timestamp_from?: string | undefined;
    /** By how many seconds that time may be off, either way. */
    readonly tolerance?: number | undefined;
  } | null | undefined;
  readonly username?: string | null | undefined;
  readonly header?: string | null | undefined;
  readonly secret?: string | null | undefined;
  readonly secret_grace?: number | null | undefined;
  readonly event_name_from?: string | null | undefined;
  readonly deduplicate_by?: string | null | undefined;
  readonly deduplicate_for?: number | null | undefined;
  readonly mappings?: readonly {
    /** The sender’s name of the event, with * for any part. */
    readonly when: string;
    /** Only if the body matches; written as the filter of an endpoint, with paths in the body. */
    readonly filter?: Readonly<Record<string, unknown>> | undefined;
    /** The event type it becomes. */
    readonly type: string;
    /** What it happened to, from body, name, id and source; the source’s slug, if empty. */
    readonly subject?: string | undefined;
  }[] | null | undefined;
  readonly unmapped?: 'publish' | 'drop' | null | undefined;
  readonly max_body?: number | null | undefined;
  readonly allowed_networks?: readonly string[] | null | undefined;
  readonly keep_refused?: number | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type SourceKey = {
  /** Short name, unique in the tenant. The types of its events begin with it where no mapping says otherwise. */
  readonly slug: string;
};

/** A message about an event, written once for every channel: Slack, Teams, Discord, e-mail and SMS. {{ path | filter }} stands for a value of the event, escaped as each channel needs it; {% if %} and {% for %} decide and repeat. */
export type Template = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** When it is sent. */
  readonly description?: string;
  /** One line that says it. */
  readonly title: string;
  /** The message. Markup: **strong**, *emphasis*, `code`, [words](https://…), lines that begin with "- ", and lines of code between lines of three backticks. */
  readonly text?: string;
  /** Names with values, shown as a table where the channel has one. */
  readonly facts: readonly {
    /** Name. */
    readonly name: string;
    /** Value; a fact whose value is empty is left out. */
    readonly value: string;
  }[];
  /** A button. */
  readonly link?: {
    /** What the button says. */
    readonly label: string;
    /** Where it leads; without an http or https address there is no button. */
    readonly url: string;
  };
  /** How grave it is, in the words of any system; it chooses the colour. `data.severity`, if absent. */
  readonly severity?: string;
  /** Of a message about several events. Without it, the newest is told as a whole and the others by their titles. */
  readonly summary?: {
    /** Title of a message about several events. */
    readonly title?: string;
    /** Text of a message about several events. */
    readonly text?: string;
  };
  /** What is different in Slack. */
  readonly slack?: {
    /** Another title for this channel. */
    readonly title?: string;
    /** Another text for this channel. */
    readonly text?: string;
    /** Block Kit in place of what the hub makes of it. Values in `text` of mrkdwn are escaped. */
    readonly blocks?: readonly Readonly<Record<string, unknown>>[];
  };
  /** What is different in Teams. */
  readonly teams?: {
    /** Another title for this channel. */
    readonly title?: string;
    /** Another text for this channel. */
    readonly text?: string;
    /** Adaptive card in place of what the hub makes of it. Values are escaped for its Markdown. */
    readonly card?: Readonly<Record<string, unknown>>;
  };
  /** What is different in Discord. */
  readonly discord?: {
    /** Another title for this channel. */
    readonly title?: string;
    /** Another text for this channel. */
    readonly text?: string;
    /** Embeds in place of what the hub makes of it. Values are escaped for its Markdown. */
    readonly embeds?: readonly Readonly<Record<string, unknown>>[];
  };
  /** What is different in e-mails. */
  readonly email?: {
    /** Another subject than the title. */
    readonly subject?: string;
    /** Another text for this channel. */
    readonly text?: string;
    /** HTML in place of what the hub makes of the text. Values may stand in text and in quoted attributes, and are escaped for their place. */
    readonly html?: string;
  };
  /** What is different in text messages. */
  readonly sms?: {
    /** Another text for this channel, without markup. */
    readonly text?: string;
    /** Messages of 160 characters (70 beyond the GSM alphabet) that it may take; what is longer is cut. */
    readonly segments: number;
  };
  /** An event to preview it with. */
  readonly sample: Readonly<Record<string, unknown>>;
};

/** What a new template takes. */
export type TemplateCreate = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** When it is sent. */
  readonly description?: string | undefined;
  /** One line that says it. */
  readonly title: string;
  /** The message. Markup: **strong**, *emphasis*, `code`, [words](https://…), lines that begin with "- ", and lines of code between lines of three backticks. */
  readonly text?: string | undefined;
  /** Names with values, shown as a table where the channel has one. */
  readonly facts?: readonly {
    /** Name. */
    readonly name: string;
    /** Value; a fact whose value is empty is left out. */
    readonly value: string;
  }[] | undefined;
  /** A button. */
  readonly link?: {
    /** What the button says. */
    readonly label: string;
    /** Where it leads; without an http or https address there is no button. */
    readonly url: string;
  } | undefined;
  /** How grave it is, in the words of any system; it chooses the colour. `data.severity`, if absent. */
  readonly severity?: string | undefined;
  /** Of a message about several events. Without it, the newest is told as a whole and the others by their titles. */
  readonly summary?: {
    /** Title of a message about several events. */
    readonly title?: string | undefined;
    /** Text of a message about several events. */
    readonly text?: string | undefined;
  } | undefined;
  /** What is different in Slack. */
  readonly slack?: {
    /** Another title for this channel. */
    readonly title?: string | undefined;
    /** Another text for this channel. */
    readonly text?: string | undefined;
    /** Block Kit in place of what the hub makes of it. Values in `text` of mrkdwn are escaped. */
    readonly blocks?: readonly Readonly<Record<string, unknown>>[] | undefined;
  } | undefined;
  /** What is different in Teams. */
  readonly teams?: {
    /** Another title for this channel. */
    readonly title?: string | undefined;
    /** Another text for this channel. */
    readonly text?: string | undefined;
    /** Adaptive card in place of what the hub makes of it. Values are escaped for its Markdown. */
    readonly card?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** What is different in Discord. */
  readonly discord?: {
    /** Another title for this channel. */
    readonly title?: string | undefined;
    /** Another text for this channel. */
    readonly text?: string | undefined;
    /** Embeds in place of what the hub makes of it. Values are escaped for its Markdown. */
    readonly embeds?: readonly Readonly<Record<string, unknown>>[] | undefined;
  } | undefined;
  /** What is different in e-mails. */
  readonly email?: {
    /** Another subject than the title. */
    readonly subject?: string | undefined;
    /** Another text for this channel. */
    readonly text?: string | undefined;
    /** HTML in place of what the hub makes of the text. Values may stand in text and in quoted attributes, and are escaped for their place. */
    readonly html?: string | undefined;
  } | undefined;
  /** What is different in text messages. */
  readonly sms?: {
    /** Another text for this channel, without markup. */
    readonly text?: string | undefined;
    /** Messages of 160 characters (70 beyond the GSM alphabet) that it may take; what is longer is cut. */
    readonly segments?: number | undefined;
  } | undefined;
  /** An event to preview it with. */
  readonly sample?: Readonly<Record<string, unknown>> | undefined;
};

/** What can change; null puts the default back. */
export type TemplateUpdate = {
  /** What it is called, unique in the tenant. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** One line that says it. */
  readonly title?: string | undefined;
  readonly text?: string | null | undefined;
  readonly facts?: readonly {
    /** Name. */
    readonly name: string;
    /** Value; a fact whose value is empty is left out. */
    readonly value: string;
  }[] | null | undefined;
  readonly link?: {
    /** What the button says. */
    readonly label: string;
    /** Where it leads; without an http or https address there is no button. */
    readonly url: string;
  } | null | undefined;
  readonly severity?: string | null | undefined;
  readonly summary?: {
    /** Title of a message about several events. */
    readonly title?: string | undefined;
    /** Text of a message about several events. */
    readonly text?: string | undefined;
  } | null | undefined;
  readonly slack?: {
    /** Another title for this channel. */
    readonly title?: string | undefined;
    /** Another text for this channel. */
    readonly text?: string | undefined;
    /** Block Kit in place of what the hub makes of it. Values in `text` of mrkdwn are escaped. */
    readonly blocks?: readonly Readonly<Record<string, unknown>>[] | undefined;
  } | null | undefined;
  readonly teams?: {
    /** Another title for this channel. */
    readonly title?: string | undefined;
    /** Another text for this channel. */
    readonly text?: string | undefined;
    /** Adaptive card in place of what the hub makes of it. Values are escaped for its Markdown. */
    readonly card?: Readonly<Record<string, unknown>> | undefined;
  } | null | undefined;
  readonly discord?: {
    /** Another title for this channel. */
    readonly title?: string | undefined;
    /** Another text for this channel. */
    readonly text?: string | undefined;
    /** Embeds in place of what the hub makes of it. Values are escaped for its Markdown. */
    readonly embeds?: readonly Readonly<Record<string, unknown>>[] | undefined;
  } | null | undefined;
  readonly email?: {
    /** Another subject than the title. */
    readonly subject?: string | undefined;
    /** Another text for this channel. */
    readonly text?: string | undefined;
    /** HTML in place of what the hub makes of the text. Values may stand in text and in quoted attributes, and are escaped for their place. */
    readonly html?: string | undefined;
  } | null | undefined;
  readonly sms?: {
    /** Another text for this channel, without markup. */
    readonly text?: string | undefined;
    /** Messages of 160 characters (70 beyond the GSM alphabet) that it may take; what is longer is cut. */
    readonly segments?: number | undefined;
  } | null | undefined;
  readonly sample?: Readonly<Record<string, unknown>> | null | undefined;
};

/** Unique in a tenant. */
export type TemplateKey = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
};

/** A walled part of the hub with its own resources, keys, secrets and audit trail. It belongs to the tenant that created it. */
export type Tenant = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** Short name, unique among the tenants of its creator. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** Calls per minute of all its principals together; the hub’s default, if absent. */
  readonly rate_limit?: number;
  /** Where its webhooks may go. A change counts within a minute. */
  readonly egress?: {
    /** Networks that its endpoints may lead to, and no others; empty for all that the hub allows. */
    readonly allow: readonly string[];
    /** Networks that its endpoints may never lead to. */
    readonly deny: readonly string[];
    /** Whether plain http is refused. */
    readonly https_only: boolean;
    /** A forward proxy that its deliveries take, at an address that the hub may reach. */
    readonly proxy?: string;
  };
};

/** What a new tenant takes. */
export type TenantCreate = {
  /** Short name, unique among the tenants of its creator. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** Calls per minute of all its principals together; the hub’s default, if absent. */
  readonly rate_limit?: number | undefined;
  /** Where its webhooks may go. A change counts within a minute. */
  readonly egress?: {
    /** Networks that its endpoints may lead to, and no others; empty for all that the hub allows. */
    readonly allow?: readonly string[] | undefined;
    /** Networks that its endpoints may never lead to. */
    readonly deny?: readonly string[] | undefined;
    /** Whether plain http is refused. */
    readonly https_only?: boolean | undefined;
    /** A forward proxy that its deliveries take, at an address that the hub may reach. */
    readonly proxy?: string | undefined;
  } | undefined;
  /** What the proxy is shown as Proxy-Authorization. */
  readonly egress_proxy_authorization?: string | undefined;
};

/** What can change; null puts the default back. */
export type TenantUpdate = {
  /** Short name, unique among the tenants of its creator. */
  readonly slug?: string | undefined;
  /** Name for people. */
  readonly name?: string | undefined;
  readonly rate_limit?: number | null | undefined;
  readonly egress?: {
    /** Networks that its endpoints may lead to, and no others; empty for all that the hub allows. */
    readonly allow?: readonly string[] | undefined;
    /** Networks that its endpoints may never lead to. */
    readonly deny?: readonly string[] | undefined;
    /** Whether plain http is refused. */
    readonly https_only?: boolean | undefined;
    /** A forward proxy that its deliveries take, at an address that the hub may reach. */
    readonly proxy?: string | undefined;
  } | null | undefined;
  readonly egress_proxy_authorization?: string | null | undefined;
};

/** Unique in a tenant. */
export type TenantKey = {
  /** Short name, unique among the tenants of its creator. */
  readonly slug: string;
};

/** Keyless login: a job of this CI system, with these claims, gets these scopes for a short time. No key is stored anywhere. */
export type TrustPolicy = {
  /** Identifier, given by the hub. */
  readonly id: string;
  /** Grows with each change; the ETag. */
  readonly version: number;
  /** When it was created. */
  readonly created_at: string;
  /** When it was changed last. */
  readonly updated_at: string;
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** Whom it lets in. */
  readonly description?: string;
  /** The CI system; it decides which claims are safe to bind to. */
  readonly provider: 'github' | 'gitlab' | 'jenkins' | 'azure_devops' | 'aws' | 'other';
  /** Who signs the tokens, letter for letter as in `iss`. */
  readonly issuer: string;
  /** Audiences that are accepted. */
  readonly audiences: readonly string[];
  /** Signature algorithms that are accepted. */
  readonly algorithms: readonly ('RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA')[];
  /** Where the issuer’s keys are; found by discovery, if absent. */
  readonly jwks_url?: string;
  /** The issuer’s public keys, for one that the hub can’t reach. Nothing is fetched then. */
  readonly jwks: readonly {
    /** Id of the key. */
    readonly kid: string;
    /** Kind of key. */
    readonly kty: 'RSA' | 'EC' | 'OKP';
    /** Algorithm. */
    readonly alg?: string;
    /** What it is for, as issuers publish it: signatures. */
    readonly use?: "sig";
    /** Of RSA: the modulus, base64url. */
    readonly n?: string;
    /** Of RSA: the exponent, base64url. */
    readonly e?: string;
    /** Of EC and OKP: the curve. */
    readonly crv?: string;
    /** Of EC and OKP: x, base64url. */
    readonly x?: string;
    /** Of EC: y, base64url. */
    readonly y?: string;
  }[];
  /** All of these must hold. Bind to ids, not to names, which can be taken over. */
  readonly claims: readonly {
    /** Name of the claim; a JSON pointer, starting with /, for one that is nested. */
    readonly claim: string;
    /** One of these it must be. Numbers and booleans are compared as text. */
    readonly values: readonly string[];
    /** Whether * in a value stands for any part. */
    readonly match: 'exact' | 'glob';
  }[];
  /** What the job may do; never more than who declares this may. */
  readonly scopes: readonly string[];
  /** Seconds that the hub’s token lives. */
  readonly lifetime: number;
  /** Seconds since the CI’s token was issued, at most. */
  readonly max_age: number;
  /** Whether a token of the CI counts once only. */
  readonly single_use: boolean;
  /** Switched off, it lets nobody in. */
  readonly enabled: boolean;
  /** Who declared it, or changed it last; what it lets in has no more rights than they had. */
  readonly declared_by: string;
  /** When it let somebody in last. */
  readonly last_used_at: string | null;
};

/** What a new trust policy takes. */
export type TrustPolicyCreate = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
  /** Whom it lets in. */
  readonly description?: string | undefined;
  /** The CI system; it decides which claims are safe to bind to. */
  readonly provider: 'github' | 'gitlab' | 'jenkins' | 'azure_devops' | 'aws' | 'other';
  /** Who signs the tokens, letter for letter as in `iss`. */
  readonly issuer: string;
  /** Audiences that are accepted. */
  readonly audiences: readonly string[];
  /** Signature algorithms that are accepted. */
  readonly algorithms?: readonly ('RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA')[] | undefined;
  /** Where the issuer’s keys are; found by discovery, if absent. */
  readonly jwks_url?: string | undefined;
  /** The issuer’s public keys, for one that the hub can’t reach. Nothing is fetched then. */
  readonly jwks?: readonly {
    /** Id of the key. */
    readonly kid: string;
    /** Kind of key. */
    readonly kty: 'RSA' | 'EC' | 'OKP';
    /** Algorithm. */
    readonly alg?: string | undefined;
    /** What it is for, as issuers publish it: signatures. */
    readonly use?: "sig" | undefined;
    /** Of RSA: the modulus, base64url. */
    readonly n?: string | undefined;
    /** Of RSA: the exponent, base64url. */
    readonly e?: string | undefined;
    /** Of EC and OKP: the curve. */
    readonly crv?: string | undefined;
    /** Of EC and OKP: x, base64url. */
    readonly x?: string | undefined;
    /** Of EC: y, base64url. */
    readonly y?: string | undefined;
  }[] | undefined;
  /** All of these must hold. Bind to ids, not to names, which can be taken over. */
  readonly claims: readonly {
    /** Name of the claim; a JSON pointer, starting with /, for one that is nested. */
    readonly claim: string;
    /** One of these it must be. Numbers and booleans are compared as text. */
    readonly values: readonly string[];
    /** Whether * in a value stands for any part. */
    readonly match?: 'exact' | 'glob' | undefined;
  }[];
  /** What the job may do; never more than who declares this may. */
  readonly scopes: readonly string[];
  /** Seconds that the hub’s token lives. */
  readonly lifetime?: number | undefined;
  /** Seconds since the CI’s token was issued, at most. */
  readonly max_age?: number | undefined;
  /** Whether a token of the CI counts once only. */
  readonly single_use?: boolean | undefined;
  /** Switched off, it lets nobody in. */
  readonly enabled?: boolean | undefined;
};

/** What can change; null puts the default back. */
export type TrustPolicyUpdate = {
  /** What it is called, unique in the tenant. */
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** The CI system; it decides which claims are safe to bind to. */
  readonly provider?: 'github' | 'gitlab' | 'jenkins' | 'azure_devops' | 'aws' | 'other' | undefined;
  /** Who signs the tokens, letter for letter as in `iss`. */
  readonly issuer?: string | undefined;
  /** Audiences that are accepted. */
  readonly audiences?: readonly string[] | undefined;
  readonly algorithms?: readonly ('RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA')[] | null | undefined;
  readonly jwks_url?: string | null | undefined;
  readonly jwks?: readonly {
    /** Id of the key. */
    readonly kid: string;
    /** Kind of key. */
    readonly kty: 'RSA' | 'EC' | 'OKP';
    /** Algorithm. */
    readonly alg?: string | undefined;
    /** What it is for, as issuers publish it: signatures. */
    readonly use?: "sig" | undefined;
    /** Of RSA: the modulus, base64url. */
    readonly n?: string | undefined;
    /** Of RSA: the exponent, base64url. */
    readonly e?: string | undefined;
    /** Of EC and OKP: the curve. */
    readonly crv?: string | undefined;
    /** Of EC and OKP: x, base64url. */
    readonly x?: string | undefined;
    /** Of EC: y, base64url. */
    readonly y?: string | undefined;
  }[] | null | undefined;
  /** All of these must hold. Bind to ids, not to names, which can be taken over. */
  readonly claims?: readonly {
    /** Name of the claim; a JSON pointer, starting with /, for one that is nested. */
    readonly claim: string;
    /** One of these it must be. Numbers and booleans are compared as text. */
    readonly values: readonly string[];
    /** Whether * in a value stands for any part. */
    readonly match?: 'exact' | 'glob' | undefined;
  }[] | undefined;
  /** What the job may do; never more than who declares this may. */
  readonly scopes?: readonly string[] | undefined;
  readonly lifetime?: number | null | undefined;
  readonly max_age?: number | null | undefined;
  readonly single_use?: boolean | null | undefined;
  readonly enabled?: boolean | null | undefined;
};

/** Unique in a tenant. */
export type TrustPolicyKey = {
  /** What it is called, unique in the tenant. */
  readonly name: string;
};
