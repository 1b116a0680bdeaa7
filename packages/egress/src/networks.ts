/** Whether an address is in one of some networks, for who lets requests in. */
import { contains, parseAddress, parseRange } from './ip-range.ts';

/**
 * Throws a TypeError for what is no network.
 * @example withinNetworks(['192.0.2.0/24'])('192.0.2.7') // true
 */
export function withinNetworks(networks: readonly string[]): (address: string) => boolean {
  const ranges = networks.map(parseRange);
  return (text) => {
    const address = parseAddress(text);
    return address !== undefined && ranges.some((range) => contains(range, address));
  };
}
