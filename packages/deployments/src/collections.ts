/** What this engine keeps. */
import { type Collection, collectionOf, deploymentRecord, previewRecord, runRecord, scanRecord, sealedField } from '@patchbay/contracts';
import { ALERT } from './alerts/record.ts';
import { GATE_ANSWER, placeOfToken } from './answers/record.ts';
import { PLACE } from './record/place.ts';

export const WORK_QUEUE = 'deployment_work';
export const LOG = 'deployment_log';
export const LOG_USE = 'deployment_log_use';
/** Which deployments changed, or said something: whoever follows one is woken. */
export const CHANGES = 'deployment_change';
export const QUOTA = 'preview_quota';
export const POSTED = 'deployment_post';
/** What a code host said last of a pull request, per environment that it has previews in. */
export const PULL_REQUEST = 'pull_request_told';

export const deploymentCollections: readonly Collection[] = [
  collectionOf(deploymentRecord),
  { ...collectionOf(previewRecord), fields: { ...collectionOf(previewRecord).fields, key: 'text' }, unique: [{ fields: ['key'] }] },
  { ...collectionOf(runRecord), fields: { ...collectionOf(runRecord).fields, key: 'text' }, unique: [{ fields: ['key'] }] },
  { ...collectionOf(scanRecord), fields: { ...collectionOf(scanRecord).fields, key: 'text' }, unique: [{ fields: ['key'] }] },
  { name: ALERT, kind: 'documents', fields: { open: 'boolean' } },
  { name: PLACE, kind: 'documents', fields: {} },
  { name: QUOTA, kind: 'documents', fields: {} },
  { name: POSTED, kind: 'documents', fields: {} },
  { name: PULL_REQUEST, kind: 'documents', fields: {} },
  { name: GATE_ANSWER, kind: 'documents', fields: {}, sealed: sealedField(placeOfToken('{id}')) },
  { name: WORK_QUEUE, kind: 'queue', fields: {} },
  { name: LOG, kind: 'log', lean: true, fields: { deployment: 'text' } },
  { name: LOG_USE, kind: 'documents', fields: {} },
  { name: CHANGES, kind: 'log', lean: true, fields: {} },
];
