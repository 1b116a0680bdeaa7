/** Signature Version 4 for a POST to an AWS service, by its published recipe. An SDK would make ten times of this bundle and of its start. */

export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface AwsRequest { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }

/** The headers to send, signature included. */
export async function signed({ url, headers, body }: AwsRequest, { accessKeyId, secretAccessKey, sessionToken }: AwsKey, { region, service, at }: { readonly region: string; readonly service: string; readonly at: number }): Promise<Record<string, string>> {
  const { createHash, createHmac } = await import('node:crypto'); // loaded only when something is signed
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
  const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

  const { host, pathname } = new URL(url);
  const instant = new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const date = instant.slice(0, 8);
  const all: Record<string, string> = { ...headers, host, 'x-amz-date': instant, ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }) };
  const names = Object.keys(all).sort();
  const canonical = ['POST', pathname, '', ...names.map((name) => `${name}:${all[name]?.trim()}`), '', names.join(';'), sha(body)].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const key = mac(mac(mac(mac(`AWS4${secretAccessKey}`, date), region), service), 'aws4_request');
  const signature = mac(key, ['AWS4-HMAC-SHA256', instant, scope, sha(canonical)].join('\n')).toString('hex');
  return { ...all, authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}` };
}
