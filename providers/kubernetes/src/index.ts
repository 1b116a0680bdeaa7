/** The Kubernetes operator of a Patchbay hub. */
export { createKube, type Kube } from './api/kube-client.ts';
export { type KubeConfig, kubeConfigOf, loadKubeConfig } from './api/kube-config.ts';
export { type Clock, systemClock } from './clock.ts';
export { definitionOf } from './crd/definition.ts';
export { API_VERSION, camel, kindOf, objectRefOf, pluralOf, secretRefOf } from './crd/names.ts';
export { renamed } from './crd/schema.ts';
export { createOperator, type Operator, type OperatorOptions, type OperatorPorts } from './create-operator.ts';
export { createHealth } from './health.ts';
export { createHubSource, type HubAddress, type HubSource } from './hub.ts';
export { type Kind, type Kinds, kindsOf } from './kinds.ts';
export { loadCatalog } from './load-catalog.ts';
export { createLog, type Log } from './log.ts';
export { run, type RunOptions } from './run.ts';
export { version } from './version.ts';
