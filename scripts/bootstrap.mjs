/**
 * The door for a newcomer who has only Node 20 and npm: installs what is missing, then runs the real command on Node 24.
 * usage: node scripts/bootstrap.mjs <command> [arguments]
 *
 * Plain JavaScript without dependencies, in a syntax that even an old Node can read: it must live long enough to say what is wrong.
 */
import { spawn } from 'child_process';
import fs from 'fs';
import path from 'path';
import { fileURLToPath } from 'url';

const OLDEST_NODE = 20; // npm of older ones cannot install this lock file
const HUB_NODE = 24;
const SPACE = 1000; // MB that an install takes, with some air

/** What each command runs, as arguments of Node 24. */
const COMMANDS = {
  start: ['packages/cli/src/bin.ts', 'start'],
  dev: ['--watch', 'packages/cli/src/bin.ts', 'start'],
  patchbay: ['packages/cli/src/bin.ts'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
  check: ['scripts/check.ts'],
  catalog: ['scripts/catalog.ts'],
  new: ['scripts/new.ts'],
  build: ['node_modules/turbo/bin/turbo', 'build'],
  stories: ['test/stories.ts'],
  bench: ['scripts/run.ts', 'bench'],
  chaos: ['scripts/run.ts', 'chaos'],
  attack: ['scripts/run.ts', 'attack'],
  conformance: ['scripts/run.ts', 'conformance'],
};

/** What npm says went wrong, and what to do about it. The first that fits wins. */
const INSTALL_FAILURES = [
  [['ENOSPC', 'EDQUOT'], 'The disk is full: the packages need about ' + SPACE + ' MB. Free that much where this folder is (see `df -h .`), then run the same command again.'],
  [['EROFS', 'EACCES', 'EPERM'], 'This folder cannot be written to by you, so npm could not install the packages. Use a folder of your own (check its owner with `ls -ld .`), then run the same command again.'],
  [['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH', 'EIDLETIMEOUT', 'ERR_SOCKET_TIMEOUT', 'ENOTCACHED'],
    'The package registry cannot be reached: this computer is offline, or a proxy is in between. The first run needs the network once; connect, or set `npm config set proxy`, then run the same command again.'],
  [['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED'],
    'The certificate of the package registry is not trusted here, usually because a proxy opens the connection. Point NODE_EXTRA_CA_CERTS at the proxy’s certificate, then run the same command again.'],
  [['E401', 'E403', 'ENEEDAUTH'], 'The package registry refuses you. Log in with `npm login`, or go back to the public one with `npm config delete registry`, then run the same command again.'],
  [['EINTEGRITY'], 'A package arrived damaged. Clear it with `npm cache clean --force`, then run the same command again.'],
  [['EUSAGE'], 'package-lock.json does not fit package.json. Take both from the same commit (`git checkout package.json package-lock.json`), or run `npm install` if you changed one of them on purpose.'],
];

const parent = process.ppid; // before anybody can stop it
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Programs run from their source start in half the time when Node finds here what it made of it. */
const COMPILED = path.join(root, 'node_modules', '.cache', 'node');

main(process.argv[2], process.argv.slice(3)).catch(function (error) {
  stop(error.sentence || 'The bootstrap itself failed: ' + (error.stack || error), error.exitCode);
});

async function main(command, args) {
  if (!Object.prototype.hasOwnProperty.call(COMMANDS, command || '')) {
    throw refusal((command ? 'There is no command `' + command + '`.' : 'No command was given.') + ' Choose one of: ' + Object.keys(COMMANDS).join(', ') + '.');
  }
  if (major(process.version) < OLDEST_NODE) {
    throw refusal('Patchbay needs Node ' + OLDEST_NODE + ' or later, and this is ' + process.version + '. Install a newer one from https://nodejs.org, then run the same command again.');
  }
  const missing = missingPackages();
  if (missing.length > 0) await install(packagesInAll());
  if (command !== 'bench') process.env.NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE || COMPILED; // a bench measures what users have
  await run(node24(), COMMANDS[command].concat(args));
}

/** About how many packages an install brings: those of other platforms stay away. */
function packagesInAll() {
  const wanted = packagesOf('package-lock.json');
  return Object.keys(wanted).filter(function (place) { return place.indexOf('node_modules/') === 0 && !wanted[place].optional; }).length;
}

/** Packages of the lock file that node_modules does not hold in that version. npm writes its own lock there as the last act of an install. */
function missingPackages() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json') || {};
  if (!wanted) throw refusal('package-lock.json is missing or cannot be read. Restore it with `git checkout package-lock.json`.');
  return Object.keys(wanted).filter(function (place) {
    if (place.indexOf('node_modules/') !== 0) return false; // the root and the workspaces themselves
    const there = present[place];
    if (there && there.version !== wanted[place].version) return true;
    return !wanted[place].optional && !(there && fs.existsSync(path.join(root, place))); // an optional one may be for another platform
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).packages;
  } catch (_) {
    return undefined;
  }
}

