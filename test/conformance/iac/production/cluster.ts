/** What the API server is worth that all of this is tried against: it refuses what a cluster refuses, and forgets nothing when it is killed. */
import { get } from 'node:https';
import type { Kubernetes } from '../../../doubles/kubernetes.ts';
import type { Tally } from '../tally.ts';

const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: lamps.test.example }
spec:
  group: test.example
  scope: Namespaced
  names: { plural: lamps, singular: lamp, kind: Lamp }
  versions:
    - name: v1
      served: true
      storage: true
      subresources: { status: {} }
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties: { watts: { type: integer, maximum: 100 }, socket: { type: string, default: E27 } }
              x-kubernetes-validations: [{ rule: "self.socket == oldSelf.socket", message: socket stays }]
`;
const lamp = (spec: object, metadata: object = {}): string => JSON.stringify({ apiVersion: 'test.example/v1', kind: 'Lamp', metadata: { name: 'one', namespace: 'house', ...metadata }, spec });
const secret = (more: object): string => JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'code', namespace: 'house' }, ...more });
const READER = 'system:serviceaccount:house:reader';

export async function clusterHolds(kubernetes: Kubernetes, tally: Tally): Promise<void> {
  const { kubectl } = kubernetes;
  const apply = (manifest: string, ...flags: string[]): Promise<string> => kubectl(['apply', ...flags, '-f', '-'], manifest);
  const refuses = async (what: string, why: RegExp, asked: Promise<string>): Promise<void> => {
    const said = await asked.then(() => 'it was taken', String);
    tally.check(`the API server refuses ${what}`, why.test(said), said);
  };

  tally.check('the API server refuses whoever brings no token', await statusWithoutToken(kubernetes) === 401);
  await refuses('what lies in no namespace', /namespaces "house" not found/, apply(secret({})));
  await kubectl(['create', 'namespace', 'house']);
  await apply(definition);
  await kubectl(['wait', '--for=condition=Established', 'crd/lamps.test.example']);
  await apply(lamp({ watts: 60 }));
  tally.check('the API server fills in the defaults of a definition', (await kubectl(['-n', 'house', 'get', 'lamp', 'one', '-o', 'jsonpath={.spec.socket}'])) === 'E27');
  await refuses('a number beyond the schema', /should be less than or equal to 100/, apply(lamp({ watts: 200 })));
  await refuses('a field that the schema does not know', /unknown field "spec.volts"/, apply(lamp({ volts: 230 })));
  await refuses('a change that a rule of the definition forbids', /socket stays/, apply(lamp({ socket: 'E14' })));
  await apply(lamp({ watts: 40 }), '--server-side', '--force-conflicts', '--field-manager=a');
  await refuses('a field that somebody else has applied', /conflict with "a"/, apply(lamp({ watts: 50 }), '--server-side', '--field-manager=b'));

  await apply(secret({ stringData: { door: '1234' }, immutable: true }));
  await refuses('another value of an immutable Secret', /immutable/, apply(secret({ stringData: { door: '4321' }, immutable: true })));
  const asReader = (...args: string[]): Promise<string> => kubectl(['-n', 'house', `--token=${kubernetes.token(READER)}`, ...args]);
  await refuses('a reader without a role', /cannot get resource "secrets"/, asReader('get', 'secret', 'code'));
  await kubectl(['-n', 'house', 'create', 'role', 'reader', '--verb=get', '--resource=secrets', '--resource-name=code']);
  await kubectl(['-n', 'house', 'create', 'rolebinding', 'reader', '--role=reader', '--serviceaccount=house:reader']);
  tally.check('the API server lets a reader do what their role says', await soon(() => asReader('get', 'secret', 'code')));
  await refuses('a reader who wants more', /cannot list resource "secrets"/, asReader('get', 'secrets'));

  await kubernetes.kill();
  await kubernetes.restart();
  tally.check('the API server forgets nothing when it is killed', (await kubectl(['-n', 'house', 'get', 'lamp,secret', '-o', 'name'])).trim().split('\n').length === 2);
  await kubectl(['-n', 'house', 'patch', 'lamp', 'one', '--type=merge', '-p', '{"metadata":{"finalizers":["test.example/off"]}}']);
  await kubectl(['delete', 'namespace', 'house', '--wait=false']);
  await refuses('something new in a namespace that ends', /being terminated|not found/, apply(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late', namespace: 'house' } })));
  await kubectl(['-n', 'house', 'patch', 'lamp', 'one', '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
  await kubectl(['wait', '--for=delete', 'namespace/house', '--timeout=30s']);
  tally.check('a namespace ends when the last finalizer has let go', true);
}

/** Roles are followed, not asked: a moment later. */
async function soon(ask: () => Promise<unknown>): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++) {
    if (await ask().then(() => true, () => false)) return true;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  return false;
}

const statusWithoutToken = ({ url, ca }: Kubernetes): Promise<number | undefined> => new Promise((resolve, reject) => {
  get(`${url}/api/v1/namespaces`, { ca, agent: false }, (answer) => {
    answer.resume();
    resolve(answer.statusCode);
  }).on('error', reject);
});
