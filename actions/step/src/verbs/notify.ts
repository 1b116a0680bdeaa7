import { type Ending, type Step, withoutNothing } from '../step.ts';
import { beginBy } from './deadline.ts';

export async function notify(step: Step<'notify'>): Promise<Ending> {
  const { inputs, host, hub, keyOf, signal } = step;
  const { provider, repository, url, commit } = host.context;
  const channels = (inputs.channels ?? '').split(/[\s,]+/).filter((name) => name !== '');
  const body = {
    type: inputs.event, subject: inputs.subject ?? repository ?? provider, ...(channels.length === 0 ? {} : { channels }),
    // What the run knows, under what the step says.
    data: { ...withoutNothing<unknown>({ repository, commit, run_url: url }), ...inputs.data },
  };
  const { id } = (await hub.send('POST', '/v1/tools/event_publish', { body, key: keyOf('event_publish', body), until: beginBy(step) }, signal)) as { readonly id: string };
  host.output('event', id);
  return { result: 'succeeded', why: `Event ${id} is told` };
}
