/** Counts calls in a plain map and hands the sums over when somebody looks: a metric's labels cost more than the counting. */
export interface CallTally {
  count(action: string, via: string, outcome: string): void;
  /** What came together since the last time. */
  take(): Iterable<{ readonly action: string; readonly via: string; readonly outcome: string; readonly calls: number }>;
}

export function createCallTally(): CallTally {
  let sums = new Map<string, Map<string, number>>();
  return {
    count(action, via, outcome) {
      let ofAction = sums.get(action);
      if (ofAction === undefined) sums.set(action, (ofAction = new Map<string, number>()));
      const name = outcome === 'done' ? via : `${via} ${outcome}`;
      ofAction.set(name, (ofAction.get(name) ?? 0) + 1);
    },
    take() {
      const taken = sums;
      sums = new Map();
      return [...taken].flatMap(([action, ofAction]) => [...ofAction].map(([name, calls]) => {
        const [via = '', outcome = 'done'] = name.split(' ');
        return { action, via, outcome, calls };
      }));
    },
  };
}
