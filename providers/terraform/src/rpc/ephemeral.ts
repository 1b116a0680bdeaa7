/** What lives as long as a run, and is in no plan and in no state. */
import { type Fields } from '@patchbay/reconcile';
import { diagnose, type Diagnostic } from '../hub/diagnose.ts';
import { type Attribute, objectType } from '../schema/attribute.ts';
import type { Type } from '../value/type.ts';
import { fromWire, toWire } from '../value/wire.ts';
import { type Context, type Handlers, typeIn, untilStopped } from './context.ts';
import { ephemeralKey } from './ephemeral-key.ts';
import { ephemeralToken } from './ephemeral-token.ts';

export interface Ephemeral {
  readonly description: string;
  readonly example: string;
  readonly attributes: readonly Attribute[];
  /** What it is called in a failure. */
  readonly title: string;
  check(config: Fields, context: Context): Promise<Diagnostic[]>;
  /** All its attributes, and what closing it needs. */
  open(config: Fields, context: Context, signal: AbortSignal): Promise<{ readonly result: Fields; readonly handle?: string }>;
  close(handle: string, context: Context): Promise<void>;
}

export const ephemerals: Readonly<Record<string, Ephemeral>> = { patchbay_api_key: ephemeralKey, patchbay_token: ephemeralToken };

export function ephemeralIn(name: string | undefined): Ephemeral & { readonly wire: Type } {
  const found = typeIn(new Map(Object.entries(ephemerals)), name);
  return { ...found, wire: objectType(found.attributes) };
}

export const ephemeralCalls = (context: Context): Pick<Handlers, 'OpenEphemeralResource' | 'RenewEphemeralResource' | 'CloseEphemeralResource'> => ({
  async OpenEphemeralResource({ typeName, config }, signal) {
    const { wire, open, title } = ephemeralIn(typeName);
    try {
      const { result, handle = '' } = await open(fromWire(config, wire) as Fields, context, untilStopped(context, signal)); // terraform checked it against the schema
      return { result: toWire(result, wire), private: Buffer.from(handle) };
    } catch (error) {
      return { diagnostics: diagnose(error, `get ${title} for this run`) };
    }
  },

  /** It lives as long as a run; nobody can prolong it. */
  RenewEphemeralResource: ({ private: handle }) => (handle === undefined ? {} : { private: handle }),

  /** Also after Ctrl-C: what nobody needs must not stay. */
  async CloseEphemeralResource({ typeName, private: handle }) {
    const { close, title } = ephemeralIn(typeName);
    try {
      await close(Buffer.from(handle ?? []).toString(), context);
      return {};
    } catch (error) {
      return { diagnostics: diagnose(error, `end ${title} of this run`) };
    }
  },
});
