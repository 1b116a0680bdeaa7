export { portal, type PortalOptions } from './portal.ts';
