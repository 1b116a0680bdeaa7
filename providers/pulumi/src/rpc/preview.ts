/** While previewing the hub is asked, too, without doing anything: rules over several fields are its own. */
import { HubError } from '@patchbay/client';
import { hasUnknown, type Fields } from '@patchbay/reconcile';
import type { Api } from '../hub/hub.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import type { Context } from './context.ts';

/** In one run. Hundreds of the same kind are wrong in the same way, and the rest is checked when it is done. */
const MOST_CHECKS = 50;

export async function askHub({ state }: Context, type: ResourceType, fields: Fields, ask: (api: Api) => Promise<unknown>): Promise<void> {
  const { hub } = state;
  const isPlanned = type.model.state === 'planned';
  if (hub === undefined || hasUnknown(fields) || (!isPlanned && (!hub.config.checkOnPreview || state.checks >= MOST_CHECKS))) return;
  state.checks++;
  try {
    await ask(hub.quick.resource(type.model.plural));
  } catch (error) {
    // Another reason may be gone when it is done: a name that is still taken, a hub that restarts.
    const certain = error instanceof HubError && (error.code === 'action.planned' || error.code.startsWith('input.'));
    if (certain || !(error instanceof HubError)) throw error;
  }
}
