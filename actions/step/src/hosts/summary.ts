/** What a CI shows on the page of a job: Markdown. */
import type { Facts } from '../host.ts';

export function summaryOf(title: string, facts: Facts): string {
  const rows = facts.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => `| ${cell(name)} | ${cell(value!)} |`);
  return `### Patchbay: ${title}\n\n| | |\n|---|---|\n${rows.join('\n')}\n\n`;
}

/** What came from outside must not break the table, nor become markup. */
const cell = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').slice(0, 500);
