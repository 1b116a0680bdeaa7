/** What a change would do, before it is done. */
import { changes } from '../protocol/provider.ts';
import { fromStruct, type StructMessage } from '../protocol/struct.ts';
import { type Change, compared, detailedDiff, mustGoFirst } from '../schema/compared.ts';
import { revealFields } from '../value/secret.ts';
import { type Context, type Handlers, typeIn } from './context.ts';

export const diffCalls = (context: Context): Pick<Handlers, 'Diff'> => ({
  async Diff(request) {
    const type = await typeIn(context, request.urn);
    const change = changeIn(request);
    const { plan, wanted, differences } = compared(type, change);
    return {
      changes: plan.kind === 'nothing' ? changes.none : changes.some,
      diffs: [...new Set(differences.map(({ path }) => String(path[0])))],
      detailed: detailedDiff(differences), hasDetailed: true,
      replaces: plan.kind === 'replace' ? plan.because : [],
      deleteBeforeReplace: plan.kind === 'replace' && mustGoFirst(type, change.olds, wanted),
      stables: ['createdAt', ...type.model.fields.filter(({ immutable }) => immutable).map(({ name }) => name)],
    };
  },
});

interface ChangeMessage {
  readonly olds?: StructMessage | undefined;
  readonly news?: StructMessage | undefined;
  readonly oldInputs?: StructMessage | undefined;
  readonly ignoreChanges?: readonly string[] | undefined;
}

export const changeIn = ({ olds, news, oldInputs, ignoreChanges = [] }: ChangeMessage): Change =>
  ({ olds: revealFields(fromStruct(olds)), oldInputs: revealFields(fromStruct(oldInputs)), news: revealFields(fromStruct(news)), ignoreChanges });
