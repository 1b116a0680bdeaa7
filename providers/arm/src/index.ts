/** Deployment scripts of Azure Resource Manager for everything that can be declared on a hub. */
export { MOST_CHARACTERS, scriptText } from './script.ts';
export { SCRIPT_FILE, templateFiles } from './template-files.ts';
