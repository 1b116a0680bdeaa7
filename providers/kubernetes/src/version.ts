/** Of the operator and of its image. A bundle has it from package.json. */
export const version = '0.1.0';
