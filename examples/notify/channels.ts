/** Slack, Teams, Discord, a mail server and Twilio on your own computer: they refuse what the real ones refuse, and print what they take. */
import { createClient } from '@patchbay/client';
import { type ConnectorCases, fileOf, type Vendor } from '@patchbay/connectors/testing';

const { PATCHBAY_URL: url = 'http://127.0.0.1:8085', PATCHBAY_KEY: key = '' } = process.env;
const hub = createClient({ url, key });
const MESSAGE = /chat\.(postMessage|update)$|\/messages(\/|$)|\/workflows\/|\/Messages\.json$/;

for (const name of ['slack', 'teams', 'discord', 'email', 'twilio']) {
  const { cases } = (await import(fileOf(name, 'cases.ts'))) as { cases: ConnectorCases };
  const vendor = await cases.start();
  const installed = await hub.call('plugin_install', { name, config: vendor.config, secrets: vendor.secrets });
  await hub.call('plugin_enable', { name, permissions: [...installed.missing_permissions] });
  const { state } = await hub.call('plugin_check', { name });
  console.log(`${name} is ${state}`);
  follow(name, vendor);
}
console.log('waiting for messages');

function follow(name: string, { asked }: Vendor): void {
  let seen = asked.length;
  setInterval(() => {
    for (; seen < asked.length; seen++) {
      const { method, path, body } = asked[seen]!;
      if (method !== 'GET' && (MESSAGE.test(path) || method === 'DATA')) console.log(`${name}: ${JSON.stringify(body)}`);
    }
  }, 50);
}
