import { approvalRecord, type Collection, indexedFields } from '@patchbay/contracts';

/** What the pipeline keeps: who may do what once, and what was answered to whom. */
export const invokeCollections: readonly Collection[] = [
  { name: approvalRecord.name, kind: 'documents', fields: { ...Object.fromEntries(indexedFields(approvalRecord).map((field) => [field, 'text' as const])), open: 'text' }, unique: [{ fields: ['open'] }] },
  { name: 'idempotency', kind: 'documents', fields: { expires_at: 'number' } },
];
