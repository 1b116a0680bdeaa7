/** The provider itself: its schema, its configuration, its end. */
import { type Fields, isFields } from '@patchbay/reconcile';
import { diagnose, Refusal } from '../hub/diagnose.ts';
import { providerAttributes, providerType, readProviderConfig } from '../hub/provider-config.ts';
import { schemaMessage } from '../schema/message.ts';
import { fromWire } from '../value/wire.ts';
import { type Context, type Handlers, untilStopped } from './context.ts';
import { ephemerals } from './ephemeral.ts';
import { functionMessages } from './function.ts';
import { listAttributes } from './list.ts';

export const PROVIDER_DESCRIPTION = 'Everything on a Patchbay hub that can be declared: projects, environments, webhooks, keys, rules and the rest.';
const capabilities = { planDestroy: true, schemaOptional: true, moveState: true, generateConfig: true };

export const providerCalls = (context: Context): Pick<Handlers, 'GetMetadata' | 'GetProviderSchema' | 'ValidateProviderConfig' | 'ConfigureProvider' | 'StopProvider'> => ({
  async GetMetadata() {
    const { resources, dataSources, actions } = await context.types();
    const names = (all: Iterable<string>) => [...all].map((typeName) => ({ typeName }));
    return { capabilities, resources: names(resources.keys()), dataSources: names(dataSources.keys()), functions: names(Object.keys(functionMessages)), ephemeral: names(Object.keys(ephemerals)), lists: names(resources.keys()), actions: names(actions.keys()) };
  },

  async GetProviderSchema() {
    const { resources, dataSources, actions } = await context.types();
    return {
      provider: schemaMessage(providerAttributes, PROVIDER_DESCRIPTION),
      resources: mapped(resources, ({ attributes, model, version }) => schemaMessage(attributes, model.description, version)),
      dataSources: mapped(dataSources, ({ attributes, description }) => schemaMessage(attributes, description)),
      ephemeral: Object.fromEntries(Object.entries(ephemerals).map(([name, { attributes, description }]) => [name, schemaMessage(attributes, description)])),
      lists: mapped(resources, (type) => schemaMessage(listAttributes(type), `What of this kind is on the hub. ${type.model.description}`)),
      actions: mapped(actions, ({ attributes, description }) => ({ schema: schemaMessage(attributes, description) })),
      functions: functionMessages, capabilities,
    };
  },

  ValidateProviderConfig({ config }) {
    const block = fromWire(config, providerType);
    try {
      if (isFields(block)) readProviderConfig({ ...block, key: block['key'] ?? 'only checked when it is used' }, context.env);
      return {};
    } catch (error) {
      return { diagnostics: diagnose(error, 'configure the provider') };
    }
  },

  async ConfigureProvider({ config }, signal) {
    if (context.state.stopping.signal.aborted) context.state.stopping = new AbortController(); // terraform attaches to one process again and again
    try {
      const read = readProviderConfig((fromWire(config, providerType) ?? {}) as Fields, context.env);
      context.state.checks = 0;
      context.state.hub = read === undefined ? undefined : await context.openHub(read, untilStopped(context, signal));
      return {};
    } catch (error) {
      return { diagnostics: diagnose(error, 'configure the provider') };
    }
  },

  StopProvider() {
    context.state.stopping.abort(new Refusal('Stopped', 'Terraform was told to stop before this was done.'));
    return {};
  },
});

const mapped = <T, M>(all: ReadonlyMap<string, T>, message: (each: T) => M): Record<string, M> => Object.fromEntries([...all].map(([name, each]) => [name, message(each)]));
