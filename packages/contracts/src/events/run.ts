import { schemasOf } from '../derive.ts';
import { defineEvent } from '../event.ts';
import { run } from '../records/run.ts';
import { scan } from '../records/scan.ts';

const data = schemasOf(run).view;
const event = <T extends string>(type: T, description: string) => defineEvent({ type, description, data });

export const runRequested = event('run.requested', 'The hub shall start a pipeline.');
export const runCorrelated = event('run.correlated', 'It is known which run of the CI a run is.');
export const runRunning = event('run.running', 'A run is at work.');
export const runWaitingApproval = event('run.waiting_approval', 'A run waits for an approval in the CI: `waits_for` says for which.');
export const runSucceeded = event('run.succeeded', 'A run succeeded.');
export const runFailed = event('run.failed', 'A run failed, or could not be started.');
export const runCancelled = event('run.cancelled', 'A run was cancelled.');
export const runLost = event('run.lost', 'Nobody can tell what became of a run.');
export const scanReported = defineEvent({ type: 'scan.reported', description: 'A scanner told what it found.', data: schemasOf(scan).view });
