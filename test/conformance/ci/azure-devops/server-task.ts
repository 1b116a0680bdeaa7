/** The task InvokeRESTAPI of an agentless job, with a callback: it posts what the YAML says, and is over when the plan hears TaskCompleted. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServerTask {
  readonly inputs: { readonly method: string; readonly urlSuffix: string; readonly headers: string; readonly body: string; readonly waitForCompletion: string };
}

export interface Asked {
  /** What the hub answered to the post. */
  readonly status: number;
  readonly answer: string;
  /** Tells how it ended, and how often the plan was told. */
  ended(): Promise<{ readonly result: string; readonly told: number }>;
}

interface Completed { readonly name?: string; readonly taskId?: string; readonly jobId?: string; readonly result?: string }

/** An organisation with one plan that runs; `flaky` answers of it are 503. */
export async function withOrganisation(flaky: number, use: (ask: (task: ServerTask, hub: string, variables: Readonly<Record<string, string>>) => Promise<Asked>) => Promise<void>): Promise<void> {
  const ids = { project: crypto.randomUUID(), plan: crypto.randomUUID(), job: crypto.randomUUID(), task: crypto.randomUUID(), token: `of the job ${crypto.randomUUID()}` };
  const heard: string[] = [];
  const faults: string[] = [];
  let refusals = flaky;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('end', () => {
      const fault = faultOf(request.method ?? '', request.url ?? '', request.headers.authorization, text);
      if (fault !== undefined) faults.push(fault);
      if (refusals-- > 0) return response.writeHead(503).end();
      const { result = '' } = fault === undefined ? JSON.parse(text) as Completed : {};
      if (fault === undefined) heard.push(result);
      return response.writeHead(fault === undefined ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify({ message: fault }));
    });
  });

  function faultOf(method: string, url: string, authorization: string | undefined, text: string): string | undefined {
    if (method !== 'POST' || url !== `/acme/${ids.project}/_apis/distributedtask/hubs/checks/plans/${ids.plan}/events?api-version=7.1`) return `${method} ${url} is not the address of events of the plan`;
    if (authorization !== `Bearer ${ids.token}`) return 'the token is not that of the job';
    const { name, taskId, jobId, result } = JSON.parse(text) as Completed;
    return name === 'TaskCompleted' && taskId === ids.task && jobId === ids.job && ['succeeded', 'failed'].includes(result ?? '') ? undefined : `not a TaskCompleted: ${text}`;
  }

  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const system: Readonly<Record<string, string>> = {
    'system.CollectionUri': `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme/`, 'system.TeamProjectId': ids.project, 'system.HostType': 'checks', 'system.PlanId': ids.plan, 'system.JobId': ids.job, 'system.TaskInstanceId': ids.task, 'system.AccessToken': ids.token,
    'Build.SourceVersion': '3f0c1d9e5b7a2468ace013579bdf02468ace1357', 'Build.SourceBranch': 'refs/heads/main',
  };
  try {
    await use(async ({ inputs: { method, urlSuffix, headers, body, waitForCompletion } }, hub, variables) => {
      if (waitForCompletion !== 'true' || method !== 'POST') throw new Error('It does not post, and wait for a callback');
      const fill = (text: string): string => text.replaceAll(/\$\(([\w.]+)\)/g, (macro, name: string) => ({ ...system, ...variables })[name] ?? macro);
      const reply = await fetch(hub + fill(urlSuffix), { method: 'POST', headers: JSON.parse(fill(headers)) as Record<string, string>, body: fill(body), signal: AbortSignal.timeout(20_000) });
      const answer = await reply.text();
      return {
        status: reply.status, answer,
        async ended() {
          for (let waited = 0; heard.length === 0; waited += 50) {
            if (waited > 25_000) throw new Error(`The plan was never told. ${faults.join('; ')}`);
            await new Promise((resolve) => { setTimeout(resolve, 50); });
          }
          await new Promise((resolve) => { setTimeout(resolve, 300); });
          if (faults.length > 0) throw new Error(faults.join('; '));
          return { result: heard[0] ?? '', told: heard.length };
        },
      };
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
  }
}
