/** What functions need of the contract: taken one by one, so that a bundle leaves out the rest. */
export { isId, render, timeOf } from '@patchbay/contracts';
