/** Every way in which the hub says no. The code is API, the status is HTTP's, the fix tells what to do. */
import { z } from 'zod';

export const failures = {
  'request.malformed': { status: 400, fix: 'Send one JSON document, encoded as UTF-8, with the content type application/json.' },
  'request.too_deep': { status: 400, fix: 'Nest objects and arrays no deeper than the limit named in `limit`.' },
  'request.too_large': { status: 413, fix: 'Send a body no larger than the limit named in `limit`.' },
  'request.headers_too_large': { status: 431, fix: 'Send fewer or shorter request headers.' },
  'request.host_unknown': { status: 403, fix: 'Call the hub by the name in PATCHBAY_PUBLIC_URL, and from a page whose origin is in PATCHBAY_CORS_ORIGINS.' },
  'request.unsupported_media_type': { status: 415, fix: 'Send the body with the content type application/json.' },
  'request.not_acceptable': { status: 406, fix: 'Accept application/json.' },
  'request.timeout': { status: 408, fix: 'Send the whole request faster, or in smaller parts.' },
  'route.not_found': { status: 404, fix: 'Look the path up in /v1/openapi.json.' },
  'route.method_not_allowed': { status: 405, fix: 'Use one of the methods named in the Allow header.' },
  'input.invalid': { status: 422, fix: 'Correct the fields named in `issues`; the schema is at /v1/openapi.json.' },
  'input.unknown_field': { status: 422, fix: 'Remove or rename the fields named in `issues`; the schema is at /v1/openapi.json.' },
  'cursor.invalid': { status: 400, fix: 'Use `next_cursor` of the page before, with the same filter and sort, or the `seq` of an event of this hub where they are followed, or start without.' },
  'version.malformed': { status: 400, fix: 'Send the ETag of your last read in If-Match, as it came, or leave If-Match out.' },
  'idempotency.key_invalid': { status: 400, fix: 'Send 1 to 255 printable ASCII characters as Idempotency-Key.' },
  'idempotency.key_reused': { status: 422, fix: 'Use a new Idempotency-Key for a new request; repeat an old one only with the same input.' },
  'idempotency.in_progress': { status: 409, fix: 'Wait for the first request with this key to end, then repeat.' },
  'idempotency.outcome_unknown': { status: 409, fix: 'The hub stopped while this request ran. Check its effect, then repeat with a new Idempotency-Key.' },
  'credential.missing': { status: 401, fix: 'Send an API key as `Authorization: Bearer pb_…`.' },
  'credential.invalid': { status: 401, fix: 'Check that the API key is complete and of this hub; create a new one with `patchbay keys create`.' },
  'credential.audience': { status: 401, fix: 'Exchange a token for where you call: with `resource` set to that address, such as https://hub.example.com/mcp, or without `resource` for the API. Show a key of the hub at /mcp, and not below /mcp/trust.' },
  'credential.expired': { status: 401, fix: 'Create a new API key and replace the expired one.' },
  'caller.forbidden': { status: 403, fix: 'Give the caller the scope named in `needs`, by a role binding or on its API key.' },
  'tenant.not_found': { status: 404, fix: 'Leave X-Tenant-Id out, or name a tenant that your principal belongs to.' },
  'rate.limited': { status: 429, fix: 'Wait for the seconds in Retry-After; spread the calls or raise the limit.' },
  'hub.overloaded': { status: 503, fix: 'Wait for the seconds in Retry-After and repeat with the same Idempotency-Key.' },
  'hub.stopping': { status: 503, fix: 'Repeat the request; another hub, or the restarted one, takes it.' },
  'action.not_found': { status: 404, fix: 'List what you may call with GET /v1/tools.' },
  'action.planned': { status: 501, fix: 'This hub declares the resource or action, and a later release runs it.' },
  'action.no_dry_run': { status: 422, fix: 'Call it without a dry run; this action can only be done for real.' },
  'action.timeout': { status: 504, fix: 'Repeat with the same Idempotency-Key; raise the timeout if it happens again.' },
  'action.cancelled': { status: 499, fix: 'The caller went away before the answer. Repeat if the answer is still wanted.' },
  'approval.required': { status: 409, fix: 'Have somebody else approve `approval_id`, then repeat the same call with `Approval-Id: <approval_id>`.' },
  'approval.pending': { status: 409, fix: 'Wait until somebody else approves `approval_id`, then repeat the same call.' },
  'approval.rejected': { status: 403, fix: 'Ask the approver why; a new call without Approval-Id asks again.' },
  'approval.expired': { status: 409, fix: 'Call again without Approval-Id to ask for a new approval.' },
  'approval.used': { status: 409, fix: 'An approval counts once. Call again without Approval-Id to ask for a new one.' },
  'approval.mismatch': { status: 422, fix: 'The approval is bound to another action or input, or to a plugin or server as it was before it changed. Repeat exactly what was approved, or ask anew.' },
  'approval.own_request': { status: 403, fix: 'Let another principal decide: not the requester, and not a key that the requester issued. On the machine of the hub, `patchbay keys create` makes a key that nobody issued.' },
  'approval.decided': { status: 409, fix: 'Somebody decided this approval already; read it for the decision.' },
  'decision.denied': { status: 403, fix: 'Read `reason` and `by`: a plugin of this tenant decided against it. Ask for something that it lets through, or talk to who runs that plugin here.' },
  'resource.not_found': { status: 404, fix: 'List what you can see, and check the id and the tenant of your credential.' },
  'resource.duplicate': { status: 409, fix: 'Choose another value for the fields named in `fields`, or update the existing one named in `existing`.' },
  'resource.changed': { status: 412, fix: 'Read it again, apply your change to what is there now, and send its ETag in If-Match.' },
  'resource.conflict': { status: 409, fix: 'Others changed it at the same time, several times over. Repeat.' },
  'resource.immutable': { status: 422, fix: 'Delete it and create a new one; the fields named in `issues` can’t be changed.' },
  'resource.in_use': { status: 409, fix: 'Delete or change what refers to it first: `used_by`.' },
  'reference.not_found': { status: 422, fix: 'Create what the fields in `issues` refer to first, or correct the id.' },
  'template.too_costly': { status: 422, fix: 'Loop over fewer things (`| limit: 10`), or say less: the limits of a template are in docs/guides/notifications.md.' },
  'event_type.unknown': { status: 422, fix: 'Declare the event type first, or publish one of the known types.' },
  'source.not_found': { status: 404, fix: 'Check the URL against `url` of the source, and that the source is enabled.' },
  'source.unproven': { status: 401, fix: 'Sign the request as the scheme of the source asks, with its secret. Who runs the source finds what was wrong in its refused requests.' },
  'source.network': { status: 403, fix: 'Send from a network that the source allows, or have this one added to `allowed_networks`.' },
  'source.too_many_secrets': { status: 409, fix: 'Wait until the grace of a replaced secret is over, or replace the secret with `secret_grace` 0: then only the new one counts.' },
  'source.no_token': { status: 409, fix: 'Have the sender send its token first; once a signed request has come, the token is not shown any more.' },
  'event_type.archived': { status: 422, fix: 'Publish another type, or set `archived` of this event type to false.' },
  'event_type.mismatch': { status: 422, fix: 'Correct the fields named in `issues` so that they fit the schema of the event type.' },
  'event.id_reused': { status: 409, fix: 'Use a new own_id for a new event; repeat an old one only with the same content.' },
  'event.too_large': { status: 413, fix: 'Send data no larger than the limit named in `limit`: put the rest where receivers can fetch it, and send its address.' },
  'endpoint.disabled': { status: 409, fix: 'Enable the endpoint first; what was meant for it is kept.' },
  'job.ended': { status: 409, fix: 'The job came to its end already; read it for what became of it.' },
  'endpoint.too_many_keys': { status: 409, fix: 'Wait until the grace of a replaced key is over, or replace the key with a grace of 0: then the old one stops signing at once.' },
  'deployment.refused': { status: 422, fix: 'Read `detail`, and `waiting_for` where it is there: waiting changes nothing. Ask for another version or environment, or change what the environment says.' },
  'deployment.busy': { status: 409, fix: 'Wait until the deployment in `deployment` has ended, or cancel it; or let the environment wait or replace with `when_busy`.' },
  'deployment.ended': { status: 409, fix: 'Read the deployment for how it ended; create a new one if that is still wanted.' },
  'deployment.held': { status: 409, fix: 'Follow the deployment until `ready_at` is there, then repeat; `waiting_for` says what holds it.' },
  'deployment.not_runner': { status: 409, fix: 'Leave this deployment to its runner: the hub brings it up by what the environment says.' },
  'deployment.not_approver': { status: 403, fix: 'Let one of `approvers` decide, or change who may approve in the protection of the environment.' },
  'deployment.log_full': { status: 413, fix: 'Write less to the log, or keep the rest where `links` of the deployment lead to.' },
  'pipeline.not_startable': { status: 409, fix: 'Read `reason`: enable the pipeline, or install and enable the connector of its CI system and give the pipeline its `installation`.' },
  'run.ended': { status: 409, fix: 'The run came to its end already; read it for how, and start a new one if that is still wanted.' },
  'run.not_waiting': { status: 409, fix: 'Read `waits_for` of the run: name one of these as `approval`; and let `may_approve` of the pipeline be true.' },
  'preview.too_many': { status: 409, fix: 'Close pull requests or tear previews down, or raise `max_instances` of the environment.' },
  'preview.going': { status: 409, fix: 'Wait until the preview is down, then bring it up anew.' },
  'token.malformed': { status: 400, fix: 'Send a form with grant_type=urn:ietf:params:oauth:grant-type:token-exchange, subject_token, subject_token_type=urn:ietf:params:oauth:token-type:jwt and policy, the id of the trust policy.' },
  'token.refused': { status: 400, fix: 'Compare the claims of your token with the trust policy; who runs the hub finds in its audit trail and in the event trust_policy.refused which one failed.' },
  'token.keys_unavailable': { status: 503, fix: 'Wait a moment and repeat with a fresh token; check that the hub reaches the issuer, or paste its keys into `jwks` of the trust policy.' },
  'query.malformed': { status: 400, fix: 'Correct the GraphQL document; the schema is at /graphql/schema.' },
  'query.too_deep': { status: 400, fix: 'Ask for fewer levels at once; the limit is in `limit`.' },
  'query.too_costly': { status: 400, fix: 'Ask for smaller pages or fewer fields; the limit is in `limit`.' },
  'consent.required': { status: 409, fix: 'Call mcp_server_consent with exactly the `program` and `environment` named here, and have somebody else approve it.' },
  'sign_in.required': { status: 409, fix: 'Call mcp_server_sign_in with the id in `server`, open its `url`, and hand what comes back to mcp_server_finish_sign_in.' },
  'sign_in.unknown': { status: 404, fix: 'Begin again with mcp_server_sign_in; a sign-in counts once, for ten minutes, and for who began it.' },
  'mcp.address_unknown': { status: 404, fix: 'Correct the `part` of the address that is named here, or the header X-MCP-Toolsets; `known` is what there is for you. Or switch on again what the message says is off.' },
  'capability.missing': { status: 400, fix: 'Use a client that declares the capabilities named in `required`.' },
  'output.invalid': { status: 502, fix: 'The action answered what its schema does not allow. Report it to its author.' },
  'upstream.unauthorized': { status: 502, fix: 'Give the installation a valid credential: plugin_configure with new `secrets`.' },
  'upstream.forbidden': { status: 502, fix: 'Give the credential of the installation the right to do this, over there.' },
  'upstream.not_found': { status: 404, fix: 'Check the name or id in the input, and that the credential of the installation may see it.' },
  'upstream.invalid': { status: 422, fix: 'Correct the input; the message is what the other system says about it.' },
  'upstream.rate_limited': { status: 429, fix: 'Wait for the seconds in Retry-After; the other system limits calls.' },
  'upstream.conflict': { status: 409, fix: 'Look at what is there now in the other system, then repeat.' },
  'upstream.unavailable': { status: 503, fix: 'Wait for the seconds in Retry-After and repeat; the other system does not answer.' },
  'plugin.not_found': { status: 404, fix: 'List the plugins with GET /v1/plugins; install one before you configure or enable it.' },
  'plugin.ambiguous': { status: 409, fix: 'Name one of `candidates` in full.' },
  'plugin.not_running': { status: 409, fix: 'Read `status_reason` of the installation: configure it, consent to `missing_permissions`, or enable it.' },
  'plugin.consent_required': { status: 409, fix: 'Read what the plugin asks for in `missing_permissions`, and repeat with `permissions` that hold them.' },
  'plugin.incomplete': { status: 409, fix: 'Configure the installation first: `issues` says what is missing.' },
  'plugin.denied': { status: 403, fix: 'The plugin did something that it was not allowed. Give it the permission in `needs`, or report it to its author.' },
  'plugin.faulty': { status: 502, fix: 'The plugin failed in a way that it does not know itself. Report it to its author with the request id.' },
  'plugin.stopped': { status: 503, fix: 'The plugin reached the limit named in `limit`. Ask for less at once, or report it to its author.' },
  'plugin.update_failed': { status: 409, fix: 'The new version did not prove healthy, so the old one stays. Read `reason`, then try another version.' },
  'review.unproven': { status: 403, fix: 'Review a plugin after it has run in this tenant for a day.' },
  'package.refused': { status: 422, fix: 'Read `reason`; build the package with `patchbay plugin pack` and sign it with `patchbay plugin sign`.' },
  'package.damaged': { status: 500, fix: 'The stored package is not what was verified. Publish it again; keep the store as evidence.' },
  'license.required': { status: 402, fix: 'Buy a plan of this plugin, and add what its publisher sends you with plugin_entitlement_add.' },
  'license.refused': { status: 422, fix: 'Read `reason`; ask the publisher of the plugin for an entitlement that is signed for this tenant.' },
  'ledger.not_found': { status: 404, fix: 'Name the reference of a sale that is in the ledger: list them with GET /v1/ledger_entries?kind=sale.' },
  'ledger.reference_reused': { status: 422, fix: 'Use a new reference for something new; tell an old one again only with the same content.' },
  'ledger.too_much': { status: 409, fix: 'Refund no more than what is `left` of the sale.' },
  'payout.nothing_due': { status: 409, fix: 'Wait until what is owed, `due`, reaches the minimum.' },
  'payout.open': { status: 409, fix: 'Settle the payout in `payout` first: say whether its money arrived.' },
  'payout.settled': { status: 409, fix: 'Read the payout for what came of it; that does not change any more.' },
  'registry.refused': { status: 422, fix: 'Read `reason`. If the registry is the right one and its key has changed, compare the new key by another way before you write it into `public_key`.' },
  'upstream.failed': { status: 502, fix: 'Read `upstream`; repeat when `retryable` is true.' },
  'secret.unreadable': { status: 500, fix: 'Start the hub with the master key that sealed this secret, or set the secret anew.' },
  'storage.unavailable': { status: 503, fix: 'Check that the database is up and reachable, then repeat with the same Idempotency-Key.' },
  'storage.full': { status: 507, fix: 'Free space on the disk of the database. Nothing of this request was stored.' },
  'audit.broken': { status: 500, fix: 'Entries of the audit trail were changed or removed outside the hub. Keep the store as evidence and restore a backup beside it.' },
  'hub.internal': { status: 500, fix: 'Repeat once. If it happens again, report the `request_id` to who runs the hub.' },
} as const satisfies Record<string, { status: number; fix: string }>;

