/** Every promise of the product, as data, with the tests that show it: `file`, or `file > part of its title`. A test fails while one has none. */
export interface Requirement {
  readonly id: string;
  readonly promise: string;
  readonly tests: readonly string[];
}

export const requirements: readonly Requirement[] = [
  // Starting and building
  { id: 'start.install', promise: 'On a fresh clone with only Node 20 and npm, one command installs what is missing, with progress, and runs', tests: ['test/house/bootstrap.test.ts > installs what is missing, with progress'] },
  { id: 'start.refusals', promise: 'An install that cannot be done says in one sentence why and what to do', tests: ['test/house/bootstrap.test.ts > says in a sentence what to do', 'test/house/bootstrap.test.ts > a Node that is too old', 'test/house/bootstrap.test.ts > without npm'] },
  { id: 'start.signals', promise: 'A stop reaches the hub, and its exit code comes back', tests: ['test/house/bootstrap.test.ts > passes a stop on', 'test/house/bootstrap.test.ts > ends with the exit code'] },
  { id: 'start.key', promise: 'A hub on an empty store shows its first key once, also when several start together', tests: ['packages/access/src/issue-key.test.ts > exactly one gets the first key'] },
  { id: 'start.config', promise: 'Configuration comes from the environment and the command line, and a wrong one names the variable', tests: ['packages/hub/src/config.test.ts'] },
  { id: 'house.walls', promise: 'A room imports only what its floor may use, and a wrong import is caught', tests: ['test/house/walls.test.ts'] },
  { id: 'house.guards', promise: 'The process, the network, key material and SQL are touched in their own rooms only', tests: ['test/house/guards.test.ts'] },
  { id: 'house.docs', promise: 'Pages link to what exists and name commands that exist', tests: ['test/house/docs.test.ts'] },

  // Contract
  { id: 'contract.derived', promise: 'Actions, events, schemas and storage follow from one definition of a resource', tests: ['packages/contracts/src/derive.test.ts'] },
  { id: 'contract.failures', promise: 'Every refusal has a stable code, a status and a fix', tests: ['packages/contracts/src/failure.test.ts'] },
  { id: 'contract.planned', promise: 'A resource whose engine is missing is declared and refuses calls clearly; the list of those is kept', tests: ['test/house/planned.test.ts'] },
  { id: 'contract.catalog', promise: 'The catalog and all derived files are up to date', tests: ['test/house/catalog.test.ts'] },
  { id: 'contract.ids', promise: 'Ids carry their kind and sort by creation', tests: ['packages/contracts/src/id.test.ts'] },

  // Storage
  { id: 'storage.same', promise: 'SQLite and PostgreSQL pass one table of contract tests', tests: ['packages/storage/src/sqlite/open-sqlite.test.ts', 'packages/storage/src/postgres/open-postgres.test.ts', 'test/conformance/storage.ts'] },
  { id: 'storage.durable', promise: 'Nothing acknowledged is lost to kill -9, and nothing is half applied', tests: ['test/chaos/store.ts'] },
  { id: 'storage.migrations', promise: 'Several hubs that start at once migrate once', tests: ['packages/storage/src/contract/opening.ts > several that open the same store at once migrate it once'] },
  { id: 'storage.unit', promise: 'A unit of writes is stored whole or not at all', tests: ['packages/storage/src/contract/units.ts > a unit is stored whole or not at all'] },
  { id: 'storage.many-hubs', promise: 'Several hubs work on one store side by side', tests: ['packages/storage/src/contract/logs.ts > a tail that follows while several stores append', 'packages/storage/src/contract/units.ts > of many who change the same version at once, one wins'] },
  { id: 'storage.backup', promise: 'A backup of a running hub can be restored', tests: ['packages/storage/src/backup/backup.test.ts'] },

  // Vault
  { id: 'vault.sealed', promise: 'A secret is sealed for its tenant and its place, and opens nowhere else', tests: ['packages/vault/src/vault.test.ts > opens for no other tenant and at no other place'] },
  { id: 'vault.rotation', promise: 'Data keys and the master key rotate without losing a secret', tests: ['packages/vault/src/vault.test.ts > after a rotation new values use the new key', 'packages/vault/src/vault.test.ts > a new master key takes over every data key'] },
  { id: 'vault.keyfile', promise: 'The first start makes a master key file that only its owner can read', tests: ['packages/vault/src/master-keys/local.test.ts > only its owner can read'] },
  { id: 'vault.kms', promise: 'The master key may be in AWS KMS or in Vault', tests: ['packages/vault/src/master-keys/aws-kms.test.ts', 'packages/vault/src/master-keys/vault-transit.test.ts'] },
  { id: 'vault.secret', promise: 'A secret shows dots wherever it is printed', tests: ['packages/vault/src/secret.test.ts > shows dots wherever it is printed'] },
  { id: 'vault.signing', promise: 'HMAC and Ed25519 give the published answers', tests: ['packages/vault/src/signing.test.ts'] },

  // Access
  { id: 'access.keys', promise: 'An API key is shown once, kept as a hash, scoped, and expires at its instant', tests: ['packages/access/src/access.test.ts > a key is shown once and kept as a hash', 'packages/access/src/authenticate.test.ts > at the instant of its expiry'] },
  { id: 'access.no-escalation', promise: 'Nobody gives more than they may do themselves', tests: ['packages/access/src/access.test.ts > never given more than its creator may', 'packages/access/src/access.test.ts > beyond their own'] },
  { id: 'access.roles', promise: 'Viewer, operator, approver, admin and custom scopes may do exactly what they say', tests: ['packages/access/src/roles.test.ts'] },
  { id: 'access.limits', promise: 'Calls are limited per key and per tenant', tests: ['packages/access/src/limit.test.ts'] },
  { id: 'access.audit', promise: 'The audit trail is chained; a change or a gap in it is found', tests: ['packages/access/src/audit.test.ts'] },
  { id: 'access.isolation', promise: 'Another tenant’s id looks as if it did not exist, for every resource and action', tests: ['test/house/isolation.test.ts > another tenant’s id'] },

  // The one path
  { id: 'invoke.unit', promise: 'A write, its audit entry, its events and its idempotency record are stored together or not at all', tests: ['packages/invoke/src/invoke.test.ts > writes the note, the audit entry and the event together', 'packages/invoke/src/invoke.test.ts > writes none of them'] },
  { id: 'invoke.idempotency', promise: 'The same key and input get the same answer, across restarts and under concurrency; another input is refused', tests: ['packages/invoke/src/invoke.test.ts > gives the same answer to the same input', 'packages/invoke/src/invoke.test.ts > outlives a restart', 'packages/invoke/src/invoke.test.ts > refuses another input'] },
  { id: 'invoke.approval', promise: 'A destructive action waits for somebody else, is bound to its input, and counts once', tests: ['packages/invoke/src/invoke.test.ts > waits for somebody else', 'packages/invoke/src/invoke.test.ts > is bound to its input', 'packages/invoke/src/invoke.test.ts > spends an approval once', 'packages/invoke/src/invoke.test.ts > can’t be let through by who asked'] },
  { id: 'invoke.dry-run', promise: 'A dry run says what would happen and changes nothing', tests: ['packages/invoke/src/invoke.test.ts > writes nothing on a dry run'] },
  { id: 'invoke.output', promise: 'Nothing leaves that the schema does not allow', tests: ['packages/invoke/src/invoke.test.ts > refuses an output that breaks its schema'] },
  { id: 'resources.verbs', promise: 'Create, read, update, delete and list work for every declared resource, with optimistic concurrency', tests: ['test/house/resources.test.ts'] },

  // REST
  { id: 'rest.problems', promise: 'A refusal is a problem document with code, status and fix', tests: ['packages/rest/src/create-server.test.ts'] },
  { id: 'rest.etag', promise: 'A resource is changed only if it still is what the caller saw', tests: ['packages/rest/src/resource-routes.test.ts > is changed only if it still is what the caller saw'] },
  { id: 'rest.caps', promise: 'Bodies, headers and nesting are capped', tests: ['packages/rest/src/json-body.test.ts', 'packages/rest/src/create-server.test.ts > headers beyond the cap'] },
  { id: 'rest.openapi', promise: 'The OpenAPI document validates and is complete', tests: ['packages/rest/src/openapi.test.ts', 'test/conformance/openapi.ts'] },
  { id: 'rest.fuzz', promise: 'No input makes a 5xx, an undocumented status or an answer outside the schema', tests: ['test/conformance/openapi.ts'] },
  { id: 'rest.drain', promise: 'A stop lets what runs end', tests: ['packages/rest/src/create-server.test.ts > takes no new load while it drains'] },
  { id: 'rest.metrics', promise: 'Health, readiness and Prometheus metrics are served', tests: ['packages/rest/src/create-server.test.ts > shows its metrics', 'packages/rest/src/create-server.test.ts > ready while its checks are good'] },
  { id: 'telemetry.redaction', promise: 'Logs never show a secret', tests: ['packages/telemetry/src/telemetry.test.ts'] },

  // GraphQL
  { id: 'graphql.catalog', promise: 'GraphQL serves the same catalog: queries, mutations, connections', tests: ['packages/graphql/src/graphql.test.ts > a query', 'packages/graphql/src/graphql.test.ts > a mutation'] },
  { id: 'graphql.batching', promise: 'A page of resources with their references takes a constant number of statements', tests: ['test/house/graphql.test.ts > needs one statement for a page'] },
  { id: 'graphql.limits', promise: 'Depth and cost of a query are limited', tests: ['packages/graphql/src/limits/limits.test.ts'] },

  // Client and command line
  { id: 'client.retries', promise: 'The client repeats what is safe to repeat, with jitter, and can be cancelled', tests: ['packages/client/src/create-client.test.ts > trying again', 'packages/client/src/retry.test.ts'] },
  { id: 'client.typed', promise: 'The client is typed from the catalog', tests: ['packages/client/src/generated.test.ts'] },
  { id: 'events.follow', promise: 'Followers of events get each one in order and go on where they stopped', tests: ['packages/rest/src/event-stream.test.ts > goes on behind the event that it saw last', 'packages/client/src/tail.test.ts'] },
  { id: 'cli.commands', promise: 'The command line does what the API does, with tables, JSON, YAML and exit codes', tests: ['packages/cli/src/main.test.ts'] },
  { id: 'stories.first-steps', promise: 'A newcomer gets from start to an audited resource by REST, GraphQL, command line and client', tests: ['examples/first-steps/story.ts'] },

  // Webhooks
  { id: 'webhooks.wanted', promise: 'An endpoint gets what its types, channels and filter take, signed, and nothing else', tests: ['test/house/webhooks.test.ts > an endpoint gets what its types'] },
  { id: 'webhooks.retry', promise: 'A failed delivery is tried again under the same id, then waits in the dead letters and can be redriven', tests: ['test/house/webhooks.test.ts > a failure is tried again'] },
  { id: 'webhooks.order', promise: 'Events with one ordering key arrive in order, and a stuck key holds only itself', tests: ['test/house/webhooks.test.ts > events with the same key', 'test/chaos/webhooks.ts'] },
  { id: 'webhooks.lost', promise: 'No acknowledged event is lost when hubs or the database are killed', tests: ['test/chaos/webhooks.ts'] },
  { id: 'webhooks.rotation', promise: 'A replaced signing key signs on through its grace', tests: ['test/house/webhooks.test.ts > while a replaced key has its grace'] },
  { id: 'webhooks.signatures', promise: 'Signatures fit the published vectors and are accepted by third-party verifiers; inbound ones of every vendor are verified', tests: ['test/conformance/signatures.ts'] },
  { id: 'events.once', promise: 'An event under an id of its teller is one event, told at once, later, after a restart or to several hubs; other content is refused', tests: ['test/house/publishing.test.ts > is one event however often it is told', 'test/house/publishing.test.ts > also when many tell it at the same time', 'test/house/publishing.test.ts > known after a restart'] },
  { id: 'events.batch', promise: 'Up to 1,000 events are published together, all or none, with what is wrong at which of them', tests: ['test/house/publishing.test.ts > is published as a whole', 'test/house/publishing.test.ts > is refused as a whole'] },
  { id: 'events.types', promise: 'Events fit the JSON Schema of their type where it says so, at once and on every hub, and every misfit is named with its path', tests: ['test/house/event-types.test.ts > is refused with the path', 'test/house/event-types.test.ts > on every hub of the store', 'packages/events/src/types/schema/compile.test.ts > lets pass what another validator'] },
  { id: 'events.schemas', promise: 'A schema that is wrong, fetches, or never ends is refused, and no schema or pattern keeps the hub busy', tests: ['test/house/event-types.test.ts > a type is refused', 'packages/events/src/types/schema/compile.test.ts > a check ends', 'packages/events/src/types/pattern/match.test.ts > takes time in proportion'] },
  { id: 'events.found', promise: 'Events are found by type, subject, channel, own id and time, page by page', tests: ['test/house/event-log.test.ts > by type, subject, channel and time'] },
  { id: 'events.kept', promise: 'Events are kept as long as the hub or their type says, and never go before a delivery or a sink is done with them', tests: ['packages/events/src/retention/retention.test.ts', 'test/house/event-log.test.ts > what is too old goes'] },
  { id: 'webhooks.replay', promise: 'Events are sent once more, and dead letters anew, by filter, as jobs with progress that go on after a kill where they were', tests: ['test/house/jobs.test.ts > sends what the endpoint takes', 'test/house/jobs.test.ts > dead letters are sent anew', 'test/house/jobs.test.ts > goes on where it was when its hub is killed'] },
  { id: 'webhooks.transform', promise: 'A sandboxed function may change what is sent or send nothing; its faults count as the hub’s, name the limit, and are found before it is kept', tests: ['test/house/endpoints.test.ts > changes what is sent', 'test/house/endpoints.test.ts > that answers null sends nothing', 'test/house/endpoints.test.ts > that fails is ours', 'packages/events/src/deliver/transform.test.ts'] },
  { id: 'webhooks.auth', promise: 'The hub shows receivers who it is by OAuth client credentials or a client certificate, and never shows the secret', tests: ['test/house/endpoints.test.ts > a token is fetched once', 'test/house/endpoints.test.ts > a receiver that asks for a certificate', 'packages/events/src/deliver/access-token.test.ts'] },
  { id: 'webhooks.networks', promise: 'An endpoint that may never be reached is refused when it is declared; networks of endpoint, tenant and operator each narrow', tests: ['test/house/endpoints.test.ts > is judged when it is declared', 'test/house/endpoints.test.ts > its own networks only narrow', 'test/house/endpoints.test.ts > its tenant narrows it too'] },
  { id: 'webhooks.profiles', promise: 'Custom signatures keep existing receivers working; public keys are published; no endpoint is left without a key', tests: ['test/house/endpoints.test.ts > may be Ed25519 in a header of its own', 'test/house/endpoints.test.ts > of several keys is joined', 'test/house/endpoints.test.ts > is never left without a key'] },
  { id: 'webhooks.headers', promise: 'Headers of one’s own can’t forge the hub’s, and secret ones are masked wherever they are shown', tests: ['test/house/endpoints.test.ts > headers of one’s own'] },
  { id: 'webhooks.told', promise: 'The hub tells of endpoints that are switched and of deliveries that fail, recover or are over, and never about telling', tests: ['test/house/endpoints.test.ts > being made, changed, switched', 'test/house/endpoints.test.ts > a delivery that fails four times', 'packages/events/src/deliver/notices.test.ts'] },
  { id: 'webhooks.looking', promise: 'People see attempts with what was sent and answered, open deliveries, and can send an example', tests: ['test/house/endpoints.test.ts > of an answer the first 20,000 bytes', 'test/house/endpoints.test.ts > open deliveries are listed', 'test/house/endpoints.test.ts > an example is sent at once'] },
  { id: 'stories.webhooks', promise: 'A newcomer receives and verifies the first signed webhook in five minutes', tests: ['examples/webhooks/story.ts'] },
  { id: 'svix.client', promise: 'The npm client of Svix works unchanged: every operation, over the same engine and store', tests: ['test/conformance/webhooks.ts', 'test/house/svix.test.ts > what one door makes the other sees', 'test/house/svix.test.ts > reaches its endpoint byte for byte'] },
  { id: 'svix.deliveries', promise: 'The packages svix and standardwebhooks take our deliveries, during a rotation too, and refuse a changed byte', tests: ['test/conformance/webhooks.ts', 'test/conformance/signatures.ts'] },
  { id: 'svix.application', promise: 'A token for one application sees that application and nothing else, at no door', tests: ['test/house/svix.test.ts > sees that application here, and nothing at the other doors', 'packages/invoke/src/invoke.test.ts > is refused where the door does not hold the call within it'] },
  { id: 'svix.once', promise: 'A repeated request gets the first answer, and a repeated eventId is a conflict', tests: ['test/house/svix.test.ts > is answered as before'] },
  { id: 'events.poll', promise: 'Events are polled with a cursor that the reader or the hub keeps, in order, waiting for what comes', tests: ['test/house/history.test.ts > gives what an endpoint takes in the order of commits', 'test/house/history.test.ts > waits for what comes'] },
  { id: 'events.history', promise: 'What was published, where it went and how it stands there can be searched and counted', tests: ['test/house/history.test.ts > is searched by project, types and channel', 'test/house/history.test.ts > stands at its endpoints as its attempts came to'] },
  { id: 'events.expunge', promise: 'Content is taken out for good, and what was to be delivered of it is not', tests: ['test/house/history.test.ts > is expunged for good'] },
  { id: 'endpoints.keys', promise: 'A signing key is shown only to who may see it and on record, and rotates with a bounded number of old ones', tests: ['test/house/history.test.ts > is shown to who may see it'] },
  // Webhooks that come in
  { id: 'inbound.vendors', promise: 'The webhooks of every vendor are accepted as they sign, and refused after a changed byte, with another secret, of another time, and have no effect again', tests: ['test/house/inbound-vendors.test.ts > is accepted as it signs', 'test/conformance/signatures.ts'] },
  { id: 'inbound.durable', promise: 'Who hears 2xx can forget it: the events of a request, their deliveries and the mark that it came are on disk together', tests: ['test/house/inbound.test.ts > is an event before it is answered', 'packages/events/src/inbound/inbound.test.ts > is told only after it is on disk'] },
  { id: 'inbound.once', promise: 'What comes again with the same id has no effect: at once, later, after a restart, at another hub', tests: ['test/house/inbound.test.ts > has no effect again', 'test/house/inbound-hubs.test.ts > what came before a restart', 'test/house/inbound-hubs.test.ts > several hubs on one'] },
  { id: 'inbound.rotation', promise: 'A replaced secret counts until its grace is over', tests: ['test/house/inbound.test.ts > takes the new secret at once'] },
  { id: 'inbound.closed', promise: 'Without a secret everything is refused, and a source that is switched off looks as if it had never been', tests: ['test/house/inbound.test.ts > without a secret refuses everything', 'test/house/inbound.test.ts > that is switched off, deleted or was never there'] },
  { id: 'inbound.caps', promise: 'Networks and body size are capped per source, while the body is read', tests: ['test/house/inbound.test.ts > takes bodies up to its own cap', 'test/house/inbound.test.ts > takes requests only from its networks', 'packages/rest/src/inbound-routes.test.ts > beyond the cap of its source'] },
  { id: 'inbound.handshakes', promise: 'Slack, Okta, Notion and GitHub are answered as they ask; a token that a sender brings counts once and is shown until it is used', tests: ['test/house/inbound-handshakes.test.ts'] },
  { id: 'inbound.mappings', promise: 'Events of a sender become yours by name, filter and subject; what can’t work is refused where it is declared', tests: ['test/house/inbound.test.ts > name the event and what it happened to', 'packages/events/src/inbound/mapping.test.ts'] },
  { id: 'inbound.hardened', promise: 'Odd times, repeated headers, other alphabets, endless nesting and bytes of any kind are judged right', tests: ['test/house/inbound-refusals.test.ts > proofs that are not as they should be', 'packages/vault/src/webhooks/inbound/hardening.test.ts'] },
  { id: 'inbound.refused', promise: 'What was refused can be looked at, without secrets, and can’t fill the disk', tests: ['test/house/inbound-refusals.test.ts > what was refused', 'packages/events/src/inbound/masked.test.ts', 'packages/events/src/inbound/inbound.test.ts > fills no disk'] },
  { id: 'inbound.servicenow', promise: 'ServiceNow, which signs nothing, sends Standard Webhooks by a script', tests: ['test/guides/servicenow.test.ts'] },
  { id: 'sandbox.holds', promise: 'Untrusted JavaScript ends at its caps and reaches nothing', tests: ['test/attack/plugins.ts', 'packages/sandbox/src/create-sandbox.test.ts', 'packages/sandbox/src/wasm/cap-memory.test.ts'] },
  { id: 'sandbox.clean', promise: 'A call of a plugin finds nothing of the call before: the memory is byte for byte as after loading', tests: ['packages/sandbox/src/quickjs/clean-slate.test.ts > is byte for byte'] },
  { id: 'sandbox.process', promise: 'Plugins may run in a process without environment, files or children; its end loses no neighbour’s call', tests: ['packages/sandbox/src/process/process-executor.test.ts', 'test/attack/plugins.ts'] },
  { id: 'sandbox.host', promise: 'A plugin reaches the functions its host names, each under caps of its own', tests: ['packages/sandbox/src/host-functions.test.ts'] },

  // Sinks and rules
  { id: 'sinks.contract', promise: 'NATS, Kafka, S3, SQS, Splunk, syslog and HTTP pass one table of cases, against doubles and real servers', tests: ['test/house/sink-drivers.test.ts', 'test/conformance/sinks.ts'] },
  { id: 'sinks.order', promise: 'A sink sends what it takes in the order of the log, without gaps, through failures, restarts and killed hubs', tests: ['test/house/sinks.test.ts > what a sink takes arrives in order', 'test/house/sinks.test.ts > nothing is lost', 'test/chaos/sinks.ts'] },
  { id: 'sinks.one-hub', promise: 'One hub at a time works on a sink, and another takes over when that one is gone', tests: ['test/house/sinks.test.ts > of two hubs one works on a sink', 'packages/events/src/sinks/sinks.test.ts > one hub has a sink until its lease is over'] },
  { id: 'sinks.health', promise: 'A sink that fails says since when and why, never with a secret, and goes on for ever', tests: ['packages/events/src/sinks/sinks.test.ts > a sink that fails keeps its place', 'test/conformance/sinks/contract.ts > a wrong secret is refused'] },
  { id: 'sinks.arrived', promise: 'Nothing is taken for arrived that the other system did not acknowledge', tests: ['test/house/sink-trouble.test.ts'] },
  { id: 'rules.act', promise: 'A rule calls its action once on each event that matches, also when hubs are killed', tests: ['test/house/rules.test.ts > an event that matches calls the action', 'test/chaos/sinks.ts'] },
  { id: 'rules.limits', promise: 'A rule counts and throttles for each group, and rules that set each other off come to an end', tests: ['test/house/rules.test.ts > it acts only after so many', 'test/house/rules.test.ts > it acts so often', 'test/house/rules.test.ts > come to an end'] },
  { id: 'rules.rights', promise: 'A rule never has more rights than who declared it has now', tests: ['test/house/rules.test.ts > and no more, also when they lose some later', 'test/house/rules.test.ts > nobody borrows the rights of another'] },
  { id: 'rules.dead-letters', promise: 'What a rule could not do waits with its reason and can be sent anew', tests: ['test/house/rules.test.ts > goes to the dead letters with its reason'] },

  // Infrastructure as code
  { id: 'iac.reconcile', promise: 'What is declared is compared with what is there by the facts of the catalog: sets without order, JSON by meaning, defaults in place', tests: ['packages/reconcile/src/plan.test.ts'] },
  { id: 'iac.terraform.lives', promise: 'Every live resource lives its whole life in terraform: created, changed, replaced, imported, drifted, gone, upgraded, destroyed', tests: ['test/conformance/iac.ts'] },
  { id: 'iac.terraform.plans', promise: 'A plan knows defaults, keeps spellings, replaces what can’t be changed, and is empty when nothing changed', tests: ['providers/terraform/src/schema/planned.test.ts'] },
  { id: 'iac.terraform.secrets', promise: 'A secret is in no plan, no state and no log of terraform', tests: ['test/conformance/iac.ts', 'providers/terraform/src/schema/planned.test.ts > has it in no plan'] },
  { id: 'iac.terraform.host', promise: 'The provider answers only the host that started it, and leaves with it', tests: ['providers/terraform/src/plugin/serve.test.ts'] },
  { id: 'iac.terraform.newer', promise: 'Lists, identities, actions and generated configuration are there for newer terraform', tests: ['test/house/terraform-provider.test.ts'] },
  { id: 'iac.grpc', promise: 'Plugins are called, streamed and cancelled over gRPC', tests: ['providers/grpc/src/grpc.test.ts'] },
  { id: 'speed.iac', promise: 'The provider starts soon, and hundreds of resources cost little more than terraform itself', tests: ['test/bench/iac.ts'] },

  // Egress
  { id: 'egress.streams', promise: 'Streams and datagrams of other protocols pass the same guard as requests', tests: ['packages/egress/src/stream.test.ts', 'test/attack/egress.ts'] },
  { id: 'egress.guard', promise: 'Outgoing requests do not reach private addresses, also by DNS or redirect', tests: ['packages/egress/src/egress.test.ts', 'test/attack/egress.ts'] },
  { id: 'speed.api', promise: 'The whole path costs a bounded share of a bare route', tests: ['test/bench/api.ts'] },

  // Plugins
  { id: 'plugins.sdk', promise: 'One definition gives a plugin its manifest, its typed handlers and its errors', tests: ['packages/sdk/src/define-plugin.test.ts'] },
  { id: 'plugins.life', promise: 'A plugin is installed, configured, allowed, enabled, updated, disabled and uninstalled over REST, and leaves nothing behind', tests: ['test/house/plugins.test.ts > leaves nothing behind', 'test/house/plugin-releases.test.ts > leaves nothing in the store but the trail', 'test/conformance/plugins.ts'] },
  { id: 'plugins.runtimes', promise: 'A plugin gives the same results in the hub’s process and in the sandbox', tests: ['test/house/plugins.test.ts > does what it says', 'test/conformance/plugins.ts'] },
  { id: 'plugins.tools', promise: 'The actions of an enabled plugin are tools of its tenant, and of no other', tests: ['test/house/plugins.test.ts > in the catalog of its tenant', 'test/house/plugin-releases.test.ts > runs once it is enabled'] },
  { id: 'plugins.consent', promise: 'A plugin does only what was consented to, and is asked again when it wants more', tests: ['test/house/plugins.test.ts > can’t do what nobody allowed', 'test/house/plugin-releases.test.ts > asks for no more'] },
  { id: 'plugins.secrets', promise: 'A plugin never sees a secret: the host puts it into requests to its own hosts, and masks it in answers', tests: ['test/house/plugin-credentials.test.ts'] },
  { id: 'plugins.access', promise: 'Everything that a plugin asks its host for is on record', tests: ['test/house/plugins.test.ts > leaves a trace of all that it asked for'] },
  { id: 'plugins.update', promise: 'A new version takes over once it proved healthy, and a version that fails soon after is left again', tests: ['test/house/plugin-releases.test.ts > gives way to a new one', 'test/house/plugin-releases.test.ts > left again by itself'] },
  { id: 'plugins.quarantine', promise: 'A plugin that has to be killed again and again is stopped until an operator decides', tests: ['test/house/plugin-releases.test.ts > is quarantined until an operator'] },
  { id: 'plugins.packages', promise: 'A package that was tampered with in any way is refused, also when the store was', tests: ['packages/plugins/src/packages/package-file.test.ts', 'test/house/plugin-releases.test.ts > a changed store is found', 'test/conformance/plugins.ts'] },
  { id: 'plugins.publishers', promise: 'A namespace belongs to the key that published in it first; look-alike names and older sequences are refused; a release can be taken back', tests: ['test/house/plugin-releases.test.ts > is published once', 'test/house/plugin-releases.test.ts > is taken back by its publisher'] },
  { id: 'plugins.hooks', promise: 'Events reach plugins at least once; plugins that decide are asked in order and count as declared when they fail', tests: ['packages/plugins/src/hooks/hooks.test.ts'] },
  { id: 'plugins.idle', promise: 'While no plugin listens, events are not read for plugins; one that is enabled later hears all that happens from then on, and nothing before', tests: ['packages/plugins/src/hooks/hooks.test.ts > only the end of the log is remembered', 'packages/plugins/src/hooks/hooks.test.ts > knows where the log ended'] },
  { id: 'plugins.gallery', promise: 'Twelve plugins of ours, written against the SDK alone, do what they say in both runtimes', tests: ['test/house/gallery.test.ts', 'packages/gallery/src/every-plugin.test.ts', 'packages/gallery/src/hooks.test.ts', 'test/conformance/plugins.ts'] },
  { id: 'plugins.story', promise: 'From an empty folder to a signed plugin that is called over REST and MCP in ten minutes', tests: ['examples/plugin/story.ts'] },
  { id: 'plugins.webhooks', promise: 'A webhook of a plugin is proved, told once, and answered', tests: ['test/house/plugins.test.ts > takes in a webhook whose sender is proved'] },
  { id: 'plugins.flags', promise: 'A feature flag stands before a plugin', tests: ['test/house/plugins.test.ts > stops behind its flag'] },
  { id: 'plugins.cli', promise: 'From nothing to a signed, enabled plugin with the command line', tests: ['packages/cli/src/plugin/plugin-commands.test.ts'] },

  // MCP
  { id: 'mcp.protocol', promise: 'The official suite passes in both eras, directly and through the gateway, tasks included; every tool is portable', tests: ['test/conformance/mcp.ts', 'test/house/mcp.test.ts > in the era %s lists, calls and reads'] },
  { id: 'mcp.tools', promise: 'Every action is a tool with schemas, hints from the hub’s own safety and structured output, in one order, page by page', tests: ['test/house/mcp.test.ts > are every live action, in the order of their names', 'test/house/mcp.test.ts > hints from the hub’s own safety', 'test/house/mcp.test.ts > answer with data'] },
  { id: 'mcp.scopes', promise: 'Scopes decide what is listed, a missing one is named, and read-only beats every scope', tests: ['test/house/mcp.test.ts > read-only beats every scope', 'test/house/mcp.test.ts > say which scope is missing', 'packages/mcp/src/endpoint.test.ts'] },
  { id: 'mcp.failures', promise: 'A tool that fails keeps the code and the fix of its refusal', tests: ['test/house/mcp.test.ts > say what was wrong and what to do'] },
  { id: 'mcp.approvals', promise: 'A destructive tool waits for somebody else, as a task, as a link or as a result, and a yes in the client is none', tests: ['test/house/mcp.test.ts > tells a plain client what waits', 'test/house/mcp.test.ts > takes no yes of the client for it', 'test/house/mcp.test.ts > it goes on by itself once it is allowed', 'examples/mcp/story.ts'] },
  { id: 'mcp.state', promise: 'What a client carries between rounds is bound to who, what and until when, and a forged one is refused', tests: ['packages/mcp/src/tools/round-state.test.ts', 'test/house/mcp.test.ts > refuses a state that was forged'] },
  { id: 'mcp.headers', promise: 'Headers that say something else than the body are refused', tests: ['packages/mcp/src/protocol/headers.test.ts'] },
  { id: 'mcp.knowledge', promise: 'Resources, events and pages can be read by URI, prompts be filled in, and changes be followed', tests: ['test/house/mcp.test.ts > are the hub’s resources by their URI', 'test/house/mcp.test.ts > hears of what they may read'] },
  { id: 'mcp.login', promise: 'A client without a good credential is told where to get one, and a page that somebody visits is refused', tests: ['test/house/mcp.test.ts > is told where to get one', 'test/house/mcp.test.ts > from a page that somebody visits'] },
  { id: 'mcp.stdio', promise: 'The command line is an MCP server on stdin and stdout', tests: ['test/house/mcp.test.ts > is a server on stdin and stdout'] },
  { id: 'mcp.speed', promise: 'A call costs at most 1.3 times the SDK’s bare server, a forwarded one 0.35 ms of CPU, and 5,000 listeners 400 MB', tests: ['test/bench/mcp.ts'] },
  { id: 'gateway.tools', promise: 'Tools of attached servers are actions like any other, destructive until somebody says otherwise', tests: ['test/house/gateway.test.ts > as actions of every door', 'test/house/gateway.test.ts > only destructive tools until'] },
  { id: 'gateway.pins', promise: 'A tool that changes, whispers or takes a name is held until it is accepted', tests: ['packages/gateway/src/standing.test.ts', 'test/house/gateway.test.ts > held until it is accepted by two', 'test/attack/mcp.ts'] },
  { id: 'gateway.isolation', promise: 'A dead server spoils nothing of the others, and each belongs to its tenant alone', tests: ['test/house/gateway.test.ts > spoils nothing of the others', 'test/house/gateway.test.ts > belongs to its tenant alone'] },
  { id: 'gateway.secrets', promise: 'A server gets the hub’s credential and never the caller’s; credentials travel neither out nor back', tests: ['test/house/gateway.test.ts > nothing of who called', 'packages/gateway/src/secret-scan.test.ts'] },
  { id: 'gateway.sign-in', promise: 'Each person signs in at an attached server for themselves, by OAuth with PKCE; a link that somebody sent signs nobody in, and tokens refresh by themselves', tests: ['test/house/mcp-sign-in.test.ts'] },
  { id: 'gateway.programs', promise: 'A server that is a program runs only if whoever runs the hub allows it, with its own environment and no other', tests: ['test/house/gateway.test.ts > with nothing else of the hub', 'test/house/gateway.test.ts > has not allowed is refused'] },

  // Deployments and previews
  { id: 'deployments.hub', promise: 'The hub brings a version up by what the environment says, with the rights of who declared it', tests: ['test/house/deployments.test.ts > the hub brings a version up'] },
  { id: 'deployments.ci', promise: 'A CI creates, begins, logs and finishes a deployment; repeating any of it does no harm', tests: ['test/house/deployments.test.ts > a CI creates, begins'] },
  { id: 'deployments.approvals', promise: 'Four eyes: not who asked, not a key that they issued, not one person twice', tests: ['test/house/deployments.test.ts > approvals: not by who asked'] },
  { id: 'deployments.protection', promise: 'Refs, waiting times, freeze windows in time zones and gates hold a deployment, and say so', tests: ['test/house/deployments.test.ts > a ref that may not', 'test/house/deployments.test.ts > a waiting time and a freeze window', 'test/house/deployments.test.ts > a gate holds it', 'packages/deployments/src/schedule/freeze.test.ts'] },
  { id: 'deployments.turns', promise: 'One deployment at a time per environment: the next one waits, replaces or is refused', tests: ['test/house/deployments.test.ts > replace one another', 'test/house/deployments.test.ts > a busy environment refuses'] },
  { id: 'deployments.retries', promise: 'What may pass is tried again, a destructive action waits for its approval, and what nobody knows is not begun twice', tests: ['test/house/deployments.test.ts > is tried again when that may help', 'test/house/deployments.test.ts > waits for its own approval', 'packages/deployments/src/lifecycle/next-try.test.ts'] },
  { id: 'deployments.back', promise: 'Back to any earlier version, and on to another environment', tests: ['test/house/deployments.test.ts > back to an earlier version'] },
  { id: 'deployments.times', promise: 'What is not begun, not finished or not cancelled in time ends by itself', tests: ['test/house/deployments.test.ts > nobody begins or finishes in time', 'test/house/deployments.test.ts > has a moment to stop', 'test/house/deployments.test.ts > lives for a time'] },
  { id: 'deployments.follow', promise: 'State and log can be followed live, and gone on with after a break', tests: ['test/house/deployment-stream.test.ts'] },
  { id: 'deployments.masks', promise: 'No secret of an environment, and nothing that looks like a credential, is stored in a log', tests: ['packages/deployments/src/log/mask.test.ts', 'test/house/deployments.test.ts > a CI creates, begins'] },
  { id: 'deployments.durable', promise: 'Hubs that are killed leave every deployment in a right state, begin nothing twice and leave no preview', tests: ['test/chaos/deployments.ts'] },
  { id: 'previews.webhooks', promise: 'Pull requests of GitHub, GitLab and Bitbucket bring their preview up and take it away', tests: ['test/house/previews.test.ts > a pull request on GitHub', 'test/house/previews.test.ts > merge requests of GitLab', 'packages/deployments/src/previews/pull-request.test.ts'] },
  { id: 'previews.strangers', promise: 'Code of forks, and events that nobody proved, bring nothing up', tests: ['test/house/previews.test.ts > a fork gets no preview'] },
  { id: 'previews.end', promise: 'A preview goes when its time is over, also when the CI never comes back, and what tears it down is tried until it is gone', tests: ['test/house/previews.test.ts > the clock takes away', 'test/house/previews.test.ts > though the CI never comes back', 'test/house/previews.test.ts > is tried until it is gone'] },
  { id: 'previews.quota', promise: 'No more previews than an environment allows', tests: ['test/house/previews.test.ts > no more previews than'] },
  { id: 'previews.posts', promise: 'The pull request gets one comment that is kept up to date, and the commit a status', tests: ['test/house/previews.test.ts > one comment that is kept up to date', 'packages/deployments/src/posts/comment.test.ts'] },

  // Keyless login
  { id: 'keyless.matrix', promise: 'Per CI system: the right job gets in; each wrong claim, a replay, a foreign key and a confused algorithm do not', tests: ['test/house/keyless.test.ts > each bound claim', 'test/house/keyless.test.ts > a token counts once', 'test/house/keyless.test.ts > is no shared secret', 'test/house/keyless.test.ts > keys that the issuer changes'] },
  { id: 'keyless.safe', promise: 'Policies that bind to what can be taken over are refused, and both forms of GitHub’s sub get in alike', tests: ['test/house/keyless.test.ts > would let in more than is meant', 'test/house/keyless.test.ts > the old and the new form of sub'] },
  { id: 'keyless.bounded', promise: 'A token has no more than its policy, and ends with it', tests: ['test/house/keyless.test.ts > nobody gives more than they have', 'test/house/keyless.test.ts > ends with its time'] },
  { id: 'keyless.record', promise: 'Every refusal is on record with the claim that failed, and without the token; who guesses is held off', tests: ['test/house/keyless.test.ts > each bound claim', 'test/house/keyless.test.ts > who keeps guessing'] },

  // Connectors: chat and people
  { id: 'connectors.slack', promise: 'Slack: messages, threads, schedules, files, channels and people; its refusals that come with 200 have their names', tests: ['packages/connectors/src/slack/slack.test.ts', 'test/house/connectors.test.ts'] },
  { id: 'connectors.slack-approvals', promise: 'An approval is decided by a button in Slack, by who is named for it, and never by who asked', tests: ['test/house/slack-approvals.test.ts > is decided by a button', 'test/house/slack-approvals.test.ts > is not decided by who asked'] },
  { id: 'connectors.discord', promise: 'Discord: text pings nobody by accident, and one message follows a deployment', tests: ['packages/connectors/src/discord/discord.test.ts'] },
  { id: 'connectors.teams', promise: 'Microsoft Teams: a card that would not be shown whole is refused before it is sent', tests: ['packages/connectors/src/teams/teams.test.ts'] },
  { id: 'connectors.twilio', promise: 'Twilio: what is said in a call is escaped, and a status that is told twice is one event', tests: ['packages/connectors/src/twilio/twilio.test.ts'] },
  { id: 'connectors.email', promise: 'E-mail travels with TLS or not at all, is signed, holds no header that a field smuggled in, and has a preview', tests: ['test/house/email.test.ts', 'packages/connectors/src/email/template.test.ts'] },
  { id: 'connectors.lazy', promise: 'The list of connectors loads no library of a vendor; each is loaded on first use', tests: ['test/house/email.test.ts > the library is loaded then'] },
];
