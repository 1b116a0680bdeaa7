/** The AWS credentials of the process: from its environment (Lambda), from its container (ECS, EKS), or from its instance (EC2, IMDSv2). Renewed before they end. */
import { open, textOf } from '../hub/request.ts';
import { StepError } from '../step-error.ts';
import { keyIn } from './key-in.ts';
import type { AwsKey } from './sign.ts';

export interface AwsKeysPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly read: (file: string) => string | undefined;
  readonly now: () => number;
}

interface Issued { readonly AccessKeyId: string; readonly SecretAccessKey: string; readonly Token: string; readonly Expiration: string }

const MARGIN_MS = 5 * 60_000;
const QUIET_MS = 5_000;
/** Where a container and an instance ask; both are addresses of the link, never of the network. */
const CONTAINER = 'http://169.254.170.2';
const INSTANCE = 'http://169.254.169.254';

export function createAwsKeys({ env, read, now }: AwsKeysPorts): (signal?: AbortSignal) => Promise<AwsKey> {
  let issued: { readonly key: AwsKey; readonly until: number } | undefined;

  async function renewed(signal: AbortSignal | undefined): Promise<Issued> {
    const path = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
    const url = path ? `${CONTAINER}${path}` : env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
    if (url) {
      const file = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
      const token = (file ? read(file) : env['AWS_CONTAINER_AUTHORIZATION_TOKEN'])?.trim();
      return JSON.parse(await ask('GET', url, token ? { authorization: token } : {}, signal)) as Issued;
    }
    const instance = env['AWS_EC2_METADATA_SERVICE_ENDPOINT']?.replace(/\/+$/, '') || INSTANCE;
    const session = await ask('PUT', `${instance}/latest/api/token`, { 'x-aws-ec2-metadata-token-ttl-seconds': '60' }, signal);
    const look = (role: string): Promise<string> => ask('GET', `${instance}/latest/meta-data/iam/security-credentials/${role}`, { 'x-aws-ec2-metadata-token': session }, signal);
    const [role = ''] = (await look('')).split('\n');
    return JSON.parse(await look(role.trim())) as Issued;
  }

  return async (signal) => {
    const given = keyIn(env);
    if (given !== undefined) return given;
    if (issued !== undefined && issued.until > now()) return issued.key;
    const { AccessKeyId, SecretAccessKey, Token, Expiration } = await renewed(signal);
    issued = { key: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token }, until: Date.parse(Expiration) - MARGIN_MS };
    return issued.key;
  };
}

async function ask(method: 'GET' | 'PUT', url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<string> {
  const missing = (why: string): StepError => new StepError('aws.no_credentials', `There are no AWS credentials: ${why}`, 'Run this with a role: of a Lambda function, a task, or an instance; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  const answer = await open({ method, url, headers, quietMs: QUIET_MS, signal }).catch((error: unknown) => { throw missing(error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error)); });
  const text = await textOf(answer);
  if (answer.statusCode === 200) return text;
  throw missing(`${new URL(url).origin} answers ${answer.statusCode}`);
}
