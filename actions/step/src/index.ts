/** The five verbs as a step of any CI system, and setup; the table of their inputs, and what is written from it. */
export { keyIn } from './codepipeline/key-in.ts';
export { type AwsKey, type AwsRequest, signed } from './codepipeline/sign.ts';
export type { CiContext, CiHost, Surroundings } from './host.ts';
export { azureDevopsHost } from './hosts/azure-devops.ts';
export { detectHost } from './hosts/detect.ts';
export { githubHost } from './hosts/github.ts';
export { camelCase, pascalCase, upperCase } from './inputs/names.ts';
export { type OutputDefinition, outputs } from './inputs/outputs.ts';
export { inputTables, purposes, type InputDefinition, type Verb } from './inputs/table.ts';
export { runPost } from './run-post.ts';
export { type Doing, runStep } from './run-step.ts';
