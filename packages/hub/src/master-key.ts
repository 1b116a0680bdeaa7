/** The master key that the configuration names. */
import { join } from 'node:path';
import { Failure } from '@patchbay/contracts';
import { awsKmsMasterKey, environmentMasterKey, fileMasterKey, findFileMasterKey, type MasterKey, Secret, type Send, vaultTransitMasterKey } from '@patchbay/vault';
import type { Config } from './config.ts';

interface MasterKeyPorts {
  readonly send: Send;
  readonly now: () => number;
  /** Whether a file that is not there is made: not where something is sealed already. */
  readonly mayMake: () => Promise<boolean>;
}

export async function openMasterKey({ keys, keeping }: Pick<Config, 'keys' | 'keeping'>, { send: plainSend, now, mayMake }: MasterKeyPorts): Promise<MasterKey> {
  const send = forTheKey(plainSend);
  switch (keys.kind) {
    case 'file':
      return fileMasterKey(fileOf({ keys, keeping }), { create: await mayMake() });
    case 'environment':
      return environmentMasterKey(required(keys.value, 'PATCHBAY_MASTER_KEY'));
    case 'aws_kms':
      return awsKmsMasterKey({ send, now, credentials: awsCredentials(keys) }, {
        keyId: required(keys.awsKeyId, 'PATCHBAY_AWS_KMS_KEY_ID'),
        region: required(keys.awsRegion, 'PATCHBAY_AWS_REGION'),
        ...(keys.awsEndpoint === undefined ? {} : { endpoint: keys.awsEndpoint }),
      });
    case 'vault_transit': {
      const token = new Secret(required(keys.vaultToken, 'PATCHBAY_VAULT_TOKEN'));
      return vaultTransitMasterKey({ send, token: async () => token }, {
        address: required(keys.vaultAddress, 'PATCHBAY_VAULT_ADDRESS'),
        key: required(keys.vaultKey, 'PATCHBAY_VAULT_KEY'),
        mount: keys.vaultMount,
      });
    }
    default:
      return keys.kind satisfies never;
  }
}

/** Who starts a hub shall read which of its connections it was. */
const forTheKey = (send: Send): Send => (request, signal) => send(request, signal).catch((error: unknown) => {
  if (!(error instanceof Failure) || error.code !== 'upstream.failed') throw error;
  throw new Failure(error.code, `The master key is out of reach: ${error.message}. PATCHBAY_MASTER_KEY_EGRESS_ALLOW names ranges that are not public`, error.details, { cause: error });
});

/** The one that `patchbay rotate-master-key` puts beside that of a running hub. */
export async function findNextMasterKey(config: Pick<Config, 'keys' | 'keeping'>): Promise<MasterKey | undefined> {
  return config.keys.kind === 'file' ? findFileMasterKey(`${fileOf(config)}.next`) : undefined;
}

const fileOf = ({ keys, keeping }: Pick<Config, 'keys' | 'keeping'>): string => keys.file ?? join(keeping.dataDir, 'master.key');

function awsCredentials(keys: Config['keys']) {
  const credentials = {
    accessKeyId: required(keys.awsAccessKeyId, 'PATCHBAY_AWS_ACCESS_KEY_ID'),
    secretAccessKey: required(keys.awsSecretAccessKey, 'PATCHBAY_AWS_SECRET_ACCESS_KEY'),
    ...(keys.awsSessionToken === undefined ? {} : { sessionToken: keys.awsSessionToken }),
  };
  return async () => credentials;
}

function required(value: string | undefined, variable: string): string {
  if (value === undefined) throw new Error(`The configuration is not valid. ${variable} is missing for this kind of master key`);
  return value;
}
