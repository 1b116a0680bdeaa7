export { createResources, resourceCollections, type ResourceOptions } from './resources.ts';
export type { ResourcePorts } from './room.ts';
