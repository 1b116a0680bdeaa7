/** Where webhooks are to go: any http or https address, because it is the caller's own computer that sends them. */
import { usage } from '../complaint.ts';

/** `localhost:3000` parses too, as the scheme `localhost:`. What came is not repeated: it may hold a password. */
export function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw usage('listen takes a URL that begins with http:// or https://', 'For example: patchbay listen http://localhost:3000/hooks');
  if (url.username !== '' || url.password !== '') throw usage('The URL holds a user or a password, and webhooks carry none', 'Leave them out: the receiver knows the sender by the signature.');
  return url.href;
}

/** Closed to the hub are ports of other protocols; here the caller decides. */
export const portOf = (address: string): number => Number(new URL(address).port || (address.startsWith('https:') ? 443 : 80));
