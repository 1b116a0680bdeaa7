import { approvalRecord, type Collection, indexedFields, sealedField } from '@patchbay/contracts';
import { answerContext, IDEMPOTENCY } from './idempotency.ts';

/** What the pipeline keeps: who may do what once, and what was answered to whom. */
export const invokeCollections: readonly Collection[] = [
  { name: approvalRecord.name, kind: 'documents', fields: { ...Object.fromEntries(indexedFields(approvalRecord).map((field) => [field, 'text' as const])), open: 'text' }, unique: [{ fields: ['open'] }] },
  { name: IDEMPOTENCY, kind: 'documents', fields: { expires_at: 'number' }, sealed: sealedField(answerContext('{id}')) },
];
