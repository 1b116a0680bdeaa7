/** The inputs of every verb, in every CI. All manifests and their documentation are written from this table and that of the outputs: `npm run catalog`. */

interface Facts {
  readonly description: string;
  readonly example: string;
  /** As text, as every CI hands it in. */
  readonly default?: string;
  readonly required?: true;
  /** Where its value comes from when it is absent, in words. */
  readonly otherwise?: string;
}

export type InputDefinition = Facts & (
  | { readonly type: 'text'; readonly pattern?: string; readonly lines?: true; readonly secret?: true }
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'flag' }
  | { readonly type: 'seconds'; readonly least: number; readonly most: number; readonly parts?: true }
  | { readonly type: 'number'; readonly least: number; readonly most: number }
  | { readonly type: 'json' });

export type InputTable = Readonly<Record<string, InputDefinition>>;

const ofHub = {
  hub: { type: 'text', required: true, pattern: '^https?://[^\\s@]+$', description: 'Address of the hub.', example: 'https://hub.example.com' },
  policy: { type: 'text', pattern: '^trust_[0-9a-z]+$', description: 'Trust policy for keyless login: its id. Nothing is stored in the CI then.', example: 'trust_01jd8xk3v2q4r6t8w0y2a4c6e8' },
  audience: { type: 'text', description: 'Audience of the CI’s token; one that the trust policy accepts.', otherwise: 'the address of the hub', example: 'https://hub.example.com' },
  token: { type: 'text', secret: true, description: 'An API key, where the CI has no tokens of its own. Keep it as a secret of the CI.', otherwise: 'keyless login with `policy`', example: '${{ secrets.PATCHBAY_KEY }}' },
  retries: { type: 'number', least: 0, most: 20, default: '20', description: 'How often a request is repeated when the hub does not answer, for two minutes at most. What was begun is asked for until `timeout` is over.', example: '20' },
} as const satisfies InputTable;

const ofPlace = {
  project: { type: 'text', required: true, description: 'Project: its slug or id.', example: 'shop' },
  environment: { type: 'text', required: true, description: 'Environment: its slug or id.', example: 'production' },
} as const satisfies InputTable;

const version = {
  release: { type: 'text', description: 'What is deployed: a version, a tag, an image digest.', example: '1.4.2' },
  commit: { type: 'text', pattern: '^[0-9a-fA-F]{7,64}$', description: 'The commit that it was built from.', otherwise: 'the commit of the run', example: '3f0c1d9e5b7a2468ace013579bdf02468ace1357' },
  ref: { type: 'text', description: 'The git ref that it was built from.', otherwise: 'the ref of the run', example: 'refs/heads/main' },
} as const satisfies InputTable;

const work = {
  reason: { type: 'text', description: 'Why, for everybody who looks at it later.', example: 'Release of the week' },
  payload: { type: 'json', default: '{}', description: 'What the deployment is given besides: JSON.', example: '{"replicas": 3}' },
  run: { type: 'text', lines: true, description: 'Commands that do the work, where the environment leaves that to the CI. They get the variables of the environment and PATCHBAY_DEPLOYMENT; lines `name=value` written to the file $PATCHBAY_OUTPUT become outputs, and `url` the address.', example: './deploy.sh' },
  wait: { type: 'flag', default: 'true', description: 'Wait until the deployment has ended, and fail when it failed.', example: 'true' },
  timeout: { type: 'seconds', least: 1, most: 86_400, default: '3600', description: 'Seconds to wait at most, approvals included.', example: '3600' },
  'on-cancel': { type: 'choice', options: ['cancel', 'leave'], default: 'cancel', description: 'What becomes of the deployment when the job is cancelled.', example: 'cancel' },
  'on-timeout': { type: 'choice', options: ['cancel', 'leave'], default: 'cancel', description: 'What becomes of the deployment when the time is over.', example: 'cancel' },
} as const satisfies InputTable;

