/** Builds the package for cdktn. */
export { buildPackage } from './build-package.ts';
export { schemaDocument, type SchemaDocument } from './schema-document.ts';
