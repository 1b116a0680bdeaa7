/** The Common Event Format, version 0: a header with pipes, then keys and values. */
import type { Entry } from '../driver.ts';

export function cefOf({ stream, id, tenant, seq, at, type, subject, document }: Entry, text: string): string {
  const audit = stream === 'audit_entries';
  const extension: Record<string, unknown> = {
    rt: at, externalId: id, deviceExternalId: tenant, cn1Label: 'seq', cn1: seq, cs1Label: 'subject', cs1: subject,
    ...(audit ? { suser: document['principal'], act: type, outcome: document['outcome'], reason: document['failure'], app: document['via'] } : {}),
    msg: text,
  };
  const name = audit ? `${type} ${String(document['outcome'])}` : type;
  return `CEF:0|Patchbay|Patchbay|1|${head(type)}|${head(name)}|${severity(document['outcome'])}|${Object.entries(extension).filter(([, value]) => value !== undefined && value !== '').map(([key, value]) => `${key}=${tail(String(value))}`).join(' ')}`;
}

const severity = (outcome: unknown): number => (outcome === 'refused' || outcome === 'failed' ? 6 : 3);
const head = (text: string): string => text.replace(/[\\|]/g, '\\$&').replace(/[\r\n]+/g, ' ');
const tail = (text: string): string => text.replace(/[\\=]/g, '\\$&').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
