/** Asks before something is deleted. Without a terminal there is nobody to ask. */
import { usage } from './complaint.ts';
import type { Io } from './io.ts';

export async function confirmed(question: string, io: Io): Promise<boolean> {
  if (!io.inIsTerminal) throw usage('There is nobody to ask', 'Give --yes to delete without a question.');
  if (/^y(es)?$/i.test((await io.ask(question, false)).trim())) return true;
  io.err('Nothing was deleted.\n');
  return false;
}
