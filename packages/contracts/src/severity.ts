/** One scale for alerts, vulnerabilities and incidents, so that a gate can compare them. */
export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** How other systems call them. */
const WORDS: Readonly<Record<Severity, readonly string[]>> = {
  info: ['informational', 'information', 'debug', 'notice', 'none', 'ok', 'resolved', 'p5', 'sev5'],
  low: ['minor', 'p4', 'sev4'],
  medium: ['moderate', 'warning', 'warn', 'average', 'p3', 'sev3'],
  high: ['major', 'error', 'important', 'p2', 'sev2'],
  critical: ['fatal', 'emergency', 'alert', 'crit', 'page', 'disaster', 'blocker', 'p1', 'sev1', 'sev0'],
};
const known: ReadonlyMap<string, Severity> = new Map(severities.flatMap((severity) => [severity, ...WORDS[severity]].map((word) => [word, severity])));

/** Of a word of any system; undefined, if it says nothing about it. */
export const severityOf = (word: unknown): Severity | undefined => (typeof word === 'string' || typeof word === 'number' ? known.get(String(word).trim().toLowerCase().replace(/^sev-/, 'sev')) : undefined);

export const isAtLeast = (severity: Severity, least: Severity): boolean => severities.indexOf(severity) >= severities.indexOf(least);
