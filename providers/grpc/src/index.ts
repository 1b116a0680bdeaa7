/** gRPC for plugins: tables instead of generated code, and no more of HTTP/2 than that takes. */
export { call } from './call.ts';
export { decode } from './decode.ts';
export { encode } from './encode.ts';
export { type AnyMessage, bool, bytes, double, explicit, type FieldType, type Infer, int, many, map, message, type Message, type MessageFields, string, sub, type TypeOf } from './message.ts';
export { type Handler, type Routes, serverStream, unary } from './method.ts';
export { grpcServer, type ServerOptions } from './server.ts';
export { GrpcError, status } from './status.ts';
