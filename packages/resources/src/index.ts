export { createResources, resourceCollections, type ResourceOptions, type ResourcePorts, type Resources } from './resources.ts';
