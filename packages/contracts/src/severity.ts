/** One scale for alerts, vulnerabilities and incidents, so that a gate can compare them. */
export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];
