// Built from actions/step by `node build.ts`. Do not edit.

// src/step-error.ts
var StepError = class extends Error {
  name = "StepError";
  code;
  fix;
  details;
  constructor(code, message, fix, details = {}) {
    super(message);
    this.code = code;
    this.fix = fix;
    this.details = details;
  }
};
var sayOf = (error) => error instanceof StepError ? `${error.message}${error.fix === "" ? "" : `
${error.fix}`} (${error.code})` : error instanceof Error ? error.message : String(error);

// src/inputs/json-object.ts
function jsonObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : void 0;
  } catch {
    return void 0;
  }
}

// src/hub/refusal.ts
var Refused = class extends Error {
  refusal;
  constructor(refusal) {
    super(refusal.error.message);
    this.refusal = refusal;
  }
};
var PASSING = /* @__PURE__ */ new Set([429, 502, 503, 504]);
var refusedBy = ({ statusCode = 0, headers }, text) => new Refused(refusalOf(statusCode, text, headers["retry-after"]));
function refusalOf(status, text, retryAfter) {
  const problem = jsonObject(text);
  const after = /^\d{1,5}$/.test(retryAfter ?? "") ? Number(retryAfter) * 1e3 : 0;
  if (problem?.["code"] === void 0) return { error: new StepError("hub.not_a_hub", `Expected an answer of a Patchbay hub, but status ${status} came with something else`, "Check the address of the hub: it may be a proxy, or another service."), passes: PASSING.has(status), after };
  const { code, detail, title, fix, issues, needs, request_id: request } = problem;
  const fields = Array.isArray(issues) ? issues.map((issue) => `
  ${issue.path ?? ""}: ${issue.message ?? ""}`).join("") : "";
  const message = `${String(detail ?? title ?? code)}${typeof needs === "string" ? `; needs: ${needs}` : ""}${fields}${typeof request === "string" ? ` [${request}]` : ""}`;
  return { error: new StepError(String(code), message, String(fix ?? ""), problem), passes: PASSING.has(status) || code === "request.timeout" || code === "idempotency.in_progress", after };
}

// src/hub/request.ts
var ADVICE = "Check the address of the hub and that this runner reaches it: `curl <hub>/healthz` answers when it does.";
var proxyIsSet = false;
async function open({ method, url, headers = {}, body, quietMs, signal }) {
  signal?.throwIfAborted();
  const http = url.startsWith("https:") ? require("node:https") : require("node:http");
  await useProxy();
  return new Promise((resolve, reject) => {
    const bytes = body === void 0 ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const request = http.request(url, { method, headers: { ...headers, ...bytes }, timeout: quietMs, ...signal === void 0 ? {} : { signal } }, resolve);
    request.once("timeout", () => request.destroy(new Error(`no answer within ${Math.round(quietMs / 1e3)} s`)));
    request.on("error", (error) => reject(signal?.aborted === true ? signal.reason : unreachable(url, error)));
    request.end(body);
  });
}
async function textOf(answer) {
  let text = "";
  answer.setEncoding("utf8");
  try {
    for await (const part of answer) text += String(part);
  } catch (error) {
    throw unreachable("the hub", error);
  }
  return text;
}
var unreachable = (url, error) => new StepError("hub.unreachable", `Could not reach ${url.startsWith("http") ? new URL(url).origin : url}: ${error.message || error.code || error.name}`, ADVICE);
async function useProxy() {
  if (proxyIsSet) return;
  proxyIsSet = true;
  const { env } = process;
  if ((env["HTTPS_PROXY"] ?? env["https_proxy"] ?? env["HTTP_PROXY"] ?? env["http_proxy"]) === void 0) return;
  const http = require("node:http");
  http.setGlobalProxyFromEnv?.();
}

