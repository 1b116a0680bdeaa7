/** AWS and the function in it: the bundle, in a process of its own, with the environment that its template gives it. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FakeAws, startAws } from './aws.ts';
import { createLambda, type Lambda } from './function.ts';

export interface Grounds {
  readonly aws: FakeAws;
  readonly lambda: Lambda;
  readonly bytes: number;
  /** Of a function that finds the hub elsewhere. */
  envFor(url: string): Readonly<Record<string, string>>;
  stop(): void;
}

const build = join(import.meta.dirname, '../../../../providers/cloudformation/build.ts');

/** The file that Lambda gets. */
export async function bundledFunction(folder: string): Promise<{ readonly file: string; readonly bytes: number }> {
  await promisify(execFile)(process.execPath, [build, folder]);
  const file = join(folder, 'index.js');
  return { file, bytes: (await stat(file)).size };
}

export async function openGrounds({ hub, key, scratch }: { readonly hub: { readonly url: string }; readonly key: string; readonly scratch: string }): Promise<Grounds> {
  const { file, bytes } = await bundledFunction(join(scratch, 'cloudformation', 'function'));
  const aws = await startAws();
  const secret = aws.addSecret('patchbay/key', JSON.stringify({ key }));
  const { accessKeyId, secretAccessKey, sessionToken } = aws.credentials;
  const envFor = (url: string) => ({
    AWS_REGION: aws.region, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken, AWS_ENDPOINT_URL: aws.url,
    PATCHBAY_URL: url, PATCHBAY_KEY_SECRET: secret,
  });
  const lambda = await createLambda(file, envFor(hub.url));
  return { aws, lambda, bytes, envFor, stop() { lambda.stop(); aws.stop(); } };
}
