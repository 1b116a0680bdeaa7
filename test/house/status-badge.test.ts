// A badge says of one environment of one project what its deployments told.
import { afterEach, expect, test } from 'vitest';
import { type DeploymentHub, startDeploymentHub } from './deployment-hub.ts';
import { installExhibit } from './plugins/exhibit.ts';

let hub: DeploymentHub | undefined;
afterEach(async () => { await hub?.stop(); hub = undefined; });

test('a badge is found by project and environment, and no project writes that of another', async () => {
  hub = await startDeploymentHub();
  const { call, deploy, environment } = hub;
  await environment();
  await environment({ project: (await call<{ id: string }>('POST', 'projects', { slug: 'other', name: 'Other' })).id });
  await installExhibit('status-badge', {}, (action, input) => call('POST', `tools/${action}`, input));
  for (const [project, release] of [['shop', '1.4.2'], ['other', '0.1.0']]) {
    const { id } = await deploy({ project, release, begin: true });
    await call('POST', `deployments/${id}/finish`, { status: 'succeeded' });
  }
  const badge = (subject: string) => call('POST', 'tools/status_badge_badge', { subject });
  await expect.poll(() => badge('other-production'), { timeout: 15_000 }).toMatchObject({ message: '0.1.0 succeeded' });
  await expect.poll(() => badge('shop-production'), { timeout: 15_000 }).toMatchObject({ message: '1.4.2 succeeded', color: 'brightgreen' });
}, 60_000);
