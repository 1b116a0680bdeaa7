/** Objects of Kubernetes, as far as they matter here. */
export interface Meta {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Meta;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  /** Of a Secret: base64. */
  readonly data?: Readonly<Record<string, string>>;
}

export interface KubeList {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  /** Null for none, where only metadata was asked for. */
  readonly items: readonly KubeObject[] | null;
}

/** `namespace/name`. */
export const nameOf = ({ metadata }: Pick<KubeObject, 'metadata'>): string => `${metadata.namespace}/${metadata.name}`;
