/** The master key that the configuration names. */
import { join } from 'node:path';
import type { MasterKey, Send } from '@patchbay/vault';
import { awsKmsMasterKey, environmentMasterKey, fileMasterKey, vaultTransitMasterKey } from '@patchbay/vault';
import type { Config } from './config.ts';

export async function openMasterKey({ keys, keeping }: Config, send: Send): Promise<MasterKey> {
  switch (keys.kind) {
    case 'file':
      return fileMasterKey(keys.file ?? join(keeping.dataDir, 'master.key'));
    case 'environment':
      return environmentMasterKey(required(keys.value, 'PATCHBAY_MASTER_KEY'));
    case 'aws_kms': {
      const sessionToken = keys.awsSessionToken;
      return awsKmsMasterKey({
        keyId: required(keys.awsKeyId, 'PATCHBAY_AWS_KMS_KEY_ID'),
        region: required(keys.awsRegion, 'PATCHBAY_AWS_REGION'),
        ...(keys.awsEndpoint === undefined ? {} : { endpoint: keys.awsEndpoint }),
        credentials: {
          accessKeyId: required(keys.awsAccessKeyId, 'PATCHBAY_AWS_ACCESS_KEY_ID'),
          secretAccessKey: required(keys.awsSecretAccessKey, 'PATCHBAY_AWS_SECRET_ACCESS_KEY'),
          ...(sessionToken === undefined ? {} : { sessionToken }),
        },
        send,
      });
    }
    case 'vault_transit':
      return vaultTransitMasterKey({
        address: required(keys.vaultAddress, 'PATCHBAY_VAULT_ADDRESS'),
        mount: keys.vaultMount,
        key: required(keys.vaultKey, 'PATCHBAY_VAULT_KEY'),
        token: required(keys.vaultToken, 'PATCHBAY_VAULT_TOKEN'),
        send,
      });
    default:
      return keys.kind satisfies never;
  }
}

function required(value: string | undefined, variable: string): string {
  if (value === undefined) throw new Error(`The configuration is not valid. ${variable} is missing for this kind of master key`);
  return value;
}
