/** Every resource of the hub. A test compares this page with the folder. */
export { apiKey } from './api-key.ts';
export { project } from './project.ts';
export { roleBinding } from './role-binding.ts';
export { secret } from './secret.ts';
export { tenant } from './tenant.ts';
