export { createResources, resourceCollections, type ResourceOptions, type Resources } from './resources.ts';
export type { ResourcePorts } from './room.ts';