async function install(count) {
  try {
    fs.accessSync(root, fs.constants.W_OK);
  } catch (error) {
    throw installFailure(error.code, '');
  }
  if (freeSpace() < SPACE) throw installFailure('ENOSPC', '');
  const started = Date.now();
  say('Installing ' + count + ' packages. This needs the network once and takes about a minute.');
  const progress = setInterval(function () {
    const done = installedSoFar();
    say('  … ' + done + ' of about ' + count + ' packages after ' + seconds(started) + (done === 0 && Date.now() - started > 15000 ? '; nothing has come from the network yet, still trying' : ''));
  }, 3000);
  const result = await npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'])
    .finally(function () { clearInterval(progress); });
  if (result.signal) throw refusal('Stopped while installing. Run the same command again to go on.', 130);
  if (result.code !== 0) throw installFailure(freeSpace() < 20 ? 'ENOSPC' : npmCode(result.stderr), result.stderr); // on a full disk npm may stumble over half a file
  say('Installed in ' + seconds(started) + '.');
}

function npm(args) {
  return new Promise(function (resolve, reject) {
    // Without our own .bin first in PATH: npm is about to delete the Node in there.
    const env = Object.assign({}, process.env, { PATH: searchPath(false) });
    const windows = process.platform === 'win32';
    const signals = catchSignals();
    const child = spawn(windows ? 'npm.cmd' : 'npm', args, { cwd: root, env, shell: windows, stdio: ['ignore', 'ignore', 'pipe'] });
    signals.passTo(child);
    let stderr = '';
    child.stderr.on('data', function (chunk) { stderr = (stderr + chunk).slice(-20000); });
    child.on('error', function (error) {
      signals.release();
      reject(error.code === 'ENOENT' ? refusal('npm was not found. It comes with Node: install Node ' + HUB_NODE + ' from https://nodejs.org, then run the same command again.') : installFailure(error.code, error.message));
    });
    child.on('close', function (code, signal) {
      signals.release();
      resolve({ code, signal: signal || signals.last(), stderr });
    });
  });
}

function npmCode(stderr) {
  const named = /^npm (?:error|ERR!) code (\S+)/m.exec(stderr);
  if (named && named[1] !== '1') return named[1];
  const anywhere = /\b(ENOSPC|EROFS|EACCES|EPERM|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT)\b/.exec(stderr);
  return anywhere ? anywhere[1] : 'unknown';
}

function installFailure(code, stderr) {
  const known = INSTALL_FAILURES.find(function (entry) { return entry[0].indexOf(code) >= 0; });
  const sentence = known ? known[1] : 'npm could not install the packages. Read what it said above; often `npm cache verify` and the same command again help.';
  const said = withoutSecrets(stderr).split('\n').filter(function (line) { return /^npm (error|ERR!)/.test(line) && !/complete log of this run|_logs|^npm (error|ERR!)\s*(at |$)/.test(line); }).slice(0, 8).join('\n');
  return refusal((said ? said + '\n\n' : '') + sentence + ' (npm: ' + code + ')');
}

