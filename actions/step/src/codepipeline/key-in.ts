/** The AWS credentials that an environment holds: those of a Lambda function are always there. */
import type { AwsKey } from './sign.ts';

export function keyIn({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken }: Readonly<Record<string, string | undefined>>): AwsKey | undefined {
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined } : undefined;
}
