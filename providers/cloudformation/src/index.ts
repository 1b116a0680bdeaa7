/** Custom resources of CloudFormation for everything that can be declared on a hub. */
export { answerBody, MOST_BYTES } from './answer-body.ts';
export { createFunction, type FunctionPorts, type LambdaContext } from './create-function.ts';
export type { Answer, CustomEvent } from './custom-event.ts';
export { type CustomType, customType, customTypes, SECRETS_VERSION } from './custom-type.ts';
export { customTypeName, propertyName, registryTypeName } from './names.ts';
export { propertiesOf } from './properties-of.ts';
export { type TypeSchema, typeSchema } from './type-schema.ts';
