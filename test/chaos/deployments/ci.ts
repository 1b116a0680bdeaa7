/** The CI of the world: GitLab on loopback, whose pipelines end by themselves after a moment. */
import { type CiVendor, startCi } from '../../house/pipeline-hub.ts';

export interface Ci {
  readonly vendor: CiVendor;
  /** Hub's id of the run → how often it was started there. */
  started(): ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const LASTS_MS = 3_000;

export async function startCiWorld(): Promise<Ci> {
  const vendor = await startCi('gitlab');
  const known = new Set<string>();
  const moving = setInterval(() => {
    for (const { id } of vendor.ci.runs().filter((each) => !known.has(each.id))) {
      known.add(id);
      vendor.ci.move(id, 'running');
      vendor.ci.say(id, `line of ${id}`);
      setTimeout(() => vendor.ci.move(id, 'succeeded'), Math.random() * LASTS_MS);
    }
  }, 50);
  return {
    vendor,
    started: () => new Map(Object.entries(Object.groupBy(vendor.ci.runs(), ({ inputs }) => inputs['patchbay_run'] ?? 'none')).map(([run, all]) => [run, all!.length])),
    async stop() {
      clearInterval(moving);
      await vendor.close();
    },
  };
}
