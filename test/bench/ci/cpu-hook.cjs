// Loaded before the program: prints its CPU milliseconds when it ends, or, with UNTIL=connect, when it first reaches for the network.
const { Socket } = require('node:net');
const { writeSync } = require('node:fs');
const spent = () => { const { user, system } = process.cpuUsage(); writeSync(3, `${(user + system) / 1000}\n`); };
if (process.env.UNTIL === 'connect') {
  Socket.prototype.connect = () => { spent(); process.kill(process.pid, 'SIGKILL'); };
} else {
  process.on('exit', spent);
}
