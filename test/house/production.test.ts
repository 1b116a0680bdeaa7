import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { root } from './tree.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const inFolder = (path: string): readonly string[] => readdirSync(join(root, path)).map((name) => `${path}/${name}`);
const deployed = ['deploy/container', 'deploy/helm/patchbay', 'deploy/helm/patchbay/templates', 'deploy/systemd', 'deploy/terraform/aws', 'deploy/terraform/loopback'].flatMap(inFolder).filter((path) => path.includes('.') || path.endsWith('Dockerfile')).filter((path) => !path.endsWith('/templates'));

test('every variable that a set-up for production names is one that a hub reads', () => {
  const known = new Set([...read('packages/hub/src/config.ts').matchAll(/: '([A-Z][A-Z0-9_]+)'/g)].map(([, name]) => `PATCHBAY_${name}`));
  expect(known.size).toBeGreaterThan(40);
  const named = [...deployed, 'docs/guides/production.md'].flatMap((path) => [...read(path).matchAll(/\bPATCHBAY_[A-Z0-9_]+\b/g)].map(([name]) => ({ path, name })));
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(({ name }) => !known.has(name)).map(({ path, name }) => `${path} names ${name}, which no hub reads`)).toEqual([]);
});

test('the image is made from what is there, starts a hub, and not as root', () => {
  const lines = read('deploy/container/Dockerfile').replaceAll(/\\\n/g, ' ').split('\n');
  const words = (instruction: string): readonly string[] => lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));
  expect(words('FROM').map((image) => /^node:(\d+)-/.exec(image)?.[1])).toEqual(['24', '24']); // of scripts/bootstrap.mjs
  expect(read('scripts/bootstrap.mjs')).toContain('const HUB_NODE = 24;');
  const program = /^node (\S+)$/.exec(words('RUN').find((line) => line.startsWith('node ')) ?? '')?.[1] ?? '';
  expect(existsSync(join(root, program))).toBe(true);
  expect(words('COPY').at(-1)).toContain('/source/packages/cli/dist /opt/patchbay'); // where that program writes to
  expect(read(program)).toContain("join(here, 'dist')");
  expect(read('packages/cli/src/commands.ts')).toContain(`./commands/${(JSON.parse(words('CMD')[0] ?? '[]') as string[])[0]}.ts`);
  expect(Number(words('USER')[0]?.split(':')[0])).toBeGreaterThan(0);
});

test('what the Terraform set-ups refer to is declared', () => {
  for (const folder of ['deploy/terraform/aws', 'deploy/terraform/loopback']) {
    const text = inFolder(folder).filter((path) => path.endsWith('.tf')).map(read).join('\n');
    const declared = new Set([...text.matchAll(/^(resource|data|ephemeral) "(\w+)" "(\w+)"/gm)].map(([, kind, type, name]) => (kind === 'resource' ? `${type}.${name}` : `${kind}.${type}.${name}`)));
    for (const [, name] of text.matchAll(/^variable "(\w+)"/gm)) declared.add(`var.${name}`);
    const locals = /^locals \{\n(.*?)^\}/ms.exec(text)?.[1] ?? '';
    for (const [, name] of locals.matchAll(/^ {2}(\w+)\s*=/gm)) declared.add(`local.${name}`);
    const used = [...text.matchAll(/(?<![\w."/-])((?:data|ephemeral)\.\w+\.\w+|(?:var|local|terraform_data|aws_\w+)\.\w+)/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(12);
    expect([...new Set(used)].filter((name) => name !== undefined && !declared.has(name)), folder).toEqual([]);
    expect([...text.matchAll(/^variable "(\w+)"/gm)].map(([, name]) => `var.${name}`).filter((name) => !used.includes(name)), `unused in ${folder}`).toEqual([]);
  }
});

test('on Fargate a hub writes only where its image declares a volume that is its own, and starts anew with new secrets', () => {
  const [hub, image] = [read('deploy/terraform/aws/hub.tf'), read('deploy/container/Dockerfile')];
  const mounted = [...hub.matchAll(/containerPath = "([^"]+)"/g)].map(([, path]) => path!);
  expect(mounted.length).toBeGreaterThan(0);
  for (const path of mounted) expect([path, image]).toEqual([path, expect.stringMatching(new RegExp(`install -d -o 10001 -g 10001 -m 700 ${path}\n[^]*^VOLUME ${path}$`, 'm'))]);
  expect(mounted).toContain(/TMPDIR\s+= "([^"]+)"/.exec(hub)?.[1]);
  const service = /^resource "aws_ecs_service" "hub" \{\n(.*?)^\}/ms.exec(hub)?.[1];
  expect(service).toMatch(/force_new_deployment = true/);
  expect(service).toMatch(/triggers\s+= \{ secrets_version = var\.secrets_version \}/);
});

test('the unit gives a hub longer to stop than a hub takes to drain', () => {
  const unit = read('deploy/systemd/patchbay.service');
  expect(Number(/TimeoutStopSec=(\d+)/.exec(unit)?.[1]) * 1000).toBeGreaterThan(Number(/PATCHBAY_DRAIN_MS=(\d+)/.exec(unit)?.[1]));
});

test('every value of the chart is on the page about production, with what it is for, and in the schema', () => {
  const values = Object.keys(parse(read('deploy/helm/patchbay/values.yaml')) as object);
  expect(values.length).toBeGreaterThan(20);
  const page = read('docs/guides/production.md');
  const { properties } = JSON.parse(read('deploy/helm/patchbay/values.schema.json')) as { properties: object };
  expect(values.filter((value) => !new RegExp(`^\\| .*\`${value}\`.* \\|`, 'm').test(page))).toEqual([]);
  expect(values.filter((value) => !(value in properties))).toEqual([]);
});
