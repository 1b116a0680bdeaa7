/** Cancels in a hurry: a CI gives a cancelled job only seconds. `patience`: of who has more time. */
import { type Hub, judge, type Patience } from '../hub/hub.ts';

export async function cancelDeployment(hub: Hub, id: string, reason: string, patience: Patience = { retries: 2 }): Promise<string> {
  try {
    const { status } = (await hub.send('POST', `/v1/deployments/${id}/cancel`, { body: { reason }, key: `cancel-${id}`, quietMs: 2_000, ...patience })) as { readonly status: string };
    return `Deployment ${id} is told to stop; it is ${status}.`;
  } catch (error) {
    return `Deployment ${id} could not be cancelled: ${judge(error).error.message}. Cancel it in the hub.`;
  }
}
