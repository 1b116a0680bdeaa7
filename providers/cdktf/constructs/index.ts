/** A Patchbay hub for cdktn: a class for each resource, data source and list, and constructs for what teams declare together. */
export * from '../bindings/index.ts';
export { Announcement, type AnnouncementConfig, type Recipients } from './announcement.ts';
export { type CiJob, CiLogin, type CiLoginConfig, type GithubJob, type GitlabJob } from './ci-login.ts';
export { DeliveryEnvironment, type DeliveryEnvironmentConfig, type PipelineJob } from './delivery-environment.ts';
export { EphemeralVariable } from './ephemeral-variable.ts';
export { HubProvider, type HubProviderConfig } from './hub-provider.ts';
export { literal } from './literal.ts';
export { type SharedSecret, Webhook, type WebhookConfig } from './webhook.ts';
