/** What an action answered, as what a deployment gives back. */
import type { DeploymentBody } from '../record/deployment.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,119}$/;
const LONGEST = 16_384;
const MOST = 100;

/** Its plain fields become outputs; `url` is where it is reached. */
export function resultsOf(output: unknown, url: string | undefined): Pick<DeploymentBody, 'outputs'> & { readonly url?: string } {
  const fields = typeof output === 'object' && output !== null && !Array.isArray(output) ? Object.entries(output as Readonly<Record<string, unknown>>) : [];
  const plain = fields.flatMap(([name, value]): [string, string][] => (NAME.test(name) && ['string', 'number', 'boolean'].includes(typeof value) && String(value).length <= LONGEST ? [[name, String(value)]] : []));
  const outputs = Object.fromEntries(plain.slice(0, MOST));
  const own = outputs['url'];
  const found = own !== undefined && URL.canParse(own) && /^https?:/.test(own) && own.length <= 2048 ? own : url;
  return { outputs, ...(found === undefined ? {} : { url: found }) };
}
