/** Desired against actual, for everyone who declares: `patchbay apply` and all infrastructure tools. */
export { check, checkFields, type Issue, type Path } from './check.ts';
export { fill, fillFields, withoutNulls } from './fill.ts';
export { findByKey, findByName, type FindPorts, isIdOf, type Lookup, NotNamed } from './find.ts';
export { fromText, textModel, toText } from './json-text.ts';
export { keyOf, keyText, readKey, spelledKey } from './key-text.ts';
export { keepFieldSpelling, keepSpelling } from './keep-spelling.ts';
export { leanFields } from './lean.ts';
export { modelOf, modelsOf, type ModelSource, type ResourceModel, visibleFields } from './model.ts';
export { declared, plan, type Plan, type PlanOptions } from './plan.ts';
export { same, sameField } from './same.ts';
export { type Field, fieldsOf, type Schema, type Shape, shapeOf } from './shape.ts';
export { type Fields, hasUnknown, isAbsent, isFields, UNKNOWN } from './unknown.ts';
