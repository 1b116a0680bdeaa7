import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Failure, type FailureCode, failures, invalidInput, Problem, problemOf } from './failure.ts';

const all = Object.entries(failures) as [FailureCode, { status: number; fix: string }][];

describe('the catalogue of failures', () => {
  it('is not empty', () => expect(all.length).toBeGreaterThan(40));

  it.each(all)('%s has a dotted code, an HTTP status of an error, and a fix that is a sentence', (code, { status, fix }) => {
    expect(code).toMatch(/^[a-z][a-z_]*\.[a-z][a-z_]*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(fix).toMatch(/^[A-Z].{15,}\.$/);
  });
});

describe('a failure as problem details', () => {
  it('has the status and the fix of its code, and the details it was given', () => {
    const problem = problemOf(new Failure('resource.not_found', 'There is no project prj_1', { resource: 'project' }), 'req_1');
    expect(problem).toEqual({
      type: 'https://patchbay.dev/failures#resource.not_found', title: 'Resource: not found', status: 404, code: 'resource.not_found',
      detail: 'There is no project prj_1', fix: failures['resource.not_found'].fix, resource: 'project', request_id: 'req_1',
    });
    expect(Problem.parse(problem)).toEqual(problem);
  });

  it.each([new Error('password=hunter2'), 'hunter2', { secret: 'hunter2' }, undefined, null])('shows nothing of what is no failure: %s', (error) => {
    const problem = problemOf(error);
    expect(problem).toMatchObject({ code: 'hub.internal', status: 500 });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    expect(problem).not.toHaveProperty('request_id');
  });

  it('keeps its cause for the log, and out of the answer', () => {
    const failure = new Failure('storage.unavailable', 'The database can’t be reached', {}, { cause: new Error('connect 10.0.0.1') });
    expect(failure.cause).toBeInstanceOf(Error);
    expect(JSON.stringify(problemOf(failure))).not.toContain('10.0.0.1');
    expect(JSON.stringify(problemOf(new Failure('storage.unavailable', 'The store can’t be reached: connect ECONNREFUSED 10.0.0.1:5432')))).not.toContain('10.0.0.1');
  });
});

describe('an input that is not valid', () => {
  const schema = z.strictObject({ name: z.string(), nested: z.strictObject({ count: z.int() }).optional() });
  const refused = (input: unknown): Failure => invalidInput('project_create', schema.safeParse(input).error!);

  it('is named with every place and what was expected there', () => {
    const failure = refused({ name: 7, nested: { count: 'x' } });
    expect(failure.code).toBe('input.invalid');
    expect(failure.details.issues).toMatchObject([{ path: 'name', expected: 'string' }, { path: 'nested.count', expected: 'number' }]);
    expect(failure.message).toContain('project_create');
  });

  it('has a code of its own when nothing but unknown fields is wrong', () => {
    const failure = refused({ name: 'a', nmae: 'b', nested: { count: 1, cuont: 2 } });
    expect(failure.code).toBe('input.unknown_field');
    expect(failure.details.issues).toEqual([{ path: 'nested.cuont', message: 'unknown field' }, { path: 'nmae', message: 'unknown field' }]);
  });

  it('says where it failed in one sentence', () => {
    expect(refused({}).message).toMatch(/^The input of project_create is not valid at name: /);
  });
});
