/** Requests for an operation: those that fit its schema, and those that something was done to. */
import fc, { type Arbitrary } from 'fast-check';
import { fitting, type Pools } from './arbitrary.ts';
import type { Operation, Parameter } from './document.ts';
import { type Mutation, mutations } from './mutation.ts';
import type { Request } from './request.ts';

export interface Attempt { readonly request: Request; readonly mutated: readonly string[] }

export function attempts(operation: Operation, pools: Pools, key: string): Arbitrary<Attempt> {
  const changes = fc.oneof({ arbitrary: fc.constant([] as Mutation[]), weight: 2 }, { arbitrary: fc.array(mutations(operation), { minLength: 1, maxLength: 2 }), weight: 3 });
  return fc.tuple(fittingRequest(operation, pools, key), changes).map(([request, applied]) => ({
    request: applied.reduce((changed, { change }) => change(changed), request),
    mutated: applied.map(({ name }) => name),
  }));
}

export function fittingRequest(operation: Operation, pools: Pools, key: string): Arbitrary<Request> {
  const { body } = operation;
  const parameters = fc.tuple(...operation.parameters.map((each) => valueOf(each, operation, pools).map((value) => ({ each, value }))));
  const bodies: Arbitrary<unknown> = body === undefined ? fc.constant(undefined) : fitting(body.schema, pools);
  return fc.tuple(parameters, bodies, fc.constantFrom(...(body?.types ?? ['']))).map(([values, content, type]) => {
    const given = (place: Parameter['in']) => values.filter(({ each, value }) => each.in === place && value !== undefined);
    return {
      method: operation.method,
      path: given('path').reduce((path, { each, value }) => path.replace(`{${each.name}}`, encodeURIComponent(String(value).toWellFormed())), operation.path),
      query: given('query').map(({ each, value }) => [each.name, encodeURIComponent([value].flat().map((item) => String(item).toWellFormed()).join(','))] as const),
      headers: { ...(operation.open ? {} : { authorization: `Bearer ${key}` }), ...(content === undefined ? {} : { 'content-type': type }), ...Object.fromEntries(given('header').map(({ each, value }) => [each.name.toLowerCase(), String(value)])) },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    };
  });
}

/** Some headers would refuse nearly everything if they were there by chance. */
const rare = new Set(['X-Tenant-Id', 'Approval-Id', 'If-Match']);

function valueOf(parameter: Parameter, operation: Operation, pools: Pools): Arbitrary<unknown> {
  if (parameter.in === 'path') return ids(operation, parameter, pools);
  const value = parameter.name === 'X-Tenant-Id' ? fc.constant(undefined) : parameter.name === 'cursor' ? fc.constant(undefined) : fitting(parameter.schema, pools).filter((each) => parameter.in !== 'header' || /^[\x20-\x7e]*$/.test(String(each)));
  if (parameter.required) return value;
  return fc.oneof({ arbitrary: fc.constant(undefined), weight: rare.has(parameter.name) ? 9 : 3 }, { arbitrary: value, weight: 1 });
}

function ids(operation: Operation, parameter: Parameter, pools: Pools): Arbitrary<unknown> {
  const pool = parameter.name === 'id' ? pools.get(operation.path.split('/')[2] ?? '') ?? [] : ['whoami', 'project_list', 'project_create', 'audit_verify'];
  const any = fitting(parameter.schema, pools).filter((id) => id !== '' && id !== '.' && id !== '..');
  return pool.length === 0 ? any : fc.oneof({ arbitrary: fc.nat().map((n) => pool[n % pool.length]), weight: 4 }, { arbitrary: any, weight: 1 });
}
