/** What brokers answer when they don't do what was asked. https://kafka.apache.org/protocol.html#protocol_error_codes */

interface KafkaError { readonly name: string; /** Worth another try at once, with fresh metadata. */ readonly passing?: true; readonly refused?: true }

const errors: Readonly<Record<number, KafkaError>> = {
  2: { name: 'CORRUPT_MESSAGE', passing: true },
  3: { name: 'UNKNOWN_TOPIC_OR_PARTITION', passing: true },
  5: { name: 'LEADER_NOT_AVAILABLE', passing: true },
  6: { name: 'NOT_LEADER_OR_FOLLOWER', passing: true },
  7: { name: 'REQUEST_TIMED_OUT', passing: true },
  9: { name: 'REPLICA_NOT_AVAILABLE', passing: true },
  10: { name: 'MESSAGE_TOO_LARGE', refused: true },
  13: { name: 'NETWORK_EXCEPTION', passing: true },
  14: { name: 'COORDINATOR_LOAD_IN_PROGRESS', passing: true },
  15: { name: 'COORDINATOR_NOT_AVAILABLE', passing: true },
  17: { name: 'INVALID_TOPIC_EXCEPTION', refused: true },
  18: { name: 'RECORD_LIST_TOO_LARGE', refused: true },
  19: { name: 'NOT_ENOUGH_REPLICAS', passing: true },
  20: { name: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', passing: true },
  29: { name: 'TOPIC_AUTHORIZATION_FAILED', refused: true },
  31: { name: 'CLUSTER_AUTHORIZATION_FAILED', refused: true },
  35: { name: 'UNSUPPORTED_VERSION', refused: true },
  45: { name: 'OUT_OF_ORDER_SEQUENCE_NUMBER' },
  47: { name: 'INVALID_PRODUCER_EPOCH' },
  51: { name: 'CONCURRENT_TRANSACTIONS', passing: true },
  56: { name: 'KAFKA_STORAGE_ERROR', passing: true },
  59: { name: 'UNKNOWN_PRODUCER_ID' },
  72: { name: 'LISTENER_NOT_FOUND', passing: true },
  87: { name: 'INVALID_RECORD', refused: true },
};

export const TOO_LARGE: ReadonlySet<number> = new Set([10, 18]);
export const LEADER_NOT_AVAILABLE = 5;
export const NETWORK_EXCEPTION = 13;
/** The broker has it: an earlier answer was lost. */
export const DUPLICATE_SEQUENCE = 46;

export const isPassing = (code: number): boolean => errors[code]?.passing === true;
export const isRefusal = (code: number): boolean => errors[code]?.refused === true;
export const nameOf = (code: number): string => errors[code]?.name ?? `error ${code}`;
