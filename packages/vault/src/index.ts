/** The only code that touches key material. */
export type { DataKeyStore, StoredDataKey } from './data-keys.ts';
export { constantTimeEqual, digest, type Encoding } from './digest.ts';
export { generateSigningKey, sign, type SigningKey, verify } from './ed25519.ts';
export { hmac, type HmacAlgorithm } from './hmac.ts';
export type { MasterKey } from './master-key.ts';
export { awsKmsMasterKey, type AwsKmsOptions, type AwsKmsPorts } from './master-keys/aws-kms.ts';
export { environmentMasterKey } from './master-keys/environment.ts';
export { fileMasterKey, type FileMasterKeyOptions } from './master-keys/file.ts';
export { vaultTransitMasterKey, type VaultTransitOptions, type VaultTransitPorts } from './master-keys/vault-transit.ts';
export { randomToken } from './random-token.ts';
export { Secret } from './secret.ts';
export type { Send, SendReply, SendRequest } from './send.ts';
export { type AwsCredentials, signV4, type SigV4Request, type SigV4Scope } from './sigv4.ts';
export { createVault, type Vault, type VaultOptions, type VaultPorts } from './vault.ts';