/** Registry addresses may carry a password, and npm repeats them. */
function withoutSecrets(text) {
  return text.replace(/\/\/[^/\s@]+@/g, '//•••@').replace(/((?:_authToken|_auth|_password|token|password)["']?\s*[=:]\s*)\S+/gi, '$1•••').replace(/\bnpm_[A-Za-z0-9]{20,}/g, '•••');
}

/** In MB. Where it cannot be told, enough. */
function freeSpace() {
  try {
    const disk = fs.statfsSync(root);
    return disk.bavail * disk.bsize / 1e6;
  } catch (_) {
    return Infinity;
  }
}

function installedSoFar() {
  try {
    return fs.readdirSync(path.join(root, 'node_modules')).reduce(function (sum, name) {
      if (name.charAt(0) === '.') return sum;
      return sum + (name.charAt(0) === '@' ? fs.readdirSync(path.join(root, 'node_modules', name)).length : 1);
    }, 0);
  } catch (_) {
    return 0;
  }
}

/** npm brings Node 24 along where it can; elsewhere the computer's own must do. */
function node24() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const brought = path.join(root, 'node_modules', 'node-' + platform + '-' + process.arch, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (fs.existsSync(brought)) return brought;
  if (major(process.version) >= HUB_NODE) return process.execPath;
  throw refusal('The hub runs on Node ' + HUB_NODE + ', which npm does not offer for ' + process.platform + ' on ' + process.arch + ', and this is ' + process.version +
    '. Install Node ' + HUB_NODE + ' from https://nodejs.org (or `nvm install ' + HUB_NODE + '`, `brew install node@' + HUB_NODE + '`), then run the same command again.');
}

/** Becomes the command, as far as a parent can: same input and output, same signals, same end. */
function run(node, args) {
  return new Promise(function (resolve, reject) {
    const signals = catchSignals();
    const child = spawn(node, args, { cwd: root, env: Object.assign({}, process.env, { PATH: searchPath(true) }), stdio: 'inherit' });
    signals.passTo(child);
    const watch = process.env.npm_lifecycle_event ? stopWithParent(child) : undefined;
    child.on('error', function (error) { reject(refusal('Node could not be started from ' + path.relative(root, node) + ' (' + error.code + '). Delete node_modules, then run the same command again.')); });
    child.on('exit', function (code, signal) {
      signals.release();
      clearInterval(watch);
      if (signal) process.kill(process.pid, signal);
      process.exitCode = signal ? 128 : code;
      resolve();
    });
  });
}

/** From before the child is there, so that no signal falls between. Ctrl-C in a terminal reaches the child by itself; a second one from us would look like impatience. */
function catchSignals() {
  const caught = [];
  let child;
  const pass = function (signal) { if (signal !== 'SIGINT' || !atTerminal()) child.kill(signal); };
  const onSignal = function (signal) {
    caught.push(signal);
    if (child) pass(signal);
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  names.forEach(function (name) { process.on(name, onSignal); });
  return {
    passTo: function (started) {
      child = started;
      caught.forEach(pass);
    },
    last: function () { return caught[caught.length - 1]; },
    release: function () { names.forEach(function (name) { process.removeListener(name, onSignal); }); },
  };
}

/** npm stops by killing the shell between us, which tells nobody: without this the hub would go on unseen. */
function stopWithParent(child) {
  return setInterval(function () { if (process.ppid !== parent) child.kill('SIGTERM'); }, 500);
}

function atTerminal() {
  return Boolean(process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY);
}

function searchPath(withOurs) {
  const ours = path.join(root, 'node_modules', '.bin');
  const others = (process.env.PATH || '').split(path.delimiter).filter(function (folder) { return path.resolve(folder) !== ours; });
  return (withOurs ? [ours].concat(others) : others).join(path.delimiter);
}

function major(version) {
  return Number(version.replace(/^v/, '').split('.')[0]);
}

function seconds(since) {
  return Math.round((Date.now() - since) / 1000) + ' s';
}

function say(line) {
  process.stderr.write(line + '\n');
}

function refusal(sentence, exitCode) {
  return Object.assign(new Error(sentence), { sentence, exitCode });
}

function stop(sentence, exitCode) {
  say('\n' + sentence + '\n');
  process.exitCode = exitCode || 1;
}
