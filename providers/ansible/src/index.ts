/** Modules of the Ansible collection: one for each resource that can be declared, and one that reads. */
export { collectionFiles } from './collection-files.ts';
export { unitTemplate } from './unit-template.ts';
