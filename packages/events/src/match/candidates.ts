/** Who could take an event, found without asking everybody: ten thousand endpoints of as many customers cost an event what one does. */
import type { EventFacts } from './event-facts.ts';
import type { Receiver } from './receiver.ts';

export interface Candidates {
  /** Those that take it. */
  match(event: EventFacts): readonly Receiver[];
}

const NONE: readonly Receiver[] = [];
const MOST_TYPES = 5000;

export function candidatesOf(receivers: Iterable<Receiver>): Candidates {
  const exact = new Map<string, Receiver[]>();
  const patterned: Receiver[] = [];
  const ofProject = new Map<string, Receiver[]>();
  let byType = new Map<string, readonly Receiver[]>();
  for (const receiver of receivers) {
    if (!receiver.enabled) continue;
    if (receiver.project !== undefined) push(ofProject, receiver.project, receiver);
    else if (receiver.exactTypes === undefined) patterned.push(receiver);
    else for (const type of receiver.exactTypes) push(exact, type, receiver);
  }

  function ofType(type: string): readonly Receiver[] {
    const known = byType.get(type);
    if (known !== undefined) return known;
    if (byType.size >= MOST_TYPES) byType = new Map();
    const found = [...(exact.get(type) ?? NONE), ...patterned.filter((receiver) => receiver.takesType(type))];
    byType.set(type, found);
    return found;
  }

  /** An event is about a project that it was published to, that it happened to, or that its data names. */
  function ofProjects(event: EventFacts): Receiver[] {
    const about = new Set([event.project, event.subject, event.data['project']].filter((name): name is string => typeof name === 'string'));
    return [...about].flatMap((name) => ofProject.get(name) ?? NONE).filter((receiver) => receiver.takesType(event.type) && receiver.takes(event));
  }

  return {
    match(event) {
      const found = ofType(event.type);
      const own = found.every(({ takesAll }) => takesAll) ? found : found.filter((receiver) => receiver.takes(event));
      if (ofProject.size === 0) return own;
      const more = ofProjects(event);
      return more.length === 0 ? own : [...own, ...more];
    },
  };
}

function push(map: Map<string, Receiver[]>, key: string, receiver: Receiver): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [receiver]);
  else found.push(receiver);
}