// src/hub/token-service.ts
async function askTokenService({ method, url, headers }, signal) {
  const answer = await open({ method, url, headers: { accept: "application/json", ...headers }, quietMs: 3e4, signal });
  const text = await textOf(answer);
  if (answer.statusCode === 200) return JSON.parse(text);
  const passes = (answer.statusCode ?? 0) >= 500 || answer.statusCode === 429;
  throw new Refused({ passes, after: 0, error: new StepError("login.no_id_token", `The CI’s token service answered ${answer.statusCode}`, "Repeat the job; if it stays so, look at the permissions of the job.") });
}

// src/masks.ts
var LEAST = 4;
function createMasks() {
  let values = [];
  return {
    add(value) {
      const parts = [...new Set([value, ...value.split(/[\r\n]+/)].map((part) => part.trim()).filter((part) => part.length >= LEAST))];
      values = [.../* @__PURE__ */ new Set([...values, ...parts])].sort((one, other) => other.length - one.length);
      return parts;
    },
    hide: (text) => values.reduce((shown2, value) => shown2.replaceAll(value, "***"), text)
  };
}

// src/hosts/pull-request.ts
var pullRequestOf = (ref) => /^refs\/pull\/(\d+)\//.exec(ref ?? "")?.[1];

// src/hosts/summary.ts
function summaryOf(title, facts) {
  const rows = facts.filter(([, value]) => value !== void 0 && value !== "").map(([name, value]) => `| ${cell(name)} | ${cell(value)} |`);
  return `### Patchbay: ${title}

| | |
|---|---|
${rows.join("\n")}

`;
}
var cell = (text) => text.replaceAll(/[\r\n]+/g, " ").replaceAll("|", "\\|").replaceAll("<", "&lt;").slice(0, 500);

// src/hosts/github.ts
var data = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
var property = (text) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
function githubHost({ env, write, append, onSignal, random, temporary }) {
  const masks = createMasks();
  const command = (name, text, properties = "") => write(`::${name}${properties}::${data(masks.hide(text))}
`);
  let open2 = false;
  function put(file, name, value) {
    const path = env[file];
    if (path === void 0 || path === "") return;
    if (!/[\r\n]/.test(value)) return append(path, `${name}=${value}
`);
    const delimiter = `end_${random()}`;
    append(path, `${name}<<${delimiter}
${value}
${delimiter}
`);
  }
  return {
    context: {
      provider: "github",
      project: env["GITHUB_REPOSITORY_ID"],
      repository: env["GITHUB_REPOSITORY"],
      commit: env["GITHUB_SHA"],
      ref: env["GITHUB_REF"],
      pullRequest: pullRequestOf(env["GITHUB_REF"]),
      run: env["GITHUB_RUN_ID"],
      attempt: env["GITHUB_RUN_ATTEMPT"],
      job: env["GITHUB_JOB"],
      step: `${env["GITHUB_ACTION"] ?? ""} ${env["RUNNER_NAME"] ?? ""}`,
      // jobs of a matrix share their name, but not their runner
      url: env["GITHUB_RUN_ID"] === void 0 ? void 0 : `${env["GITHUB_SERVER_URL"]}/${env["GITHUB_REPOSITORY"]}/actions/runs/${env["GITHUB_RUN_ID"]}`
    },
    input: (name) => env[`INPUT_${name.toUpperCase()}`],
    output: (name, value) => put("GITHUB_OUTPUT", name, value),
    mask(value) {
      for (const part of masks.add(value)) write(`::add-mask::${data(part)}
`);
    },
    // What looks like a command must stay a line. The runner takes a carriage return for the end of one, and trims what .NET calls white space.
    line: (text) => write(`${masks.hide(text).replaceAll(/(^|[\r\n])([\s\x85]*)::/g, "$1$2:​:").replaceAll("##[", "#​#[")}
`),
    group(title) {
      if (open2) write("::endgroup::\n");
      open2 = title !== void 0;
      if (title !== void 0) command("group", title);
    },
    annotate: (level, text, title) => command(level, text, ` title=${property(masks.hide(title))}`),
    summary(title, facts) {
      const path = env["GITHUB_STEP_SUMMARY"];
      if (path !== void 0 && path !== "") append(path, masks.hide(summaryOf(title, facts)));
    },
    keep: (name, value) => put("GITHUB_STATE", name, value),
    kept: (name) => env[`STATE_${name}`],
    async idToken(audience, signal) {
      const url = env["ACTIONS_ID_TOKEN_REQUEST_URL"];
      if (url === void 0 || url === "") return void 0;
      const answer = await askTokenService({ method: "GET", url: `${url}&audience=${encodeURIComponent(audience)}`, headers: { authorization: `Bearer ${env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? ""}` } }, signal);
      return answer.value;
    },
    tokenAdvice: "Give the job `permissions: { id-token: write }`. Pull requests of forks get no token: run this step on push, or on pull_request_target without the code of the fork.",
    keepsToken: false,
    exportVariable: (name, value) => put("GITHUB_ENV", name, value),
    addPath: (folder) => {
      if (env["GITHUB_PATH"]) append(env["GITHUB_PATH"], `${folder}
`);
    },
    folder: env["RUNNER_TEMP"] ?? temporary,
    chance: random,
    onCancel: (listener) => {
      onSignal("SIGINT", listener);
      onSignal("SIGTERM", listener);
    },
    end: (result) => ({ succeeded: 0, failed: 1, cancelled: 130 })[result]
  };
}

