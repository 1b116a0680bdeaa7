/** Hubs that send messages: five connectors, each against the strict double of its vendor. */
import { type ConnectorCases, fileOf, type Vendor } from '@patchbay/connectors/testing';
import { caller, type Call } from './event-hub.ts';

export const vendors = ['slack', 'teams', 'discord', 'email', 'twilio'] as const;
export type VendorName = (typeof vendors)[number];
export type Vendors = Readonly<Record<VendorName, Vendor>>;

export const recipients = { slack: 'C000000000', discord: '1180000000000000001', email: 'ada@example.com', sms: '+14155550199' } as const;
/** Everybody, once. */
export const everybody = [{ channel: 'slack', recipients: [recipients.slack] }, { channel: 'teams' }, { channel: 'discord', recipients: [recipients.discord] }, { channel: 'email', recipients: [recipients.email] }, { channel: 'sms', recipients: [recipients.sms] }];

export async function startVendors(): Promise<Vendors> {
  const started = await Promise.all(vendors.map(async (name) => {
    const { cases } = (await import(fileOf(name, 'cases.ts'))) as { cases: ConnectorCases };
    return [name, await cases.start()] as const;
  }));
  return Object.fromEntries(started) as Vendors;
}

export const stopVendors = (started: Vendors | undefined): Promise<unknown> => Promise.all(Object.values(started ?? {}).map((vendor) => vendor.close()));

/** Installs and enables the connectors, with all that they ask for. */
export async function install(url: string, key: string, started: Vendors): Promise<Call> {
  const call = caller(url, key);
  for (const name of vendors) {
    const { config, secrets } = started[name];
    const made = await call<{ missing_permissions?: string[]; detail?: string }>('POST', `plugins/${name}/install`, { config, secrets });
    const enabled = await call('POST', `plugins/${name}/enable`, { permissions: made.missing_permissions });
    if (enabled.status_code !== 200) throw new Error(`${name}: ${JSON.stringify([made, enabled])}`);
  }
  return call;
}

/** Messages that a vendor was given, oldest first. */
export const messagesAt = (started: Vendors, name: VendorName) => started[name].asked.filter(({ method, path }) => (method === 'POST' && MESSAGE.test(path)) || method === 'DATA' || method === 'PATCH');
const MESSAGE = /chat\.(postMessage|update)$|\/messages$|\/workflows\/|\/webhooks\/|\/Messages\.json$/;
