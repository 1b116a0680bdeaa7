/** The stubs that Pulumi's own SDK brings for gRPC: whoever speaks to them speaks Pulumi. They have no types that are worth it, so messages are read and made by the names of their fields. */
import { createRequire } from 'node:module';

type Fields = Readonly<Record<string, unknown>>;
export type Message = object;
export type MessageType = new () => Message;
export type Handler = (request: Message) => Promise<Message> | Message;

interface GrpcServer {
  addService(service: object, handlers: object): void;
  bindAsync(address: string, credentials: object, done: (error: Error | null, port: number) => void): void;
  forceShutdown(): void;
}
interface Grpc {
  readonly Server: new () => GrpcServer;
  readonly ServerCredentials: { createInsecure(): object };
  readonly credentials: { createInsecure(): object };
}

export const sdkFolder = createRequire(import.meta.url).resolve('@pulumi/pulumi/package.json').replace(/\/package\.json$/, '');
const load = createRequire(`${sdkFolder}/package.json`);
const grpc = load('@grpc/grpc-js') as Grpc;
const stubs = (name: string): Record<string, MessageType> => ({ ...(load(`./proto/${name}_pb`) as object), ...(load(`./proto/${name}_grpc_pb`) as object) });

export const provider = stubs('provider');
export const resource = stubs('resource');
export const engine = stubs('engine');
const { Struct } = load('google-protobuf/google/protobuf/struct_pb') as { Struct: { fromJavaScript(value: Fields): Message } };
export const { Empty } = load('google-protobuf/google/protobuf/empty_pb') as { Empty: MessageType };
export const { Status } = load('./proto/status_pb') as { Status: MessageType };

export const decoded = (type: MessageType | undefined, bytes: Uint8Array): Message => (type as unknown as { deserializeBinary(bytes: Uint8Array): Message }).deserializeBinary(bytes);

export const struct = (value: Fields): Message => Struct.fromJavaScript(value);
export const plain = (message: unknown): Record<string, unknown> => (message as { toJavaScript(): Record<string, unknown> } | undefined)?.toJavaScript() ?? {};

/** A message with setters called: `{ Urn: x }` → setUrn(x). */
export function make(type: MessageType | undefined, fields: Fields = {}): Message {
  if (type === undefined) throw new Error('the SDK has no such message');
  const message = new type();
  for (const [name, value] of Object.entries(fields)) (message as Record<string, (value: unknown) => void>)[`set${name}`]!(value);
  return message;
}

/** `get(message, 'Urn')` → getUrn(). */
export const get = (message: Message, name: string): unknown => (message as Record<string, () => unknown>)[`get${name}`]!();
export const text = (message: Message, name: string): string => String(get(message, name));
export const list = (message: Message, name: string): unknown[] => get(message, `${name}List`) as unknown[];
/** A map of a message, as an object. */
export const entries = (message: Message, name: string): [string, Message][] => [...(get(message, `${name}Map`) as { entries(): Iterable<[string, Message]> }).entries()];

export interface Served { readonly address: string; stop(): void }

export async function serve(service: object | undefined, handlers: Readonly<Record<string, Handler>>): Promise<Served> {
  const server = new grpc.Server();
  server.addService(service ?? {}, Object.fromEntries(Object.entries(handlers).map(([name, handle]) => [name, unary(handle)])));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => { if (error === null) resolve(bound); else reject(error); });
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

const UNKNOWN_CODE = 2;
const unary = (handle: Handler) => (call: { request: Message }, done: (error: object | null, answer?: Message) => void): void => {
  Promise.resolve().then(() => handle(call.request)).then((answer) => done(null, answer), (error: unknown) => done({ code: UNKNOWN_CODE, message: error instanceof Error ? error.message : String(error) }));
};

export type Client = Readonly<Record<string, (request: Message, done: (error: unknown, answer: Message) => void) => void>> & { close(): void };
export const clientAt = (type: unknown, port: string): Client => new (type as new (address: string, credentials: object) => Client)(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