// src/hub/wait.ts
function wait(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

// src/hub/hub.ts
var QUIET_MS = 3e4;
var MOST_DELAY_MS = 8e3;
var MOST_AFTER_MS = 6e4;
var SAY_MS = 6e4;
function createHub({ url, logIn: logIn2, retries: most, now, random, say }) {
  let credential;
  let away;
  async function token(signal) {
    if (credential !== void 0 && (await credential).until <= now()) credential = void 0;
    credential ??= logIn2(signal);
    return (await credential.catch((error) => {
      credential = void 0;
      throw error;
    })).value;
  }
  async function attempt(method, path, { body, key, headers, quietMs = QUIET_MS }, signal) {
    const answer = await open({
      method,
      url: url + path,
      quietMs,
      signal,
      body: body === void 0 ? void 0 : JSON.stringify(body),
      headers: { authorization: `Bearer ${await token(signal)}`, accept: "application/json", ...body === void 0 ? {} : { "content-type": "application/json" }, ...key === void 0 ? {} : { "idempotency-key": key }, ...headers }
    });
    const text = await textOf(answer);
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return text === "" ? void 0 : JSON.parse(text);
    throw refusedBy(answer, text);
  }
  async function patiently(once2, { retries = most, until = Infinity } = {}, signal) {
    for (let failed = 1; ; failed++) {
      try {
        const answer = await once2();
        answers();
        return answer;
      } catch (error) {
        if (signal?.aborted === true) throw error;
        const { passes, after, error: reason } = judge(error);
        if (!passes) throw reason;
        const left = until - now();
        if (failed > retries || left <= 0 || after > MOST_AFTER_MS && retries !== Infinity) throw failed > 1 ? new StepError(reason.code, `${reason.message} (tried ${failed} times)`, reason.fix, reason.details) : reason;
        missed(reason.message, failed);
        const ms = after + random() * Math.min(MOST_DELAY_MS, 250 * 2 ** failed);
        await wait(Math.min(ms, left), signal);
      }
    }
  }
  function missed(why, failed) {
    away = { since: now(), said: void 0, ...away, why };
    if (away.said === void 0 ? failed < 2 : now() - away.said < SAY_MS) return;
    say(away.said === void 0 ? `The hub does not answer yet: ${why}. Trying again.` : `The hub has not answered for ${Math.round((now() - away.since) / 1e3)} s: ${why}. Still trying.`);
    away.said = now();
  }
  function answers() {
    if (away?.said !== void 0) say("The hub answers again.");
    away = void 0;
  }
  return {
    url,
    patiently,
    silence: () => away?.why,
    token: (patience, signal) => patiently(() => token(signal), patience, signal),
    send: (method, path, sending = {}, signal) => patiently(() => attempt(method, path, sending, signal), sending, signal),
    async stream(path, headers, signal) {
      const answer = await open({ method: "GET", url: url + path, headers: { authorization: `Bearer ${await token(signal)}`, accept: "text/event-stream", ...headers }, quietMs: QUIET_MS * 2, signal });
      if (answer.statusCode === 200) {
        answers();
        return answer;
      }
      throw refusedBy(answer, await textOf(answer));
    }
  };
}
function judge(error) {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof StepError) return { error, passes: error.code === "hub.unreachable", after: 0 };
  return { error: new StepError("step.failed", error instanceof Error ? error.message : String(error), ""), passes: false, after: 0 };
}

