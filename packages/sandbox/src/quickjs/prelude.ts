/**
 * The guest's side of the bridge. It runs before any guest code, and keeps its own references to everything it uses,
 * because the guest may overwrite its globals. Only strings and numbers cross. It answers the functions that the host keeps.
 *
 * The guest sees `console`, `host.call(name, args)`, and a Math.random that the call's seed decides; nothing else of ours.
 */
export const PRELUDE_FILE = 'sandbox.js';

export const PRELUDE = `(function (log, request, fail) {
  'use strict';
  const { parse, stringify } = JSON, { apply, ownKeys } = Reflect, { slice } = String.prototype, { imul } = Math;
  const { freeze, defineProperty, create } = Object, text = String, GuestError = Error, Later = Promise;
  const LINE = 4096;

  let state = 1;
  function random() { // mulberry32
    state = (state + 0x6D2B79F5) | 0;
    let t = imul(state ^ (state >>> 15), 1 | state);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  defineProperty(Math, 'random', { value: random, writable: true, configurable: true, enumerable: false });

  // Otherwise a call site would hand out our functions.
  defineProperty(GuestError, 'prepareStackTrace', { value: undefined, writable: true, configurable: true, enumerable: false });

  const cut = (value, most) => apply(slice, value, [0, most]);
  const isThing = (value) => value !== null && (typeof value === 'object' || typeof value === 'function');
  const read = (thing, key) => { try { const value = thing[key]; return typeof value === 'string' ? value : ''; } catch { return ''; } };
  function show(value) {
    if (typeof value === 'string') return value;
    try {
      if (value instanceof GuestError) return read(value, 'name') + ': ' + read(value, 'message');
      return isThing(value) ? stringify(value) ?? typeof value : text(value);
    } catch { return '[' + typeof value + ']'; }
  }

  const say = (level) => (...values) => {
    let line = '';
    for (let i = 0; i < values.length && line.length < LINE; i++) line += (i === 0 ? '' : ' ') + cut(show(values[i]), LINE);
    log(level, cut(line, LINE));
  };
  const console = { debug: say('debug'), log: say('info'), info: say('info'), warn: say('warn'), error: say('error') };
  defineProperty(globalThis, 'console', { value: console, writable: true, configurable: true, enumerable: false });

  let last = 0, waiting = create(null);
  function call(name, args) {
    const json = stringify(args) ?? 'null', id = ++last;
    if (typeof name !== 'string') throw new TypeError('host.call needs a name');
    return new Later((resolve, reject) => {
      const refused = request(id, name, json);
      if (typeof refused === 'string') return reject(new GuestError(refused));
      waiting[id] = { resolve, reject, __proto__: null };
    });
  }
  defineProperty(globalThis, 'host', { value: freeze({ call: freeze(call) }) });

  function describe(error, most) {
    if (!isThing(error)) return fail('Error', cut(show(error), most), '');
    return fail(cut(read(error, 'name') || 'Error', 200), cut(read(error, 'message'), most), cut(read(error, 'stack'), most));
  }

  return {
    start(run, input, seed, most) {
      state = seed;
      try { return run(parse(input)); } catch (error) { describe(error, most); }
    },
    /** The JSON text of a result; undefined for what JSON has no word for. */
    finish(value, most) {
      try { return stringify(value); } catch (error) { describe(error, most); }
    },
    describe,
    settle(id, ok, json) {
      const asked = waiting[id];
      if (asked === undefined) return;
      delete waiting[id];
      if (!ok) return asked.reject(new GuestError(json));
      try { asked.resolve(parse(json)); } catch (error) { asked.reject(error); }
    },
    /** Names of the exported functions, as JSON text that no toJSON can touch. */
    functions(module) {
      const keys = ownKeys(module);
      let names = '';
      for (let i = 0; i < keys.length && i < 1000; i++) {
        if (typeof keys[i] === 'string' && typeof module[keys[i]] === 'function') names += (names === '' ? '' : ',') + stringify(keys[i]);
      }
      return '[' + names + ']';
    },
  };
})`;
