import { Fn, TerraformStack } from 'cdktn';
import { Construct } from 'constructs';
import { Endpoint, type EndpointConfig, Secret } from '../bindings/index.ts';
import { EphemeralVariable } from './ephemeral-variable.ts';
import { literal } from './literal.ts';

type Decided = 'name' | 'filter' | 'signature' | 'signingSecret' | 'signingSecretVersion' | 'count' | 'forEach' | 'connection' | 'provisioners';

export interface WebhookConfig extends Omit<EndpointConfig, Decided> {
  /** What it is called; its id in your program, if absent. */
  readonly name?: string;
  /** Only events that match: `{ 'data.amount': { $gt: 100 } }`. */
  readonly filter?: Readonly<Record<string, unknown>>;
  /** How the receiver knows that it is the hub; by a public key, if absent: then nobody has to keep anything secret. */
  readonly verifiedBy?: SharedSecret | 'public key';
}

/** A key that the hub signs with and the receiver checks with. */
export interface SharedSecret {
  /** An ephemeral value, such as one of another provider's ephemeral resource. Without it the run is asked for the variable `<id>_signing_secret`, with `_` for whatever is no letter and no digit. */
  readonly value?: string;
  /** Another number sends the secret again, to the hub and to where it is kept. The hub signs with both for a day. */
  readonly version?: number;
  /** Keeps it as this secret of the hub besides, so that an environment can hand it to the receiver: `secretVariables: { WEBHOOK_SECRET: webhook.secretName }`. */
  readonly keptAs?: string;
}

/**
 * A webhook and what its receiver verifies it with. No secret is in a plan or in a state.
 * @example
 * const billing = new Webhook(this, 'billing', { url: 'https://billing.example.com/hooks', eventTypes: ['order.paid'], filter: { 'data.amount': { $gt: 100 } } });
 * new TerraformOutput(this, 'billing_public_key', { value: billing.publicKey });
 */
export class Webhook extends Construct {
  readonly endpoint: Endpoint;
  readonly #shared: { readonly value: string; readonly kept?: Secret } | undefined;

  constructor(scope: Construct, id: string, { name = id, filter, transform, verifiedBy = 'public key', ...rest }: WebhookConfig) {
    super(scope, id);
    const hub = rest.provider === undefined ? {} : { provider: rest.provider };
    const version = verifiedBy === 'public key' ? 1 : verifiedBy.version ?? 1;
    this.#shared = verifiedBy === 'public key' ? undefined : this.#share(verifiedBy, version, hub);
    this.endpoint = new Endpoint(this, 'endpoint', {
      ...rest, name,
      ...(filter === undefined ? {} : { filter: Fn.jsonencode(filter) }),
      ...(transform === undefined ? {} : { transform: literal(transform) }),
      signature: { profile: this.#shared === undefined ? 'standard_ed25519' : 'standard' },
      ...(this.#shared === undefined ? {} : { signingSecret: this.#shared.value, signingSecretVersion: version }),
    });
  }

  /** For the receiver: what it verifies with. It is known once the hub made it, and no secret. */
  get publicKey(): string {
    if (this.#shared !== undefined) throw new Error(`The webhook ${this.node.path} is verified by a shared secret and has no public key. Leave out verifiedBy, or use signingSecret.`);
    return this.endpoint.publicKey;
  }

  /** For the receiver, wherever it takes it without keeping it in a state: an ephemeral value. */
  get signingSecret(): string {
    if (this.#shared === undefined) throw new Error(`The webhook ${this.node.path} is verified by a public key and has no shared secret. Set verifiedBy, or use publicKey.`);
    return this.#shared.value;
  }

  /** The secret of the hub that keeps it. */
  get secretName(): string {
    if (this.#shared?.kept === undefined) throw new Error(`Nothing keeps the secret of the webhook ${this.node.path}. Set verifiedBy: { keptAs: 'a/name' }.`);
    return this.#shared.kept.name;
  }

  #share({ value, keptAs }: SharedSecret, version: number, hub: Pick<EndpointConfig, 'provider'>): { readonly value: string; readonly kept?: Secret } {
    const shared = value ?? this.#ask().stringValue;
    return { value: shared, ...(keptAs === undefined ? {} : { kept: new Secret(this, 'secret', { ...hub, name: keptAs, description: `The webhook ${this.node.id} is verified with it.`, value: shared, valueVersion: version }) }) };
  }

  #ask(): EphemeralVariable {
    const name = `${this.node.id.replaceAll(/[^A-Za-z0-9]/g, '_')}_signing_secret`; // a shell must be able to export it
    const taken = TerraformStack.of(this).node.findAll().find((each) => each instanceof EphemeralVariable && each.friendlyUniqueId === name);
    if (taken !== undefined) throw new Error(`The webhooks ${taken.node.scope?.node.path} and ${this.node.path} would both ask for the variable ${name}. Give one another id, or its secret as verifiedBy: { value }.`);
    const variable = new EphemeralVariable(this, 'signing_secret', `Signs the webhook ${this.node.id}: whsec_ and 24 to 64 bytes in base64.`);
    variable.overrideLogicalId(name);
    return variable;
  }
}
