/** Everything about endpoints besides delivering to them: what the resource does, the actions around it, and what their deliveries are opened with. */
import { type Behaviour, type Document, Failure, type NewId, type Operation, type Row } from '@patchbay/contracts';
import type { Sandbox } from '@patchbay/sandbox';
import type { Store } from '@patchbay/storage';
import { type AskForToken, createAccessTokens } from './deliver/access-token.ts';
import type { SendWebhook } from './deliver/attempt.ts';
import type { OpenCredentials } from './deliver/credentials.ts';
import { createTransforms, type Transform } from './deliver/transform.ts';
import { listDeliveries } from './delivery-list.ts';
import type { TenantEgressOf } from './egress-policy.ts';
import { endpointBehaviour } from './endpoint.ts';
import { createPublicKeys, listKeys, type PublicKeys } from './endpoint-keys.ts';
import { endpointHeadersAction } from './endpoint-headers.ts';
import { endpointSecretActions, type EndpointSecretPorts } from './endpoint-secret.ts';
import { sendExample } from './endpoint-send-example.ts';
import { testTransform } from './endpoint-test-transform.ts';
import type { Receivers } from './match/receivers.ts';
import { type CheckUrl, createReach } from './reach.ts';
import { openCredentials } from './webhook-credentials.ts';

export interface EndpointsPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly send: SendWebhook & AskForToken;
  readonly unseal: (endpoint: Row, field: string, sealed: string) => Promise<string>;
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
  /** Runs transformations; a hub without one refuses them. */
  readonly sandbox?: Pick<Sandbox, 'load' | 'run'>;
  /** Whether the hub may connect there at all; without it that is found out by the first delivery. */
  readonly check?: CheckUrl;
  /** What tenants say about their way out; nothing, if absent. */
  readonly tenantEgress?: TenantEgressOf;
  /** The update of the endpoint resource, as a part of a call. */
  readonly changeEndpoint?: EndpointSecretPorts['changeEndpoint'];
  /** Where this hub is reached from outside. */
  readonly publicUrl?: () => string;
  /** What an event of a type looks like. */
  readonly exampleOf?: (tenant: string, type: string) => Promise<Document | undefined>;
}

export interface Endpoints {
  /** For the engine that delivers. */
  readonly credentials: OpenCredentials;
  readonly transform: Transform;
  /** The rest, which looks at the endpoints that the engine has in memory. */
  around(receivers: Receivers): { readonly behaviour: Behaviour; readonly operations: readonly Operation[]; readonly publicKeys: PublicKeys };
}

const nothing = async (): Promise<undefined> => undefined;
const nobody = (): Promise<never> => Promise.reject(new Failure('action.planned', 'Nobody here changes endpoints'));

export function createEndpoints(ports: EndpointsPorts): Endpoints {
  const { sandbox, check = nothing, tenantEgress = nothing, exampleOf = nothing, publicUrl = () => '', changeEndpoint = nobody } = ports;
  const transforms = createTransforms({ sandbox });
  const tokens = createAccessTokens(ports);
  const opened = { ...ports, tenantEgress, tokens };
  const credentials: OpenCredentials = (endpoint, before) => openCredentials(endpoint, opened, before);

  return {
    credentials,
    transform: transforms.run,
    around(receivers) {
      receivers.onChange((_, id, receiver) => { if (receiver === undefined) tokens.forget(id); });
      const publicKeys = createPublicKeys({ ...ports, receivers });
      return {
        behaviour: endpointBehaviour({ ...ports, receivers, refuseUnreachable: createReach({ check, tenantEgress }), checkTransform: transforms.check }),
        operations: [sendExample({ ...ports, receivers, credentials, exampleOf, transform: transforms.run }), testTransform({ ...ports, receivers, transforms }), listKeys({ receivers, publicKeys, publicUrl }), listDeliveries(ports), ...endpointSecretActions({ ...ports, changeEndpoint }), endpointHeadersAction({ ...ports, changeEndpoint })],
        publicKeys,
      };
    },
  };
}
