/** What this door is made of, put together once per hub. */
import type { House } from '@patchbay/contracts';
import { catalogLibrary } from './knowledge/catalog-library.ts';
import { docsLibrary } from './knowledge/docs-library.ts';
import { pluginsLibrary } from './knowledge/plugins-library.ts';
import { relayed } from './knowledge/relayed.ts';
import { resourceMethods } from './knowledge/resource-methods.ts';
import { createSessions, type Sessions } from './legacy/sessions.ts';
import { createBroadcast } from './listen/broadcast.ts';
import { createStreams, type Streams } from './listen/streams.ts';
import { discover } from './methods/discover.ts';
import { serverInfo, type Settings } from './options.ts';
import { ownPrompts } from './prompts/own-prompts.ts';
import { promptMethods } from './prompts/prompt-methods.ts';
import { TASKS } from './protocol/revision.ts';
import { missingCapability } from './protocol/rpc-error.ts';
import { createTasks, type Tasks } from './tasks/tasks.ts';
import { createApprovals } from './tools/approvals.ts';
import { callTool, takesTasks } from './tools/call-tool.ts';
import { listTools } from './tools/list-tools.ts';
import { perform } from './tools/perform.ts';
import { createRoundStates } from './tools/round-state.ts';
import type { Method, Turn } from './turn.ts';

export interface Door {
  readonly house: House;
  readonly settings: Settings;
  readonly server: object;
  /** Both eras have these. */
  readonly methods: Readonly<Record<string, Method>>;
  /** Only the stateless one. */
  readonly modern: Readonly<Record<string, Method>>;
  readonly streams: Streams;
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  /** Whether there is something to read at a URI, for this caller. */
  readonly sees: (uri: string, turn: Turn) => boolean;
}

export function openDoor(house: House, settings: Settings): Door {
  const server = Object.freeze(serverInfo(settings));
  const broadcast = createBroadcast(house);
  const approvals = createApprovals({ house, broadcast, now: settings.now, heartbeat: settings.heartbeat });
  const ports = { house, approvals };
  const tasks = createTasks({ ...settings, approvals, report: house.report, perform: (turn, action, performance) => perform(ports, turn, action, performance) });
  const libraries = [docsLibrary(house), pluginsLibrary(house), catalogLibrary(house), ...settings.libraries];
  const sees = (uri: string, turn: Turn): boolean => libraries.some((each) => each.has(uri, turn));
  const states = createRoundStates(settings);
  const methods = relayed({
    'tools/list': listTools(house),
    'tools/call': callTool({ ...ports, tasks, states }, settings),
    ...resourceMethods(house, libraries),
    ...promptMethods(house, [...ownPrompts(house, settings.now), ...settings.prompts], libraries),
  }, { house, states });
  return Object.freeze({
    house, settings, server, tasks, methods, sees,
    modern: { 'server/discover': discover(), 'tasks/get': forTasks(tasks.get), 'tasks/update': forTasks(tasks.update), 'tasks/cancel': forTasks(tasks.cancel) },
    streams: createStreams({ ...settings, house, broadcast, tasks, sees }),
    sessions: createSessions({ ...settings, house, broadcast }),
  });
}

const forTasks = (method: Method): Method => (turn) => {
  if (!takesTasks(turn)) throw missingCapability('Tasks are for clients that declare the extension', { extensions: { [TASKS]: {} } });
  return method(turn);
};
