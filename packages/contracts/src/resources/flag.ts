import { z } from 'zod';
import { type Broken, repeated } from '../cross-field.ts';
import { immutable, name, prose, reference, setOf } from '../field.ts';
import { defineResource } from '../resource.ts';

const variant = z.string().min(1).max(63).regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'expected letters, digits and _ . -');

const condition = z.strictObject({
  attribute: z.string().min(1).max(120).meta({ description: 'What is looked at, of who asks.', examples: ['country'] }),
  operator: z.enum(['in', 'not_in', 'starts_with', 'ends_with', 'gt', 'gte', 'lt', 'lte', 'semver_gte', 'semver_lt']).default('in').meta({ description: 'How it is compared.', examples: ['in'] }),
  values: setOf(z.string().max(255)).min(1).max(500).meta({ description: 'What it is compared to, written as text.', examples: [['AT', 'DE']] }),
});

const share = z.strictObject({
  variant: variant.meta({ description: 'The variant.', examples: ['on'] }),
  percent: z.number().min(0).max(100).meta({ description: 'How much of the whole.', examples: [10] }),
});

const targeting = z.strictObject({
  name: name.meta({ description: 'What the rule is called.', examples: ['beta-testers'] }),
  conditions: z.array(condition).max(50).default([]).meta({ description: 'All of these must hold; none: everybody.', examples: [[{ attribute: 'country', values: ['AT', 'DE'] }]] }),
  split: z.array(share).min(1).max(20).meta({ description: 'Who gets what. The same targeting key always gets the same.', examples: [[{ variant: 'on', percent: 10 }, { variant: 'off', percent: 90 }]] }),
});

export const flag = defineResource({
  name: 'flag',
  plural: 'flags',
  prefix: 'flag',
  title: 'Flag',
  description: 'A feature flag of this tenant: its variants, and who gets which. Asked by OpenFeature; kept here or by another service behind it.',
  fields: {
    name: immutable(z.string().min(1).max(120).regex(/^[a-z0-9][a-z0-9_.-]*$/, 'expected lower-case letters, digits and _ . -')).meta({ description: 'What programs ask for, unique in the tenant.', examples: ['new-checkout'] }),
    description: prose.optional().meta({ description: 'What it switches.', examples: ['The checkout with one page'] }),
    type: immutable(z.enum(['boolean', 'string', 'number', 'json'])).default('boolean').meta({ description: 'What kind of value it has.', examples: ['boolean'] }),
    variants: z.record(variant, z.string().max(65_536)).default({ off: 'false', on: 'true' }).meta({ description: 'Name to value, written as text: true, 1.5, or JSON.', examples: [{ off: 'false', on: 'true' }] }),
    default_variant: variant.default('off').meta({ description: 'What one gets whom no rule fits.', examples: ['off'] }),
    off_variant: variant.default('off').meta({ description: 'What everybody gets while it is switched off.', examples: ['off'] }),
    rules: z.array(targeting).max(200).default([]).meta({ description: 'Who gets what; the first that fits counts.', examples: [[{ name: 'beta-testers', conditions: [{ attribute: 'plan', values: ['beta'] }], split: [{ variant: 'on', percent: 100 }] }]] }),
    provider: immutable(z.enum(['hub', 'ofrep', 'flagsmith'])).default('hub').meta({ description: 'Who keeps it: the hub, or another service that the hub asks.', examples: ['hub'] }),
    installation: reference('installation', 'inst').optional().meta({ description: 'Of another service: the connector that reaches it.', examples: ['inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    labels: setOf(z.string().min(1).max(63)).max(50).default([]).meta({ description: 'Words to find it by.', examples: [['checkout']] }),
    enabled: z.boolean().default(false).meta({ description: 'Whether the rules count.', examples: [true] }),
  },
  key: ['name'],
  indexed: ['provider', 'enabled'],
  check: ({ type, variants, default_variant, off_variant, rules, provider, installation }) => {
    const known = new Set(Object.keys(variants));
    const unknown = (path: string, wanted: string): Broken[] => (known.has(wanted) ? [] : [{ path, message: `there is no variant ${wanted}` }]);
    return [
      ...Object.entries(variants).filter(([, value]) => !fits(type, value)).map(([each]) => ({ path: `variants.${each}`, message: `expected a ${type}, written as text` })),
      ...unknown('default_variant', default_variant),
      ...unknown('off_variant', off_variant),
      ...repeated('rules', 'name', rules.map((each) => each.name)),
      ...rules.flatMap(({ split }, index) => [...split.flatMap((each, at) => unknown(`rules.${index}.split.${at}.variant`, each.variant)), ...checkSplit(split, `rules.${index}.split`)]),
      ...((provider === 'hub') === (installation === undefined) ? [] : [{ path: 'installation', message: provider === 'hub' ? 'installation belongs to another provider' : `provider ${provider} needs installation` }]),
    ];
  },
});

function fits(type: 'boolean' | 'string' | 'number' | 'json', value: string): boolean {
  if (type === 'string') return true;
  if (type === 'boolean') return value === 'true' || value === 'false';
  if (type === 'number') return value.trim() !== '' && Number.isFinite(Number(value));
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function checkSplit(split: readonly { readonly percent: number }[], path: string): Broken[] {
  const sum = split.reduce((total, each) => total + each.percent, 0);
  return Math.abs(sum - 100) < 1e-6 ? [] : [{ path, message: `the percents are ${sum} together, and should be 100` }];
}
