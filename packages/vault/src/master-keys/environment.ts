/** A master key from the text of an environment variable, which the hub reads. */
import type { MasterKey } from '../master-key.ts';
import { decodeMasterKey, localMasterKey } from './local.ts';

export const environmentMasterKey = (base64: string): MasterKey => localMasterKey(decodeMasterKey(base64, 'The environment'));
