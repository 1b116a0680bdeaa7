/** Of the provider and of its releases. A bundle has it from package.json. */
export const version = '0.1.0';
