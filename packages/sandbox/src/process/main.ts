/** The process in which guests run, when they are not to run in the hub's: it may read the engine's files and start threads, and has no environment. */
import { frameReader, frameWriter } from './frames.ts';
import type { ToProcess } from './messages.ts';
import { serveProcess } from './serve-process.ts';

if (import.meta.main) {
  const send = frameWriter((bytes) => { process.stdout.write(bytes); });
  const end = (code: number, why: string): never => {
    process.stderr.write(why);
    process.exit(code);
  };
  const serve = serveProcess({ send: (message) => send({ head: message, text: '' }), end, memory: () => process.memoryUsage.rss() });
  process.stdin.on('data', frameReader(({ head }) => serve(head as ToProcess))); // guest-process.ts sends nothing else
  process.stdin.on('end', () => process.exit(0)); // the hub is gone
}
