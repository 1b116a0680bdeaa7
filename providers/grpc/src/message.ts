/** Protobuf messages declared as tables: the types are inferred, nothing is generated. */

type Kind = 'string' | 'bytes' | 'bool' | 'int' | 'double' | 'message';
type Rule = 'one' | 'many' | 'map';

export interface FieldType<T = unknown, R extends Rule = Rule> {
  readonly no: number;
  readonly kind: Kind;
  readonly rule: R;
  /** A function, because messages may contain one another. */
  readonly of?: () => AnyMessage;
  /** Written also when it is zero: members of a oneof, and `optional`. */
  readonly explicit?: boolean;
  /** Only for the compiler. */
  readonly _type?: T;
}

export type MessageFields = Readonly<Record<string, FieldType>>;

export interface Message<F extends MessageFields = MessageFields> {
  readonly fields: F;
  readonly byNumber: ReadonlyMap<number, readonly [string, FieldType]>;
}

/** For who only writes or reads. */
export type AnyMessage = Message<MessageFields>;

type ValueOf<F> = F extends FieldType<infer T, infer R> ? (R extends 'many' ? readonly T[] : R extends 'map' ? Readonly<Record<string, T>> : T) : never;
export type Infer<F extends MessageFields> = { readonly [K in keyof F]?: ValueOf<F[K]> | undefined };
export type TypeOf<M> = M extends Message<infer F> ? Infer<F> : never;

/**
 * @example
 * const Person = message({ name: string(1), children: many(sub(2, () => Person)) });
 */
export function message<const F extends MessageFields>(fields: F): Message<F> {
  return Object.freeze({ fields, byNumber: new Map(Object.entries(fields).map(([name, field]) => [field.no, [name, field] as const])) });
}

const scalar = <T>(kind: Kind) => (no: number): FieldType<T, 'one'> => ({ no, kind, rule: 'one' });

export const string = scalar<string>('string');
export const bytes = scalar<Uint8Array>('bytes');
export const bool = scalar<boolean>('bool');
/** int32, int64 and enums; exact up to 2^53. */
export const int = scalar<number>('int');
export const double = scalar<number>('double');

export const sub = <F extends MessageFields>(no: number, of: () => Message<F>): FieldType<Infer<F>, 'one'> => ({ no, kind: 'message', rule: 'one', of: of as () => AnyMessage }); // the type is kept in FieldType
export const many = <T>(field: FieldType<T, 'one'>): FieldType<T, 'many'> => ({ ...field, rule: 'many' }) as FieldType<T, 'many'>;
export const map = <T>(field: FieldType<T, 'one'>): FieldType<T, 'map'> => ({ ...field, rule: 'map' }) as FieldType<T, 'map'>;
export const explicit = <T>(field: FieldType<T, 'one'>): FieldType<T, 'one'> => ({ ...field, explicit: true });
