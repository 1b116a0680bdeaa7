/** Hostile guests. Each is the body of `attack(event)` in a module of its own; `module` ones are hostile while they load. */

/** How an attack may end: with an answer, with its own error, at a limit, or refused at loading. */
export type Ending = 'done' | 'threw' | 'refused' | 'cpu' | 'wall' | 'memory' | 'stack' | 'output' | 'unsettled';

export interface Attack {
  readonly name: string;
  readonly endings: readonly Ending[];
  readonly source: string;
  /** What the answer must not say. */
  readonly forbidden?: RegExp;
  /** The host offers functions to this one. */
  readonly host?: boolean;
}

const body = (endings: Ending | Ending[], code: Record<string, string>, more: Partial<Attack> = {}): Attack[] =>
  Object.entries(code).map(([name, text]) => ({ name, endings: [endings].flat(), source: `export function attack(event) { ${text} }\n`, ...more }));
const module = (endings: Ending | Ending[], code: Record<string, string>): Attack[] => Object.entries(code).map(([name, source]) => ({ name, endings: [endings].flat(), source }));

const caught = (code: string, done = `'ok'`): string => `try { ${code}; return ${done} } catch (e) { return 'caught ' + e.name + ': ' + e.message }`;

export const ATTACKS: readonly Attack[] = [
  // endless work that polls
  ...body('cpu', {
    'endless loop': `while (true) {}`,
    'loops nested in try, catch and finally': `for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } }`,
    'regular expression that backtracks for ever': `return /^(a+)+$/.test('a'.repeat(42) + '!')`,
    'regular expression with nested stars': `return /^(([a-z])+.)+[A-Z]([a-z])+$/.test('a'.repeat(60))`,
    'getter that loops': `return { get a() { for (;;) {} } }`,
    'toJSON that loops': `return { toJSON() { for (;;) {} } }`,
    'toJSON of all objects that loops': `Object.prototype.toJSON = () => { for (;;) {} }; return {}`,
    'valueOf that loops': `return 1 + { valueOf() { for (;;) {} } }`,
    'toPrimitive that loops': `return \`\${{ [Symbol.toPrimitive]() { for (;;) {} } }}\``,
    'sort with a comparator that loops': `return [3, 2, 1].sort(() => { for (;;) {} })`,
    'iterator without end': `for (const x of { [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) }) x; return 1`,
    'generator without end': `const g = function* () { for (;;) yield 1 }; for (const x of g()) x; return 1`,
    'spread of an iterator without end': `return Math.max(...{ *[Symbol.iterator]() { for (;;) { let n = 0; while (n < 1e9) n++; yield n } } })`,
    'Proxy whose traps loop': `return new Proxy({}, { ownKeys() { for (;;) {} } })`,
    'setter that loops': `Object.assign({ set a(x) { for (;;) {} } }, { a: 1 }); return 1`,
    'replace with a function that loops': `return 'abc'.replace(/b/, () => { for (;;) {} })`,
    'Array.from over a getter that loops': `return Array.from({ length: 1e9, get 0() { for (;;) {} } })`,
    'mutual recursion without growth': `const a = (n) => n % 2 ? n : n; for (let i = 0; ; i++) a(i)`,
    'BigInt powers': `let x = 3n; for (;;) x = (x * x) % (2n ** 4096n)`,
    'error with a message that loops': `throw { get message() { for (;;) {} } }`,
    'error with a name that loops': `throw { get name() { for (;;) {} } }`,
    'error with a stack that loops': `const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { for (;;) {} } }); throw e`,
    'console with a toJSON that loops': `console.log({ toJSON() { for (;;) {} } })`,
    'console without end': `for (;;) console.log('x'.repeat(1000))`,
    'promise jobs without end, awaited': `return (async () => { for (;;) await 1 })()`,
    'promise that queues itself, awaited': `let f; const never = new Promise(() => {}); f = () => { Promise.resolve().then(f) }; f(); return never`,
    'async generator without end': `const g = async function* () { for (;;) yield 1 }; return (async () => { for await (const x of g()) x })()`,
    'Date in a loop': `for (;;) new Date(Math.random() * 1e12).toISOString()`,
    'eval in a loop': `for (let i = 0; ; i++) (0, eval)('1+' + i)`,
  }),
  ...body(['cpu', 'done', 'memory', 'threw'], { // not every engine has room, or the function, for all of these
    'sort again and again': `const a = Array.from({ length: 3e5 }, (_, i) => (i * 7919) % 500009); for (;;) a.sort((x, y) => y - x)`,
    'microtasks without end': `const f = () => queueMicrotask(f); f(); return new Promise(() => {})`,
    'resolved promises without end': `for (;;) Promise.resolve().then(() => {})`,
    'JSON of 200,000 levels': `let a = []; for (let i = 0; i < 2e5; i++) a = [a]; ${caught('JSON.stringify(a)')}`,
    'chain of 200,000 prototypes': `let o = {}; for (let i = 0; i < 2e5; i++) o = Object.create(o); return o.x === undefined`,
    'finalizers that loop': `const r = new FinalizationRegistry(() => { for (;;) {} }); for (let i = 0; i < 1000; i++) r.register({}); return 1`,
    'thenables that nest': `return { then(r) { r({ then(s) { s({ then() { for (;;) {} } }) } }) } }`,
  }),

  // endless work inside the engine, which does not poll
  ...body(['cpu', 'memory'], {
    'fill of typed arrays': `const u = new Uint8Array(8 << 20); for (;;) u.fill(1)`,
    'indexOf in equal letters': `return ('a'.repeat(4 << 20)).indexOf('a'.repeat(1 << 20) + 'b')`,
    'join of a million, for ever': `const a = new Array(1e6).fill('ab'); let n = 0; for (;;) n += a.join('').length`,
    'includes over a million, for ever': `const a = new Array(5e5).fill(0); let n = 0; for (;;) n += a.includes(1) ? 1 : 0`,
    'reverse of a typed array, for ever': `const u = new Uint8Array(8 << 20); for (;;) u.reverse()`,
    'JSON.parse of a million, for ever': `const s = '[' + '1,'.repeat(3e5) + '1]'; for (;;) JSON.parse(s)`,
  }),
  ...body(['cpu', 'memory', 'done', 'threw'], {
    'replaceAll that explodes': caught(`'a'.repeat(1e5).replaceAll('a', '$&'.repeat(1e5))`),
    'array of 4,000,000,000 holes': caught(`[].concat(new Array(1e9)); new Array(4e9).fill(0)`),
    'BigInt product': `const x = 7n ** 200000n; let y = x; for (;;) y = (y * x) % (x + 1n)`,
    'split into letters': caught(`'a'.repeat(1e7).split('')`),
    'padStart to the limit': caught(`'x'.padStart(2 ** 29, 'ab')`),
    'lastIndexOf in equal letters': `return ('a'.repeat(4 << 20)).lastIndexOf('b' + 'a'.repeat(1 << 20))`,
    'sort of holes': caught(`new Array(2 ** 31).sort()`),
    'unicode normalisation': caught(`('\\u1E9B\\u0323'.repeat(1e5)).normalize('NFKC')`),
  }),

  // recursion
  ...body(['stack', 'done', 'threw', 'cpu', 'memory'], {
    'recursion': `const f = () => f() + 1; return f()`,
    'recursion, caught': `function f() { return f() + 1 } ${caught('f()')}`,
    'recursion through toString': `const o = { toString() { return '' + o } }; return '' + o`,
    'recursion through a Proxy': `const p = new Proxy({}, { get(t, k, r) { return r[k] } }); return p.x`,
    'recursion through a getter': `const o = { get a() { return this.a } }; return o.a`,
    'recursion through sort': `const f = () => [2, 1].sort(f); return f()`,
    'recursion through JSON.parse': `const f = () => JSON.parse('[1]', f); return f()`,
    'recursion through replace': `const f = () => 'a'.replace(/a/, f); return f()`,
    'recursion through bind': `let f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(null); return f()`,
    'catching its own overflow for ever': `const f = () => { try { f() } catch { f() } }; f(); return 1`,
    'JSON.parse of 2,000,000 brackets': caught(`JSON.parse('['.repeat(2e6))`),
    'regular expression of 200,000 groups': caught(`new RegExp('('.repeat(2e5) + ')'.repeat(2e5))`),
    'eval of 200,000 brackets': caught(`(0, eval)('['.repeat(2e5) + ']'.repeat(2e5))`),
    'eval of a long sum': caught(`(0, eval)('1' + '+1'.repeat(2e5))`),
    'output of 100,000 levels': `let a = 1; for (let i = 0; i < 1e5; i++) a = { a }; return a`,
    'arguments of a million': caught(`Math.max.apply(null, new Array(1e6).fill(1))`),
  }),

  // memory
  ...body(['memory', 'cpu', 'done', 'threw'], {
    'arrays': `globalThis.a = []; for (;;) a.push(new Array(1000).fill(1.5))`,
    'arrays, caught and let go': `const a = []; try { for (;;) a.push(new Array(1000).fill(1.5)) } catch (e) { const n = a.length; a.length = 0; return 'caught ' + e.message + ' ' + n }`,
    'string that doubles': `let s = 'x'; ${caught('for (;;) s += s')}`,
    'repeat': caught(`'x'.repeat(2 ** 29)`),
    'typed arrays of 50 MiB': `const a = []; ${caught('for (;;) a.push(new Uint8Array(50 << 20).fill(1))')}`,
    'typed arrays of 512 kB, caught': `globalThis.k = []; try { for (let i = 0; i < 5000; i++) { const b = new Uint8Array(512 * 1024); b[0] = 1; k.push(b) } } catch (e) { return 'caught after ' + k.length } return 'NO LIMIT'`,
    'typed arrays of 512 kB': `globalThis.k = []; for (;;) { const b = new Uint8Array(512 * 1024); b[0] = 1; k.push(b) }`,
    'resizable buffers': caught(`const a = []; for (let i = 0; i < 1000; i++) { const b = new ArrayBuffer(8, { maxByteLength: 2 ** 30 }); b.resize(2 ** 20); a.push(b) }`, `'NO LIMIT'`),
    'shared buffers': caught(`const a = []; for (let i = 0; i < 1000; i++) a.push(new SharedArrayBuffer(2 ** 20))`, `'NO LIMIT'`),
    'maps': `globalThis.m = new Map(); for (let i = 0; ; i++) m.set(i, { a: i, b: 'x' + i })`,
    'sets of objects': `const s = new Set(); for (;;) s.add({})`,
    'strings of 1 MiB': `globalThis.c = []; for (;;) c.push('x'.repeat(1024 * 1024))`,
    'symbols': `globalThis.k = []; for (;;) k.push(Symbol('x'.repeat(1000)))`,
    'symbols in the registry': `for (let i = 0; ; i++) Symbol.for('x'.repeat(1000) + i)`,
    'closures': `globalThis.k = []; for (;;) { const b = new Array(50); k.push(() => b) }`,
    'properties of one object': `const o = {}; for (let i = 0; ; i++) o['k' + i] = i`,
    'functions from source': `const a = []; for (let i = 0; ; i++) a.push(new Function('return ' + i))`,
    'BigInt to text': caught(`String((2n ** (2n ** 24n)) ** 3n)`),
    'matchAll of everything': caught(`[...'a'.repeat(1e6).matchAll(/a/g)]`),
    'promises held': `const a = []; for (;;) a.push(new Promise(() => {}))`,
    'errors with long stacks': `const a = []; const f = (n) => n ? f(n - 1) : new Error('x'.repeat(1000)); for (;;) a.push(f(100))`,
    'error that eats the memory while it is described': `throw { get message() { let s = 'x'; for (;;) s += s } }`,
    'toJSON that eats the memory': `return { toJSON() { const a = []; for (;;) a.push(new Array(1000).fill(1)) } }`,
    'memory gone, then an error': `globalThis.a = []; try { for (;;) a.push(new Array(100).fill(1)) } catch { for (;;) a.push({}) }`,
  }, { forbidden: /NO LIMIT/ }),

  // what comes back
  ...body(['output', 'memory', 'cpu'], {
    'answer of 6 MiB': `return 'x'.repeat(6 << 20)`,
    'answer of many small parts': `return new Array(300000).fill({ a: 1 })`,
    'answer of letters that take three bytes': `return '\\u4e16'.repeat(400000)`,
  }),
  ...body(['done', 'threw', 'cpu', 'memory', 'unsettled'], {
    'cyclic answer': `const a = {}; a.a = a; return a`,
    'BigInt answer': `return { n: 1n }`,
    'function as answer': `return () => 1`,
    'symbol as answer': `return Symbol('x')`,
    'array of four billion holes as answer': `return new Array(2 ** 32 - 1)`,
    'answer that changes while it is read': `let n = 0; return { get a() { return ++n }, b: new Proxy([], { get: (t, k) => k === 'length' ? n : t[k] }) }`,
    'Proxy that throws as answer': `return new Proxy({}, { get() { throw new Error('gotcha') }, ownKeys() { throw 1 } })`,
    'revoked Proxy as answer': `const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy`,
    'promise that never settles': `return new Promise(() => {})`,
    'promise of a subclass': `class P extends Promise { then() { return this } } return new P((r) => r(1))`,
    'promise with a then of its own': `const p = Promise.resolve(1); p.then = () => { throw 1 }; return p`,
    'promise resolved with itself': `let r; const p = new Promise((x) => { r = x }); r(p); return p`,
    'rejection with a Proxy': `return Promise.reject(new Proxy({}, { get() { throw 1 } }))`,
    'lone surrogates': `return { '\\ud800': '\\udfff' }`,
    'text that pretends to be raw JSON': `return typeof JSON.rawJSON === 'function' ? JSON.rawJSON('1') : 'none'`,
  }),

  // errors
  ...body(['threw', 'cpu', 'done'], {
    'throws null': `throw null`,
    'throws a Proxy whose traps throw and loop': `throw new Proxy({}, { get() { throw new Error('gotcha') }, getPrototypeOf() { for (;;) {} } })`,
    'throws undefined': `throw undefined`,
    'throws a symbol': `throw Symbol('x')`,
    'throws a BigInt': `throw 1n`,
    'throws a function': `throw () => 1`,
    'throws a Proxy whose traps throw': `throw new Proxy({}, { get() { throw new Error('gotcha') }, getPrototypeOf() { for (;;) {} } })`,
    'throws an error without prototype': `throw Object.create(null)`,
    'throws an error whose message is an object': `throw Object.assign(new Error(), { message: { toString() { throw 1 } } })`,
    'throws a message of 5 MB': `throw new Error('x'.repeat(5e6))`,
    'throws a stack of 5 MB': `throw Object.assign(new Error('x'), { stack: 'at host (/etc/passwd:1:1)\\n'.repeat(2e5) })`,
    'throws what looks like the engine’s own error': `throw Object.assign(new Error('interrupted'), { name: 'InternalError' })`,
    'throws from finally': `try { throw 1 } finally { throw 2 }`,
    'AggregateError of itself': `const e = new AggregateError([], 'x'); e.errors.push(e); e.cause = e; throw e`,
    'Error replaced': `globalThis.Error = class { constructor() { for (let i = 0; i < 10; i++) this[i] = i } }; null.x`,
  }, { forbidden: /node:|\/packages\/|sandbox\.js/ }),

  // the way out
  ...body(['done', 'threw'], {
    'constructor of constructors': `const F = host.call.constructor; return [F('return typeof process + typeof require')(), (() => { try { return this.constructor.constructor('return process')().pid } catch (e) { return 'no' } })(), typeof globalThis.process]`,
    'constructor of the console': `return console.log.constructor('return typeof process')() + typeof console.log.constructor('return this')().require`,
    'globals of the host': `return Object.getOwnPropertyNames(globalThis).filter((k) => /process|require|fetch|Deno|Bun|Worker|WebAssembly|Atomics|setTimeout|setInterval|setImmediate|^os$|^std$|print|load|Buffer|navigator/.test(k)).join() || 'none'`,
    'import of a module of the host': `return import('node:fs').then((m) => 'GOT ' + typeof m.readFileSync, (e) => 'rejected')`,
    'import of a URL': `return import('data:text/javascript,export default 1').then(() => 'GOT', () => 'rejected')`,
    'import of itself': `return import('program.js').then((m) => 'self ' + Object.keys(m), () => 'rejected')`,
    'prepareStackTrace': `let got = 'none'; Error.prepareStackTrace = (e, s) => { try { got = s.map((x) => { const t = x.getThis?.(), f = x.getFunction?.(); return (t?.process ? 'PROCESS' : typeof t) + typeof f }).join() } catch (x) { got = 'err' } return 'x' }; try { null.x } catch (e) { e.stack } try { host.call(Symbol()) } catch (e) { e.stack } return got`,
    'stackTraceLimit': `Error.stackTraceLimit = 1e9; const f = (n) => n ? f(n - 1) : new Error('x').stack; return f(100).includes('node:') ? 'GOT' : 'none'`,
    'callers and arguments': `const r = []; for (const f of [host.call, console.log, attack]) for (const k of ['caller', 'arguments', 'callee']) try { r.push(typeof f[k]) } catch { r.push('refused') } return r`,
    'WebAssembly': `return typeof WebAssembly === 'undefined' ? 'none' : 'GOT'`,
    'Atomics.wait': `try { return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000) } catch (e) { return 'caught ' + e.name }`,
    'eval and Function': `return [eval('1+1'), new Function('return 2')(), (0, eval)('this === globalThis')]`,
    'AsyncFunction and GeneratorFunction': `return [(async () => {}).constructor('return typeof process')(), typeof (function* () {}).constructor('yield process')().next].join()`,
    'the bridge of the sandbox': `return ['log', 'request', 'fail', 'start', 'finish', 'settle', 'describe', '__reply', '__hostcall'].map((k) => typeof globalThis[k]).join()`,
    'frames of the sandbox': `return new Error('x').stack.includes('sandbox.js') ? 'frames seen' : 'none'`,
    'clocks and time zone': `return [Date.now() > 1e12, new Date().getTimezoneOffset() === 0 ? 'UTC' : 'GOT']`,
    'import.meta': `return JSON.stringify(Object.keys(import.meta)) + import.meta.url`,
    'typed array over everything': `try { return new Uint8Array(2 ** 32).length } catch (e) { return 'caught' }`,
    'typed array set while it shrinks': `const a = [3, 2, 1]; a.sort((x, y) => { a.length = 0; for (let i = 0; i < 1000; i++) a.push({}); return x - y }); const b = new ArrayBuffer(16, { maxByteLength: 1024 }); const t = new Uint8Array(b); try { t.set({ length: 4, get 0() { b.resize(0); return 1 } }) } catch {} return t.length`,
    'detached buffer while it is sorted': `const b = new ArrayBuffer(1024, { maxByteLength: 4096 }); const t = new Float64Array(b); t.sort(() => { b.resize(8); return 1 }); return t.length`,
    'array species that lies': `const a = [1, 2, 3]; a.constructor = { [Symbol.species]: function () { return new Proxy([], { defineProperty: () => true }) } }; return a.map((x) => x).length`,
    'regular expression with a lastIndex that lies': `const r = /a/y; r.lastIndex = { valueOf() { r.compile('b'); return 1e9 } }; return r.exec('aaa') === null`,
  }, { forbidden: /GOT|PROCESS|undefinedfunction|"object|function.*process|undefined.*string.*process|file:|\/packages\// }),

  // what stays behind
  ...body(['done', 'threw', 'unsettled'], {
    'poisoned prototypes': `for (const C of [Object, Array, Function, Promise, Map, String, RegExp, Error]) C.prototype.polluted = 'yes'; Promise.prototype.then = function () { return this }; JSON.stringify = () => '{"hacked":1}'; Map.prototype.get = () => null; Array.prototype[Symbol.iterator] = null; return { a: 1 }`,
    'poisoned JSON keys': `return JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')`,
    'poisoned clock and chance': `Date.now = () => 0; Math.random = () => 4; globalThis.Date = null; return 1`,
    'frozen world': `for (const k of Object.getOwnPropertyNames(globalThis)) try { Object.freeze(globalThis[k]); Object.freeze(globalThis[k].prototype) } catch {} Object.freeze(globalThis); return 1`,
    'world without anything': `for (const k of Object.getOwnPropertyNames(globalThis)) try { delete globalThis[k] } catch {} return 1`,
    'accessors on Object.prototype': `for (const k of ['then', 'get', 'value', 'resolve', 'reject', '0', 'length', 'done', 'next']) Object.defineProperty(Object.prototype, k, { get() { return 666 }, set() {}, configurable: true }); return { a: 1 }`,
    'secrets in globals': `globalThis.polluted = event; attack.polluted = event; Symbol.for('polluted').description; return 1`,
    'work left over, synchronous answer': `(async () => { for (;;) await 1 })(); Promise.resolve().then(() => { for (;;) {} }); return 1`,
    'promise that queues itself, after the answer': `function f() { Promise.resolve().then(f) } f(); return 'started'`,
    'work left over, asynchronous answer': `queueMicrotask(function f() { queueMicrotask(f) }); return Promise.resolve(1)`,
    'dispatcher overwritten': `globalThis.host = null; globalThis.console = null; globalThis.JSON = null; globalThis.Reflect = null; return 1`,
  }),

  // the host's functions
  ...body('cpu', {
    'host calls without end': `for (let i = 0; ; i++) host.call('echo', { i }).catch(() => {})`,
    'loop after a host call': `return host.call('echo', 1).then(() => { for (;;) {} })`,
    'loop in a setter of the answer': `Object.defineProperty(Object.prototype, 'then', { get() { for (;;) {} }, configurable: true }); return host.call('echo', { a: 1 })`,
  }, { host: true }),
  ...body(['done', 'threw', 'unsettled', 'cpu'], {
    '100,000 host calls': `for (let i = 0; i < 1e5; i++) host.call('echo', { i }).catch(() => {}); return 'done'`,
    'host call with 5 MB': `return host.call('echo', 'x'.repeat(5e6)).then(() => 'GOT', (e) => e.message)`,
    'host call whose name throws': `try { host.call({ toString() { throw new Error('boo') } }, {}) } catch (e) { return [e.message, e.constructor === Error, typeof e.constructor.constructor('return typeof process')()] } return 'no throw'`,
    'host call with hostile names': `const r = []; for (const v of [Symbol('x'), new Proxy({}, { get() { throw 1 } }), { toString() { return 'echo' } }, 1n, null, undefined, () => 1]) { try { host.call(v, v).catch(() => {}); r.push('taken') } catch (e) { r.push('refused') } } return r`,
    'host call with a NUL and a surrogate': `return host.call('\\0\\ud800', '\\0\\ud800')`,
    'host call that the host refuses': `return host.call('refuse', 1).then(() => 'GOT', (e) => e.message + e.stack + Object.keys(e) + e.constructor.constructor('return typeof process')())`,
    'answers handed to a broken promise': `const P = Promise; globalThis.Promise = function () { throw 1 }; Promise.resolve = P.resolve; return host.call('echo', 1)`,
    'answers not awaited': `host.call('echo', 1); host.call('slow', 1); return 'early'`,
  }, { host: true, forbidden: /GOT|object|node:/ }),
  ...body('wall', { 'host call that is never answered': `return host.call('never', 1)` }, { host: true }),

  // while it loads
  ...module('refused', {
    'loop at the top level': `for (;;);`,
    'memory at the top level': `const a = []; for (;;) a.push(new Array(1000).fill(1));`,
    'native loop at the top level': `('a'.repeat(4 << 20)).indexOf('a'.repeat(1 << 20) + 'b'); export const attack = () => 1`,
    'top-level await of nothing': `await new Promise(() => {}); export const attack = () => 1`,
    'top-level await without end': `for (;;) await 1; export const attack = () => 1`,
    'static import': `import { readFileSync } from 'node:fs'; export const attack = () => readFileSync('/etc/passwd')`,
    'import with attributes': `import x from './package.json' with { type: 'json' }; export const attack = () => x`,
    'export from elsewhere': `export * from 'node:process'`,
    '500,000 brackets': '['.repeat(5e5),
    '100,000 nested functions': `${'(() => '.repeat(1e5)}1${')'.repeat(1e5)}`,
    'throws a Proxy while it loads': `throw new Proxy({}, { get() { for (;;); } })`,
    'NUL and other controls': '\u0000\u0001\ufeff export default',
    'HTML comments': `<!-- x\nexport const attack = () => 1`,
  }),
  ...module(['done', 'threw', 'refused'], {
    'no export': `1`,
    'export of names that are dangerous': `export const then = (r) => { for (;;) {} }; const f = () => 1; export { f as attack, f as '__proto__', f as 'constructor', f as '\u0000' }`,
    'export of 5,000 functions': `${Array.from({ length: 5000 }, (_, n) => `export const f${n} = () => ${n};`).join('')} export const attack = () => 1`,
    'export of a class': `export class attack { constructor() { for (;;) {} } }`,
    'prototypes poisoned while it loads': `Object.prototype.toJSON = () => 'lies'; Array.prototype.join = () => 'lies'; Reflect.ownKeys = () => { throw 1 }; String.prototype.slice = null; export const attack = () => ({ a: 1 })`,
    'identifiers in disguise': `export const \u0061ttack = () => '\u202e' + \u0061ttack.name`,
    'top-level this': `export const attack = () => typeof this`,
  }),
];
