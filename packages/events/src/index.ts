export { eventCollections } from './collections.ts';
export { DELIVERY_OPTIONS, type DeliveryOptions } from './deliver/engine.ts';
export type { TenantEgress, TenantEgressOf } from './egress-policy.ts';
export { createEvents, type EventPorts, type Events } from './events.ts';
export { createInbound, type Inbound, type InboundPorts } from './inbound/inbound.ts';
export type { EventDraft, EventPlan } from './publish.ts';
export { createRules, RULES_OPTIONS, type Rules, type RulesOptions, type RulesPorts } from './rules/rules.ts';
export { createSinks, type Sinks, type SinksOptions, type SinksPorts } from './sinks/sinks.ts';
export { egressPolicyOf } from './egress-policy.ts';
