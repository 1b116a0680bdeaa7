/** What the author of a plugin imports. */
export { auth, type AuthSlot, secretsOf, type Template } from './auth.ts';
export { createContext, type Ctx, type Facts, type HostAnswer, type HostCall, type Native, type ReadCtx } from './context.ts';
export {
  action, type ActionDef, allow, decideHooks, type DecideDef, type DecideHook, type Decision, definePlugin, deny, type EventDraft, type HealthReport, type HubEvent, observeHooks, type ObserveHook,
  type Plugin, type PluginDef, query, type QueryDef, requireApproval, route, type Safety, type WebhookReply, type WebhookRequest, type WebhookScheme,
} from './definition.ts';
export { type License, type MeterDef, NO_LICENSE, type PlanDef, type Price } from './commerce.ts';
export { guest } from './guest.ts';
export { context, type ContextAsked, type ContextDef, type ContextKind, contextKinds, type Finding, names } from './incident-context.ts';
export { type Http, type HttpHabits, type HttpReply, type HttpRequest, type NextPage, paginate, type Part, refusal } from './http.ts';
export { at, type Json, type JsonObject } from './json.ts';
export { type Manifest, manifestOf, type Handler } from './manifest.ts';
export { type Invocation, type Outcome, perform } from './perform.ts';
export { codeOfStatus, PluginError, type PluginErrorCode, pluginErrorCodes } from './plugin-error.ts';
export { type Infer, type Schema, t } from './schema.ts';
