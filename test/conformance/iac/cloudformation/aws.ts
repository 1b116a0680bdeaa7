/** As much of AWS as a function behind custom resources meets: presigned URLs for answers, Secrets Manager, and the events of stacks. Every signature is checked. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signV4 } from '@patchbay/vault';

export interface StackEvent { readonly stack: string; readonly logicalId: string; readonly physicalId: string; readonly status: string; readonly reason?: string }

export interface FakeAws {
  readonly url: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string };
  /** By ARN. */
  readonly secrets: Map<string, string>;
  readonly events: StackEvent[];
  /** What was refused, and why. */
  readonly refused: string[];
  /** All answers as they came. */
  readonly answers: string[];
  /** What sts:GetWebIdentityToken answers for an audience. */
  tokenFor: (audience: string) => string;
  /** How often a PUT is answered with 503 first. */
  stumbles: number;
  addSecret(name: string, value: string): string;
  /** Where one answer is put, and what came there. */
  answerUrl(): { readonly url: string; readonly body: Promise<string> };
  stop(): void;
}

const ACCOUNT = '123456789012';
const MOST_BYTES = 4096;
const PAGE = 5;

export async function startAws(): Promise<FakeAws> {
  const waiting = new Map<string, (body: string) => void>();
  const server = createServer((request, response) => void answer(request, response).catch((error: unknown) => { response.writeHead(500).end(String(error)); }));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws: FakeAws = {
    url, region: 'eu-west-1', credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: randomBytes(30).toString('base64'), sessionToken: randomBytes(40).toString('base64') },
    secrets: new Map(), events: [], refused: [], answers: [], stumbles: 0, tokenFor: () => '',
    addSecret(name, value) {
      const arn = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${name}-${randomBytes(3).toString('hex')}`;
      aws.secrets.set(arn, value);
      return arn;
    },
    answerUrl() {
      const path = `/cloudformation-custom-resource-response-euwest1/${encodeURIComponent(`arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/it|It|${randomUUID()}`)}`;
      const expires = String(Math.floor(Date.now() / 1000) + 7200);
      const body = new Promise<string>((resolve) => { waiting.set(path, resolve); });
      return { url: `${url}${path}?AWSAccessKeyId=${aws.credentials.accessKeyId}&Expires=${expires}&Signature=${encodeURIComponent(presigned(path, '', expires, aws.credentials.secretAccessKey))}`, body };
    },
    stop() { server.close(); server.closeAllConnections(); },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const at = new URL(request.url ?? '/', url);
    const refuse = (status: number, why: string): void => { aws.refused.push(why); response.writeHead(status).end(`<Error><Code>${why.split(':')[0]}</Code></Error>`); };
    if (request.method === 'PUT') return put(request, response, at, body, refuse);
    const wrong = signatureFault(request, at, body);
    if (wrong !== undefined) return refuse(403, `SignatureDoesNotMatch: ${wrong}`);
    if (request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue') {
      const { SecretId } = JSON.parse(body) as { SecretId: string };
      const value = aws.secrets.get(SecretId);
      if (value === undefined) return void response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify({ __type: 'ResourceNotFoundException', Message: 'There is no such secret' }));
      return void response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify({ ARN: SecretId, SecretString: value }));
    }
    const form = new URLSearchParams(body);
    if (form.get('Action') === 'DescribeStackEvents' && form.get('Version') === '2010-05-15') return void response.writeHead(200, { 'content-type': 'text/xml' }).end(eventsXml(form));
    const audience = form.get('Audience.member.1');
    if (form.get('Action') === 'GetWebIdentityToken' && form.get('Version') === '2011-06-15' && audience !== null && form.get('SigningAlgorithm') === 'RS256') {
      return void response.writeHead(200, { 'content-type': 'text/xml' }).end(`<GetWebIdentityTokenResponse><GetWebIdentityTokenResult><WebIdentityToken>${aws.tokenFor(audience)}</WebIdentityToken></GetWebIdentityTokenResult></GetWebIdentityTokenResponse>`);
    }
    refuse(400, `InvalidAction: ${body.slice(0, 60)}`);
  }

  function put(request: IncomingMessage, response: ServerResponse, at: URL, body: string, refuse: (status: number, why: string) => void): void {
    const { pathname, searchParams } = at;
    if (aws.stumbles > 0) { aws.stumbles--; return void response.writeHead(503).end(); }
    const signature = presigned(pathname, request.headers['content-type'] ?? '', searchParams.get('Expires') ?? '', aws.credentials.secretAccessKey);
    if (signature !== searchParams.get('Signature')) return refuse(403, `SignatureDoesNotMatch: an answer with the content type ${JSON.stringify(request.headers['content-type'])}`);
    if (Number(searchParams.get('Expires')) < Date.now() / 1000) return refuse(403, 'AccessDenied: the URL has expired');
    if (request.headers['content-type'] === undefined) return refuse(400, 'InvalidRequest: CloudFormation’s URL wants an empty content type, and there is none');
    if (Number(request.headers['content-length']) !== Buffer.byteLength(body)) return refuse(411, 'MissingContentLength: the length of the answer');
    if (Buffer.byteLength(body) > MOST_BYTES) return refuse(400, `EntityTooLarge: an answer of ${Buffer.byteLength(body)} bytes`);
    aws.answers.push(body);
    response.writeHead(200).end();
    waiting.get(pathname)?.(body); // the first one counts
    waiting.delete(pathname);
  }

  function signatureFault(request: IncomingMessage, at: URL, body: string): string | undefined {
    const { authorization = '' } = request.headers;
    const [, names = ''] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
    const service = /\/([a-z0-9]+)\/aws4_request/.exec(authorization)?.[1] ?? '';
    const sent = String(request.headers['x-amz-date'] ?? '');
    const instant = Date.parse(sent.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    if (!(Math.abs(instant - Date.now()) < 5 * 60_000)) return 'the time is too far off';
    const headers = Object.fromEntries(names.split(';').filter((name) => !['host', 'x-amz-date', 'x-amz-security-token'].includes(name)).map((name) => [name, String(request.headers[name] ?? '')]));
    const ours = signV4({ method: request.method ?? '', url: at, headers, body }, aws.credentials, { region: aws.region, service, at: instant });
    return ours['authorization'] === authorization ? undefined : `of ${service}`;
  }

  function eventsXml(form: URLSearchParams): string {
    const all = aws.events.filter(({ stack }) => stack === form.get('StackName')).toReversed();
    const from = Number(form.get('NextToken') ?? 0);
    const members = all.slice(from, from + PAGE).map(({ logicalId, physicalId, status, reason }) => `<member><EventId>${randomUUID()}</EventId><LogicalResourceId>${logicalId}</LogicalResourceId><PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceStatus>${status}</ResourceStatus>${reason === undefined ? '' : `<ResourceStatusReason>${xmlText(`Received response status [FAILED] from custom resource. Message returned: ${reason}`)}</ResourceStatusReason>`}</member>`);
    return `<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents>${members.join('')}</StackEvents>${all.length > from + PAGE ? `<NextToken>${from + PAGE}</NextToken>` : ''}</DescribeStackEventsResult></DescribeStackEventsResponse>`;
  }

  return aws;
}

const xmlText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Signature version 2 of a query: the content type is part of what is signed. */
const presigned = (path: string, contentType: string, expires: string, secret: string): string => createHmac('sha1', secret).update(`PUT\n\n${contentType}\n${expires}\n${path}`).digest('base64');

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
