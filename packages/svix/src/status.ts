/** How a message stands, in the numbers of this protocol. */
export const statuses = ['0', '1', '2', '3', '4'] as const;

export type Standing = 'delivered' | 'pending' | 'failed';

const outs = { delivered: { status: 0, statusText: 'success' }, pending: { status: 3, statusText: 'sending' }, failed: { status: 2, statusText: 'fail' } } as const satisfies Record<Standing, object>;

export const statusOf = (standing: Standing): object => outs[standing];
