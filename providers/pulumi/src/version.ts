/** Of the provider, of its schema, of its SDK and of its releases. A bundle has it from package.json. */
export const version = '0.1.0';
