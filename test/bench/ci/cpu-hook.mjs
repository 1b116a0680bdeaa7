// Loaded before the program: prints its CPU milliseconds when it ends, or, with UNTIL=network, when it reaches for the network: everything before is its own.
import Module from 'node:module';
import { writeSync } from 'node:fs';

const spent = () => { const { user, system } = process.cpuUsage(); writeSync(3, `${(user + system) / 1000}\n`); };
if (process.env.UNTIL === 'network') {
  const load = Module._load;
  Module._load = (name, ...others) => {
    if (!/^(node:)?(http|https|net|tls)$/.test(name)) return load(name, ...others);
    spent();
    return process.kill(process.pid, 'SIGKILL');
  };
} else {
  process.on('exit', spent);
}