// src/hub/login.ts
var MARGIN_MS = 6e4;
async function logIn({ hub, policy, audience, token }, host, now, signal) {
  if (token !== void 0) {
    host.mask(token);
    return { value: token, until: Infinity };
  }
  if (policy === void 0) throw new StepError("login.missing", "There is neither `policy` nor `token` to log in with", "Give `policy`, the id of a trust policy, for keyless login; or `token`, an API key.");
  const proof = await host.idToken(audience ?? hub, signal);
  if (proof === void 0 || proof === "") throw new StepError("login.no_id_token", "This job has no id token to log in with", host.tokenAdvice);
  host.mask(proof);
  return exchange(hub, policy, proof, host, now, signal);
}
async function exchange(hub, policy, proof, host, now, signal) {
  const form = new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token: proof, subject_token_type: "urn:ietf:params:oauth:token-type:jwt", policy });
  const answer = await open({ method: "POST", url: `${hub}/v1/token`, headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" }, body: form.toString(), quietMs: 3e4, signal });
  const text = await textOf(answer);
  if (answer.statusCode !== 200) throw refusedBy(answer, text);
  const { access_token: value, expires_in: seconds } = JSON.parse(text);
  host.mask(value);
  if (host.keepsToken) host.keep("token", value);
  return { value, until: now() + Math.max(seconds * 1e3 - MARGIN_MS, seconds * 500) };
}

// src/verbs/cancel.ts
async function cancelDeployment(hub, id, reason, patience = { retries: 2 }) {
  try {
    const { status } = await hub.send("POST", `/v1/deployments/${id}/cancel`, { body: { reason }, key: `cancel-${id}`, quietMs: 2e3, ...patience });
    return `Deployment ${id} is told to stop; it is ${status}.`;
  } catch (error) {
    return `Deployment ${id} could not be cancelled: ${judge(error).error.message}. Cancel it in the hub.`;
  }
}

// src/run-post.ts
var PATIENCE_MS = 6e4;
async function runPost(host, { now, random }) {
  const deployment = host.kept("deployment");
  if (deployment === void 0 || host.kept("settled") === deployment) return;
  if (host.kept("on-cancel") === "leave") return host.line(`Deployment ${deployment} is left as it is.`);
  const [url = "", policy, audience, token] = ["hub", "policy", "audience", "token"].map((name) => host.input(name)?.trim() || void 0);
  const hub = createHub({ url: url.replace(/\/+$/, ""), retries: 2, now, random, say: (text) => host.line(text), logIn: (signal) => logIn({ hub: url.replace(/\/+$/, ""), policy, audience, token }, host, now, signal) });
  host.line(await cancelDeployment(hub, deployment, "The CI job ended before the deployment", { until: now() + PATIENCE_MS, retries: Infinity }).catch(sayOf));
}

// src/digest.ts
var digest = (text) => `${half(text, 2654435769)}${half(text, 2246822507)}`;
function half(text, seed) {
  let [one, other] = [3735928559 ^ seed, 1103547991 ^ seed];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 2654435761);
    other = Math.imul(other ^ code, 1597334677);
  }
  one = Math.imul(one ^ one >>> 16, 2246822507) ^ Math.imul(other ^ other >>> 13, 3266489909);
  other = Math.imul(other ^ other >>> 16, 2246822507) ^ Math.imul(one ^ one >>> 13, 3266489909);
  return (4294967296 * (2097151 & other) + (one >>> 0)).toString(16).padStart(14, "0");
}