export const inputTables = {
  deploy: { ...ofHub, ...ofPlace, ...version, ...work },
  preview: {
    ...ofHub, ...ofPlace,
    operation: { type: 'choice', options: ['up', 'down'], default: 'up', description: 'Bring the preview up, or tear it down: as the environment says; `run` is only for up.', example: 'up' },
    'pull-request': { type: 'text', pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$', description: 'Number of the pull request.', otherwise: 'the pull request of the run', example: '42' },
    title: { type: 'text', description: 'Title of the pull request.', example: 'A new basket' },
    'time-to-live': { type: 'seconds', least: 300, most: 2_592_000, description: 'Seconds until it is torn down, whatever else happens.', otherwise: 'what the environment says', example: '86400' },
    ...version, ...work,
  },
  gate: {
    ...ofHub, ...ofPlace, ...version,
    deployment: { type: 'text', pattern: '^dep_[0-9a-z]+$', description: 'Ask for this deployment: its approvals count.', example: 'dep_01jd8xk3v2q4r6t8w0y2a4c6e8' },
    wait: { type: 'flag', default: 'true', description: 'Wait until the gate opens; else fail at once when it is closed.', example: 'true' },
    timeout: { type: 'seconds', least: 1, most: 86_400, default: '3600', description: 'Seconds to wait at most.', example: '3600' },
    interval: { type: 'seconds', least: 1, most: 600, default: '10', description: 'Seconds between two looks.', example: '10' },
  },
  call: {
    ...ofHub,
    action: { type: 'text', required: true, pattern: '^[a-z][a-z0-9_.-]*$', description: 'Id of the action; `GET /v1/tools` lists them.', example: 'jira_create_issue' },
    input: { type: 'json', default: '{}', description: 'Its input: a JSON object.', example: '{"project": "SHOP", "summary": "Deployed"}' },
    'dry-run': { type: 'flag', default: 'false', description: 'Say what would happen, change nothing.', example: 'false' },
    wait: { type: 'flag', default: 'true', description: 'Wait for the approval of an action that needs one.', example: 'true' },
    timeout: { type: 'seconds', least: 1, most: 86_400, default: '3600', description: 'Seconds to wait at most.', example: '3600' },
    interval: { type: 'seconds', least: 1, most: 600, default: '5', description: 'Seconds between two looks at the approval.', example: '5' },
  },
  notify: {
    ...ofHub,
    event: { type: 'text', required: true, pattern: '^[a-zA-Z0-9._-]+$', description: 'Type of the event. Rules and endpoints of the hub make messages of it.', example: 'build.finished' },
    subject: { type: 'text', description: 'What it happened to.', otherwise: 'the repository of the run', example: 'acme/shop' },
    data: { type: 'json', default: '{}', description: 'The facts of it: a JSON object.', example: '{"number": 7}' },
    channels: { type: 'text', lines: true, description: 'Whom it concerns: names, one per line or with commas.', example: 'eu' },
  },
  setup: {
    ...ofHub,
    program: { type: 'flag', default: 'true', description: 'Fetch `patchbay-ci`, the verbs for a shell, from the hub, and put it on the path.', example: 'true' },
  },
} as const satisfies Readonly<Record<string, InputTable>>;

export type Verb = keyof typeof inputTables;

/** What the job worker of CodePipeline is told besides. */
export const workerTable = {
  at_once: { type: 'number', least: 1, most: 1000, default: '20', description: 'How many jobs it has at the same time.', example: '20' },
  turn: { type: 'seconds', least: 0.01, most: 3600, parts: true, default: '60', description: 'How long it keeps a job before it hands it back with a continuation token.', example: '60' },
  idle: { type: 'seconds', least: 0.01, most: 3600, parts: true, default: '5', description: 'How long it waits where there is nothing to do.', example: '5' },
} as const satisfies InputTable;

/** What a verb is, in a line. */
export const purposes = {
  deploy: 'Create a deployment, wait for its approvals and its turn, follow it to its end.',
  preview: 'Bring an environment up for a pull request, or tear it down.',
  gate: 'Wait until nothing holds a version from an environment.',
  call: 'Call any action of the hub, and wait for its approval if it needs one.',
  notify: 'Tell the hub that something happened.',
  setup: 'Log in without a stored key, and fetch the verbs for the shell.',
} as const satisfies Readonly<Record<Verb, string>>;
