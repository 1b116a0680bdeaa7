/** That Jenkins can store and take up again what the library does: CodeNarc's rules, and every step stored for real. */
import assert from 'node:assert/strict';
import type { CiCase } from '../case.ts';
import { codeNarc, faultsFolder } from './codenarc.ts';
import { build, library } from './library.ts';

const RULES = ['ClassNotSerializable', 'ClosureInGString', 'CpsCallFromNonCpsMethod', 'ExpressionInCpsMethodNotSerializable', 'ForbiddenCallInCpsMethod', 'ObjectOverrideOnlyNonCpsMethods', 'ParameterOrReturnTypeNotSerializable'];

export const codeNarcCases: readonly CiCase[] = [
  {
    name: 'each of CodeNarc’s rules for Jenkins finds the fault that was planted for it',
    async holds() {
      const { violations } = await codeNarc(faultsFolder);
      assert.deepEqual(RULES.filter((rule) => !violations.some((violation) => violation.startsWith(`${rule} `))), []);
    },
  },
  {
    name: 'and none in the library',
    async holds() {
      const { violations, files } = await codeNarc(library);
      assert.deepEqual([violations, files], [[], 6]);
    },
  },
];

export const storingCases: readonly CiCase[] = [
  {
    name: 'a variable that cannot be stored is found where a step would store it',
    async holds() {
      const { faults, log } = await build({ pipeline: "node('linux') { def matcher = 'a' =~ /a/\n stage('look') { echo matcher.find().toString() } }" });
      assert.ok(faults.some((fault) => /stage: java\.util\.regex\.Matcher/.test(fault)), `${faults.join('\n')}\n${log}`);
    },
  },
];
