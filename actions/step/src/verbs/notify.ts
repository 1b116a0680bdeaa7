import { type Ending, type Step, withoutNothing } from '../step.ts';

export async function notify({ inputs, host, hub, keyOf, signal }: Step<'notify'>): Promise<Ending> {
  const { provider, repository, url, commit } = host.context;
  const channels = (inputs.channels ?? '').split(/[\s,]+/).filter((name) => name !== '');
  const body = {
    type: inputs.event, subject: inputs.subject ?? repository ?? provider, ...(channels.length === 0 ? {} : { channels }),
    // What the run knows, under what the step says.
    data: { ...withoutNothing<unknown>({ repository, commit, run_url: url }), ...inputs.data },
  };
  const { id } = (await hub.send('POST', '/v1/tools/event_publish', { body, key: keyOf('event_publish', body) }, signal)) as { readonly id: string };
  host.output('event', id);
  return { result: 'succeeded', why: `Event ${id} is told` };
}
