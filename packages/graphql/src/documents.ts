/** Documents that came before are parsed, validated, measured and compiled already. */
import { Failure } from '@patchbay/contracts';
import {
  type DocumentNode, getOperationAST, GraphQLError, type GraphQLSchema, Kind, NoSchemaIntrospectionCustomRule, type OperationDefinitionNode, parse, specifiedRules, validate, visit,
} from './graphql-js.ts';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { isCompilable } from './compilable.ts';
import { costOf, type Variables } from './limits/cost.ts';
import { measureDocument, measureOperation } from './limits/measure.ts';
import { scan } from './limits/scan.ts';
import { createLru } from './lru.ts';
import type { Settings } from './options.ts';
import { isReferenceField } from './schema/reference.ts';

export interface Prepared {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly cost: (variables: Variables) => number;
  /** One field at the root, and nothing in it that refers to another resource. */
  readonly lone: boolean;
  /** From the second time on, where compiling is worth it and safe. */
  compiled(): CompiledQuery | undefined;
}

/** Thrown for a document that doesn't fit the language or the schema. */
export class Invalid extends Error {
  override readonly name = 'Invalid';
  readonly errors: readonly GraphQLError[];
  constructor(errors: readonly GraphQLError[]) {
    super(errors[0]?.message ?? 'The document is not valid');
    this.errors = errors;
  }
}

interface Known { readonly document: DocumentNode; readonly operations: Map<string, Prepared> }

export interface Documents {
  prepare(text: string, operationName: string | undefined): Prepared;
}

/** What graphql says when comparing fields with one another went beyond its own budget. */
const GAVE_UP = 'Validation aborted.';

export function createDocuments(schema: GraphQLSchema, settings: Settings): Documents {
  const cache = createLru<Known>(settings.cacheSize);
  const rules = settings.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];

  function read(text: string): Known {
    const document = parsed(text, settings);
    measureDocument(document, settings);
    for (const definition of document.definitions) if (definition.kind === Kind.OPERATION_DEFINITION) measureOperation(document, definition, settings);
    const errors = validate(schema, document, rules, { maxErrors: 20, hideSuggestions: !settings.introspection }); // a hint would tell names of a schema that isn't shown
    if (errors.some((error) => error.message === GAVE_UP)) throw new Failure('query.too_costly', 'The document repeats the same fields so often that checking it was given up');
    if (errors.length > 0) throw new Invalid(errors);
    return { document, operations: new Map() };
  }

  return Object.freeze({
    prepare(text: string, operationName: string | undefined) {
      let known = cache.get(text);
      if (known === undefined) cache.set(text, (known = read(text)));
      const existing = known.operations.get(operationName ?? '');
      if (existing !== undefined) return existing;
      const prepared = prepareOperation(schema, text, known.document, operationName);
      known.operations.set(operationName ?? '', prepared);
      return prepared;
    },
  });
}

function parsed(text: string, settings: Settings): DocumentNode {
  try {
    scan(text, settings);
    return parse(text);
  } catch (error) {
    throw error instanceof GraphQLError ? new Invalid([error]) : error;
  }
}

function prepareOperation(schema: GraphQLSchema, text: string, document: DocumentNode, operationName: string | undefined): Prepared {
  const operation = getOperationAST(document, operationName);
  if (operation === null || operation === undefined) throw new Failure('query.malformed', operationName === undefined ? 'The document has several operations: name one in operationName' : 'The document has no operation of the name in operationName');
  let runs = 0;
  let compiled: CompiledQuery | undefined;
  const compilable = operation.operation === 'query' && isCompilable(document);
  return {
    document,
    operation,
    cost: costOf(schema, document, operation),
    lone: isLone(document, operation),
    compiled() {
      if (compilable && ++runs === 2) compiled = compile(schema, text, operationName);
      return compiled;
    },
  };
}

function isLone(document: DocumentNode, { operation, selectionSet }: OperationDefinitionNode): boolean {
  let lone = operation === 'query' && document.definitions.length === 1 && selectionSet.selections.length === 1;
  visit(document, { Field: ({ name }) => { if (isReferenceField(name.value)) lone = false; }, InlineFragment: () => { lone = false; } });
  return lone;
}

/** Parses anew: the compiler leaves marks on the tree that belong to one operation only. */
function compile(schema: GraphQLSchema, text: string, operationName: string | undefined): CompiledQuery | undefined {
  const query = compileQuery(schema, parse(text), operationName, { disablingCapturingStackErrors: true, useExperimentalPathBasedSkipInclude: true });
  return isCompiledQuery(query) ? query : undefined;
}
