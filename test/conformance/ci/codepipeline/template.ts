/** The CloudFormation template as data; its short functions become the long ones. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type ScalarTag } from 'yaml';

export const templateFile = join(import.meta.dirname, '../../../../actions/codepipeline/template.yml');

interface Resource { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }
interface Property { readonly Name: string; readonly Required: boolean; readonly Key: boolean; readonly Secret: boolean; readonly Type: string; readonly Description: string }

const SHORT = ['Ref', 'GetAtt', 'Sub', 'If', 'Equals', 'Not', 'And', 'Condition'];
const tags = SHORT.flatMap((name) => [
  { tag: `!${name}`, resolve: (value: string) => ({ [name]: value }) } satisfies ScalarTag,
  { tag: `!${name}`, collection: 'seq' as const, resolve: (seq: { toJSON(): unknown }) => ({ [name]: seq.toJSON() }) },
]);

export const readTemplate = (text: string): Readonly<Record<string, Resource>> => (parse(text, { customTags: tags as ScalarTag[] }) as { Resources: Record<string, Resource> }).Resources;
export const resources = (): Readonly<Record<string, Resource>> => readTemplate(readFileSync(templateFile, 'utf8'));

/** As CreateCustomActionType takes them. */
export const actionTypes = (): readonly ActionType[] => Object.values(resources()).filter(({ Type }) => Type === 'AWS::CodePipeline::CustomActionType').map(({ Properties: given }) => {
  const { Category, Provider, Version, ConfigurationProperties, InputArtifactDetails, OutputArtifactDetails } = given as { Category: string; Provider: string; Version: string; ConfigurationProperties: Property[]; InputArtifactDetails: Counts; OutputArtifactDetails: Counts };
  return {
    category: Category, provider: Provider, version: Version,
    inputArtifactDetails: countsOf(InputArtifactDetails), outputArtifactDetails: countsOf(OutputArtifactDetails),
    configurationProperties: ConfigurationProperties.map(({ Name, Required, Key, Secret, Type, Description }) => ({ name: Name, required: Required, key: Key, secret: Secret, type: Type, description: Description })),
  };
});

export interface ActionType { readonly category: string; readonly provider: string; readonly version: string; readonly configurationProperties: readonly { readonly name: string; readonly required: boolean }[]; readonly inputArtifactDetails: object; readonly outputArtifactDetails: object }
interface Counts { readonly MinimumCount: number; readonly MaximumCount: number }
const countsOf = ({ MinimumCount, MaximumCount }: Counts): object => ({ minimumCount: MinimumCount, maximumCount: MaximumCount });
