/** Tools of a hub, called as the tests of plugins do: over REST, with the refusal as an answer. */
import type { TestHub } from '../doubles/hub.ts';

export type Said = Readonly<Record<string, unknown>> & { readonly status_code: number };
export type Tool = (action: string, input?: object, headers?: Readonly<Record<string, string>>) => Promise<Said>;

export function toolOf({ url, key }: Pick<TestHub, 'url' | 'key'>): Tool {
  return async (action, input = {}, headers = {}) => {
    const answer = await fetch(`${url}/v1/tools/${action}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers }, body: JSON.stringify(input) });
    return { ...((await answer.json()) as object), status_code: answer.status };
  };
}

export const itemsOf = (said: Said): Record<string, unknown>[] => said['items'] as Record<string, unknown>[];