export type FailureCode = keyof typeof failures;

/** One thing that is wrong with an input: where, what was expected, what came. */
export const Issue = z.object({
  path: z.string().describe('Dotted path of the field; empty for the whole input.'),
  message: z.string(),
  expected: z.string().optional(),
});
export type Issue = z.infer<typeof Issue>;

/** What a failure carries besides its code: only what the caller may see, never a secret. */
export interface FailureDetails {
  readonly issues?: readonly Issue[];
  readonly [name: string]: unknown;
}

/** The one error that crosses room walls. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly details: FailureDetails;
  constructor(code: FailureCode, message: string, details: FailureDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
  get status(): number { return failures[this.code].status; }
  get fix(): string { return failures[this.code].fix; }
}

/** RFC 9457 problem details, as every door shows a failure. */
export const Problem = z.looseObject({
  type: z.string().describe('A URI of the code’s page in the documentation.'),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(failures) as [FailureCode, ...FailureCode[]]),
  detail: z.string(),
  fix: z.string(),
  request_id: z.string().optional(),
  issues: z.array(Issue).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** A failure as problem details. Anything that is not a Failure becomes `hub.internal` and shows nothing of itself. */
export function problemOf(error: unknown, requestId?: string): Problem {
  const failure = error instanceof Failure ? error : new Failure('hub.internal', 'The hub could not do this because of a fault of its own', {}, { cause: error });
  return {
    type: `https://patchbay.dev/failures#${failure.code}`,
    title: titleOf(failure.code),
    status: failure.status,
    code: failure.code,
    detail: detailOf(failure),
    fix: failure.fix,
    ...detailsOf(failure),
    ...(requestId === undefined ? {} : { request_id: requestId }),
  } as Problem;
}

/** Addresses, users and files of the store are for the log of whoever runs the hub. */
const detailOf = ({ code, message }: Failure): string => (code === 'storage.unavailable' ? 'The store of this hub can’t be reached or used; its log says why' : message);

/** No detail says otherwise than the failure itself. */
function detailsOf({ details }: Failure): Readonly<Record<string, unknown>> {
  const { type: _type, title: _title, status: _status, code: _code, detail: _detail, fix: _fix, ...rest } = details as Readonly<Record<string, unknown>>;
  return rest;
}

/** `resource.not_found` → `Resource: not found`. */
function titleOf(code: FailureCode): string {
  const [subject = '', what = ''] = code.split('.');
  const words = `${subject}: ${what}`.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** zod's issues in our words. One unknown field alone has a code of its own, because its fix differs. */
export function invalidInput(subject: string, error: z.ZodError): Failure {
  const issues = error.issues.flatMap(toIssues);
  const unknown = error.issues.every((issue) => issue.code === 'unrecognized_keys');
  const first = issues[0];
  const where = first === undefined || first.path === '' ? '' : ` at ${first.path}`;
  return new Failure(unknown ? 'input.unknown_field' : 'input.invalid', `The input of ${subject} is not valid${where}: ${first?.message ?? 'it does not fit the schema'}`, { issues });
}

export function toIssues(issue: z.core.$ZodIssue): Issue[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: 'unknown field' }));
  return [{ path, message: issue.message, ...('expected' in issue ? { expected: String(issue.expected) } : {}) }];
}
