/** Words about runs of pipelines that their record, the pipeline and the events share. */
export const runStates = ['requested', 'correlated', 'queued', 'running', 'waiting_approval', 'succeeded', 'failed', 'cancelled', 'lost'] as const;
export type RunState = (typeof runStates)[number];
