/** A bell for lists that change. */
export type ListName = 'tools' | 'prompts' | 'resources';

export function createChanges() {
  const listeners = new Set<(what: ListName) => void>();
  return {
    ring: (what: ListName): void => { for (const hear of listeners) hear(what); },
    follow: (hear: (what: ListName) => void) => {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
  };
}
