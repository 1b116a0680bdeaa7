export { createResources, resourceCollections, type ResourceOptions, type Resources } from './resources.ts';
export type { ResourcePorts } from './room.ts';
export { sealContext, sealedOf } from './view.ts';