// src/inputs/read.ts
var readInputs = (table, given) => readTable("Input", table, given);
function readTable(kind, table, given) {
  const wrong = [];
  const values = Object.entries(table).map(([name, definition]) => {
    const text = given(name)?.trim() || definition.default;
    if (text === void 0) {
      if (definition.required === true) wrong.push(`${kind} \`${name}\` is missing: ${definition.description} Such as ${definition.example}`);
      return [name, void 0];
    }
    const value = valueOf(text, definition);
    if (value === void 0) wrong.push(`${kind} \`${name}\` is ${shown(text, definition)}, but it takes ${takes(definition)}`);
    return [name, value];
  });
  if (wrong.length > 0) throw new StepError("input.invalid", wrong.join("\n"), "Correct what is named above.");
  return Object.fromEntries(values);
}
function valueOf(text, definition) {
  switch (definition.type) {
    case "text":
      return (definition.pattern === void 0 || new RegExp(definition.pattern).test(text)) && (definition.lines === true || !/[\r\n]/.test(text)) ? text : void 0;
    case "choice":
      return definition.options.find((option) => option === text.toLowerCase());
    case "flag":
      return { true: true, false: false }[text.toLowerCase()];
    case "seconds":
    case "number":
      return ("parts" in definition ? /^\d{1,9}(\.\d+)?$/ : /^\d{1,9}$/).test(text) && Number(text) >= definition.least && Number(text) <= definition.most ? Number(text) : void 0;
    case "json":
      return jsonObject(text);
    default:
      return definition;
  }
}
function takes(definition) {
  switch (definition.type) {
    case "text":
      return definition.pattern === void 0 ? "one line of text" : `text such as ${definition.example} (${definition.pattern})`;
    case "choice":
      return `one of: ${definition.options.join(", ")}`;
    case "flag":
      return "one of: true, false";
    case "seconds":
      return `${"parts" in definition ? "" : "whole "}seconds from ${definition.least} to ${definition.most}`;
    case "number":
      return `a whole number from ${definition.least} to ${definition.most}`;
    case "json":
      return `a JSON object, such as ${definition.example}`;
    default:
      return definition;
  }
}
var shown = (text, definition) => "secret" in definition || text.includes("@") ? "something else" : `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;

// src/inputs/table.ts
var ofHub = {
  hub: { type: "text", required: true, pattern: "^https?://[^\\s@]+$", description: "Address of the hub.", example: "https://hub.example.com" },
  policy: { type: "text", pattern: "^trust_[0-9a-z]+$", example: "trust_01jd8xk3v2q4r6t8w0y2a4c6e8" },
  audience: { type: "text" },
  token: { type: "text", secret: true },
  retries: { type: "number", least: 0, most: 20, default: "20" }
};
var ofPlace = {
  project: { type: "text", required: true, description: "Project: its slug or id.", example: "shop" },
  environment: { type: "text", required: true, description: "Environment: its slug or id.", example: "production" }
};
var version = {
  release: { type: "text" },
  commit: { type: "text", pattern: "^[0-9a-fA-F]{7,64}$", example: "3f0c1d9e5b7a2468ace013579bdf02468ace1357" },
  ref: { type: "text" }
};
var work = {
  reason: { type: "text" },
  payload: { type: "json", default: "{}", example: '{"replicas": 3}' },
  run: { type: "text", lines: true },
  wait: { type: "flag", default: "true" },
  timeout: { type: "seconds", least: 1, most: 86400, default: "3600" },
  "on-cancel": { type: "choice", options: ["cancel", "leave"], default: "cancel" },
  "on-timeout": { type: "choice", options: ["cancel", "leave"], default: "cancel" }
};
var inputTables = {
  deploy: { ...ofHub, ...ofPlace, ...version, ...work },
  preview: {
    ...ofHub,
    ...ofPlace,
    operation: { type: "choice", options: ["up", "down"], default: "up" },
    "pull-request": { type: "text", pattern: "^[A-Za-z0-9][A-Za-z0-9-]*$", example: "42" },
    title: { type: "text" },
    "time-to-live": { type: "seconds", least: 300, most: 2592e3 },
    ...version,
    ...work
  },
  gate: {
    ...ofHub,
    ...ofPlace,
    ...version,
    deployment: { type: "text", pattern: "^dep_[0-9a-z]+$", example: "dep_01jd8xk3v2q4r6t8w0y2a4c6e8" },
    wait: { type: "flag", default: "true" },
    timeout: { type: "seconds", least: 1, most: 86400, default: "3600" },
    interval: { type: "seconds", least: 1, most: 600, default: "10" }
  },
  call: {
    ...ofHub,
    action: { type: "text", required: true, pattern: "^[a-z][a-z0-9_.-]*$", description: "Id of the action; `GET /v1/tools` lists them.", example: "jira_create_issue" },
    input: { type: "json", default: "{}", example: '{"project": "SHOP", "summary": "Deployed"}' },
    "dry-run": { type: "flag", default: "false" },
    wait: { type: "flag", default: "true" },
    timeout: { type: "seconds", least: 1, most: 86400, default: "3600" },
    interval: { type: "seconds", least: 1, most: 600, default: "5" }
  },
  notify: {
    ...ofHub,
    event: { type: "text", required: true, pattern: "^[a-zA-Z0-9._-]+$", description: "Type of the event. Rules and endpoints of the hub make messages of it.", example: "build.finished" },
    subject: { type: "text" },
    data: { type: "json", default: "{}", example: '{"number": 7}' },
    channels: { type: "text", lines: true }
  },
  setup: {
    ...ofHub,
    program: { type: "flag", default: "true" }
  }
};

// src/step.ts
var Cancelled = class extends Error {
  name = "Cancelled";
};

// src/run-step.ts
async function runStep(verb, doing, host, clock, doWork) {
  const cancel = new AbortController();
  host.onCancel(() => cancel.abort(new Cancelled("cancelled")));
  try {
    const step = newStep(verb, host, clock, cancel.signal, doWork);
    const { result, why } = await doing(step);
    if (result === "failed") host.annotate("error", why, "Patchbay");
    else host.line(why);
    return host.end(result, why);
  } catch (error) {
    host.group(void 0);
    if (cancel.signal.aborted) return host.end("cancelled", "The job was cancelled");
    const why = sayOf(judge(error).error);
    host.annotate("error", why, "Patchbay");
    return host.end("failed", why.split("\n")[0] ?? why);
  }
}
function newStep(verb, host, clock, signal, doWork) {
  const inputs = readInputs(inputTables[verb], (name) => host.input(name));
  const login = inputs;
  const url = login.hub.replace(/\/+$/, "");
  const hub = createHub({ url, retries: login.retries, now: clock.now, random: clock.random, say: (text) => host.line(text, "err"), logIn: (signal2) => logIn({ ...login, hub: url }, host, clock.now, signal2) });
  return { inputs, host, hub, clock, signal, doWork, keyOf: (path, body) => keyOf(host, path, body) };
}
function keyOf({ context: { provider, project, run, attempt, job, step, url }, chance }, path, body) {
  return run === void 0 ? chance() : `ci-${digest(JSON.stringify([provider, url, project, run, attempt, job, step, path, body]))}`;
}

// src/entries/surroundings.ts
var import_node_fs = require("node:fs");
var systemClock = { now: Date.now, random: Math.random };
function surroundings(flags = {}) {
  return {
    env: process.env,
    flags,
    temporary: process.env["TMPDIR"] ?? process.env["TEMP"] ?? "/tmp",
    now: Date.now,
    random: () => process.getBuiltinModule("node:crypto").randomUUID(),
    // loaded only when it is needed
    write: (text) => writeAll(Buffer.from(text)),
    append: (file, text) => (0, import_node_fs.appendFileSync)(file, text, { mode: 384 }),
    read: (file) => (0, import_node_fs.existsSync)(file) ? (0, import_node_fs.readFileSync)(file, "utf8") : void 0,
    onSignal: (signal, listener) => {
      process.on(signal, listener);
    }
  };
}
function writeAll(bytes) {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += (0, import_node_fs.writeSync)(1, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

// src/entries/action.ts
async function action(verb, doing, doWork) {
  const host = githubHost(surroundings());
  if (host.kept("main") === "begun") return runPost(host, systemClock);
  host.keep("main", "begun");
  process.exitCode = await runStep(verb, doing, host, systemClock, doWork);
}

// src/verbs/deadline.ts
var BEGIN_MS = 12e4;
var beginBy = ({ inputs: { timeout = Infinity }, host, clock }) => once(host, "begin-by", clock.now() + Math.min(BEGIN_MS, timeout * 1e3));
function once({ earlier, keep }, name, otherwise) {
  const until = Number(earlier?.[name] ?? otherwise);
  if (earlier !== void 0) keep(name, String(until));
  return until;
}

// src/verbs/setup.ts
var PROGRAM = "/cli/patchbay-ci.cjs";
async function setup(step) {
  const { inputs, host, hub, signal } = step;
  const patience = { until: beginBy(step) };
  const file = (path) => hub.patiently(() => get(`${hub.url}${path}`, signal), patience, signal);
  const token = await hub.token(patience, signal);
  host.output("token", token);
  host.exportVariable("PATCHBAY_URL", hub.url, false);
  host.exportVariable("PATCHBAY_TOKEN", token, true);
  if (!inputs.program) return { result: "succeeded", why: "Logged in" };
  const program = await file(PROGRAM);
  const promised = (await file(`${PROGRAM}.sha256`)).split(/\s/)[0] ?? "";
  const { createHash } = require("node:crypto");
  const found = createHash("sha256").update(program).digest("hex");
  if (promised !== found) throw new StepError("program.damaged", `Expected patchbay-ci with the hash ${promised}, but ${found} came`, "Repeat the job; if it happens again, something between this runner and the hub changes what passes through.");
  host.addPath(await install(host.folder, program));
  return { result: "succeeded", why: "Logged in; patchbay-ci is on the path" };
}
async function get(url, signal) {
  const answer = await open({ method: "GET", url, quietMs: 3e4, signal });
  const text = await textOf(answer);
  if (answer.statusCode === 200) return text;
  const refused = refusedBy(answer, text);
  if (refused.refusal.passes) throw refused;
  throw new StepError("program.missing", `${url} answers ${answer.statusCode}`, "Use a hub that serves its program, or set `program` to false.");
}
async function install(folder, program) {
  const { mkdir, writeFile } = require("node:fs/promises");
  const bin = `${folder}/patchbay/bin`;
  await mkdir(bin, { recursive: true });
  await writeFile(`${bin}/patchbay-ci`, program, { mode: 493 });
  await writeFile(`${bin}/patchbay-ci.cmd`, '@node "%~dp0patchbay-ci" %*\r\n');
  return bin;
}

// ../github/setup/index.cjs
void action("setup", setup);
