/** The provider itself: who it is, its schema, its configuration, its end. */
import { GrpcError, status } from '@patchbay/grpc';
import { isDeepStrictEqual } from 'node:util';
import { checkConfig, readProviderConfig, settings } from '../hub/provider-config.ts';
import { explained } from '../hub/explain.ts';
import { Refusal } from '../hub/refusal.ts';
import { changes } from '../protocol/provider.ts';
import { fromStruct, toStruct } from '../protocol/struct.ts';
import { failure } from '../schema/checked.ts';
import { packageSchema } from '../schema/package-schema.ts';
import { conceal, revealFields, secretNames } from '../value/secret.ts';
import type { Context, Handlers } from './context.ts';

/** Resources and outputs come flattened: a resource as its id, an output as its value or as not known. */
const accepts = { acceptSecrets: true, acceptResources: false, acceptOutputs: false };

type ProviderCalls = 'Handshake' | 'Attach' | 'Parameterize' | 'GetSchema' | 'CheckConfig' | 'DiffConfig' | 'Configure' | 'GetPluginInfo' | 'GetMapping' | 'GetMappings' | 'Call' | 'Construct' | 'Cancel';

export const providerCalls = (context: Context): Pick<Handlers, ProviderCalls> => ({
  Handshake({ engineAddress }) {
    context.state.engine = engineAddress ?? context.state.engine;
    return accepts;
  },
  Attach({ address }) {
    context.state.engine = address ?? context.state.engine;
    return {};
  },
  GetPluginInfo: () => ({ version: context.version }),
  Parameterize() { throw new GrpcError(status.unimplemented, 'The provider patchbay takes no parameters. Which hub it asks is configured: patchbay:url.'); },
  Call() { throw new GrpcError(status.unimplemented, 'No resource of patchbay has methods.'); },
  Construct() { throw new GrpcError(status.unimplemented, 'The provider patchbay has no component resources.'); },
  /** Nothing of another tool is translated. */
  GetMapping: () => ({}),
  GetMappings: () => ({}),

  async GetSchema({ version = 0, subpackageName = '' }) {
    if (version !== 0 || subpackageName !== '') throw new GrpcError(status.invalidArgument, `There is one schema, of version 0 and without a subpackage; asked for was version ${version} ${subpackageName}`);
    return { schema: JSON.stringify(packageSchema(await context.types(), context.version)) };
  },

  CheckConfig({ news }) {
    const bag = fromStruct(news);
    const failures = checkConfig(revealFields(bag), context.env).map(failure);
    return { inputs: toStruct(conceal(revealFields(bag), new Set([...secretNames(bag), ...settings.filter(({ secret }) => secret).map(({ name }) => name)]))), failures };
  },

  /** Another hub or another key is no reason to make everything anew: what is not there is seen by a refresh. */
  DiffConfig({ olds, oldInputs, news }) {
    const [before, after] = [revealFields(fromStruct(oldInputs ?? olds)), revealFields(fromStruct(news))];
    const diffs = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !isDeepStrictEqual(before[name], after[name]));
    return { changes: diffs.length === 0 ? changes.none : changes.some, diffs };
  },

  Configure({ args, acceptSecrets = false }) {
    if (context.state.stopping.signal.aborted) context.state.stopping = new AbortController(); // one process may be attached to again and again
    if (!acceptSecrets) throw new GrpcError(status.invalidArgument, 'The provider patchbay hands out secrets, and this engine keeps none. Use Pulumi 3 or newer.');
    try {
      const read = readProviderConfig(revealFields(fromStruct(args)), context.env);
      context.state.checks = 0;
      context.state.hub = read === undefined ? undefined : context.openHub(read);
      return { ...accepts, supportsPreview: true };
    } catch (error) {
      throw explained(error, 'configure the provider patchbay');
    }
  },

  Cancel() {
    context.state.stopping.abort(new Refusal('Pulumi was told to stop'));
    return {};
  },
});
