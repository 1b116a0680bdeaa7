/** How bad something is, in the words that systems use for it, on one scale. */
import type { Finding } from '@patchbay/sdk';

const words: Readonly<Record<NonNullable<Finding['severity']>, readonly string[]>> = {
  critical: ['critical', 'crit', 'page', 'emergency', 'fatal', 'disaster', 'p1', 'sev1', 'highest', 'blocker'],
  high: ['high', 'error', 'alert', 'major', 'p2', 'sev2'],
  medium: ['medium', 'warning', 'warn', 'moderate', 'p3', 'sev3'],
  low: ['low', 'minor', 'p4', 'sev4', 'no data'],
  info: ['info', 'information', 'informational', 'notice', 'none', 'p5', 'lowest', 'trivial'],
};

/** Nothing for a word that nobody knows. */
export function severityOf(word: string): Pick<Finding, 'severity'> {
  const found = Object.entries(words).find(([, all]) => all.includes(word.toLowerCase()))?.[0];
  return found === undefined ? {} : { severity: found as NonNullable<Finding['severity']> };
}
