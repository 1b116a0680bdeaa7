/** Cancels in a hurry: a CI gives a cancelled job only seconds. */
import { type Hub, judge } from '../hub/hub.ts';

export async function cancelDeployment(hub: Hub, id: string, reason: string): Promise<string> {
  try {
    const { status } = (await hub.send('POST', `/v1/deployments/${id}/cancel`, { body: { reason }, key: `cancel-${id}`, quietMs: 2_000, retries: 2 })) as { readonly status: string };
    return `Deployment ${id} is told to stop; it is ${status}.`;
  } catch (error) {
    return `Deployment ${id} could not be cancelled: ${judge(error).error.message}. Cancel it in the hub.`;
  }
}
