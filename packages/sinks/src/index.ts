/** Ways into other systems, each a driver of one port. They format, batch and acknowledge; sockets and keys are handed in. */
export type { Entry, OpenSink, SinkHttpReply, SinkHttpRequest, SinkKeys, SinkPlace, SinkPorts, SinkStream } from './driver.ts';
export { type SinkAddress, type SinkAddresses, sinkAddresses } from './addresses-of.ts';
export { openSink } from './open-sink.ts';
