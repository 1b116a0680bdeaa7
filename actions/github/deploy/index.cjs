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
function summaryOf(title, facts2) {
  const rows = facts2.filter(([, value]) => value !== void 0 && value !== "").map(([name, value]) => `| ${cell(name)} | ${cell(value)} |`);
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
    summary(title, facts2) {
      const path = env["GITHUB_STEP_SUMMARY"];
      if (path !== void 0 && path !== "") append(path, masks.hide(summaryOf(title, facts2)));
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
var TimeOver = class extends Error {
  name = "TimeOver";
};
var Paused = class extends Error {
  name = "Paused";
};
function runOf({ provider, run, attempt, job, url }) {
  const cut = (text, most) => text?.slice(0, most) || void 0;
  return withoutNothing({ provider, run: cut(run, 255), attempt: cut(attempt, 20), job: cut(job, 255), url: url !== void 0 && /^https?:/.test(url) ? url : void 0 });
}
var withoutNothing = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== void 0));

// src/run-step.ts
async function runStep(verb, doing, host, clock, doWork2) {
  const cancel = new AbortController();
  host.onCancel(() => cancel.abort(new Cancelled("cancelled")));
  try {
    const step = newStep(verb, host, clock, cancel.signal, doWork2);
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
function newStep(verb, host, clock, signal, doWork2) {
  const inputs = readInputs(inputTables[verb], (name) => host.input(name));
  const login = inputs;
  const url = login.hub.replace(/\/+$/, "");
  const hub = createHub({ url, retries: login.retries, now: clock.now, random: clock.random, say: (text) => host.line(text, "err"), logIn: (signal2) => logIn({ ...login, hub: url }, host, clock.now, signal2) });
  return { inputs, host, hub, clock, signal, doWork: doWork2, keyOf: (path, body) => keyOf(host, path, body) };
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
async function action(verb, doing, doWork2) {
  const host = githubHost(surroundings());
  if (host.kept("main") === "begun") return runPost(host, systemClock);
  host.keep("main", "begun");
  process.exitCode = await runStep(verb, doing, host, systemClock, doWork2);
}

// src/hub/server-events.ts
async function* serverEvents(answer) {
  answer.setEncoding("utf8");
  let rest = "";
  for await (const part of answer) {
    rest += String(part);
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = read(block);
      if (event !== void 0) yield event;
    }
  }
}
function read(block) {
  const fields = block.split(/\r?\n/).map((line) => /^([a-z]+): ?(.*)$/.exec(line)).filter((match) => match !== null);
  const last = (name) => fields.filter(([, field]) => field === name).at(-1)?.[2];
  const data2 = fields.filter(([, field]) => field === "data").map(([, , value]) => value);
  return data2.length === 0 ? void 0 : { id: last("id"), event: last("event") ?? "message", data: data2.join("\n") };
}

// src/hub/follow.ts
var PATIENCE = 3;
var MOST_DELAY_MS2 = 5e3;
async function follow(hub, id, { onState, onLog }, signal, after = -1) {
  let offset = after;
  let last;
  const seeLog = (entry) => {
    if (entry.offset > offset) {
      offset = entry.offset;
      onLog(entry);
    }
  };
  const seeState = (state) => {
    if (last === void 0 || state.version >= last.version) {
      last = state;
      onState(state);
    }
  };
  const ended = () => last?.ended === true ? last : void 0;
  for (let broken = 0; broken < PATIENCE; ) {
    const before = { offset, version: last?.version };
    try {
      for await (const { event, data: data2 } of serverEvents(await hub.stream(`/v1/deployments/${id}/stream`, offset < 0 ? {} : { "last-event-id": String(offset) }, signal))) {
        if (event === "state") seeState(JSON.parse(data2));
        else if (event === "log") seeLog(JSON.parse(data2));
        else if (event === "end" && ended() !== void 0) return ended();
      }
    } catch (error) {
      signal.throwIfAborted();
      const { passes, error: reason } = judge(error);
      if (!passes && reason.code !== "step.failed" && !reason.code.startsWith("credential.")) throw reason;
    }
    broken = offset === before.offset && last?.version === before.version ? broken + 1 : 0;
    await wait(Math.min(MOST_DELAY_MS2, 100 * 2 ** broken), signal);
  }
  return ask(hub, id, () => ({ offset, version: last?.version ?? 0 }), { onState: seeState, onLog: seeLog }, signal);
}
async function ask(hub, id, known, { onState, onLog }, signal) {
  for (; ; ) {
    const state = await hub.send("GET", `/v1/deployments/${id}/wait?known_version=${known().version}&timeout=20`, { quietMs: 4e4, retries: Infinity }, signal);
    const log = await hub.send("GET", `/v1/deployments/${id}/log?offset=${Math.max(0, known().offset)}&limit=500`, { retries: Infinity }, signal);
    for (const entry of log.entries) onLog(entry);
    onState(state);
    if (state.ended && log.entries.length < 500) return state;
  }
}

// src/verbs/deadline.ts
var BEGIN_MS = 12e4;
var deadlineOf = ({ inputs, host, clock }) => once(host, "until", clock.now() + inputs.timeout * 1e3);
var beginBy = ({ inputs: { timeout = Infinity }, host, clock }) => once(host, "begin-by", clock.now() + Math.min(BEGIN_MS, timeout * 1e3));
var asking = (until) => ({ until, retries: Infinity });
function once({ earlier, keep }, name, otherwise) {
  const until = Number(earlier?.[name] ?? otherwise);
  if (earlier !== void 0) keep(name, String(until));
  return until;
}

// src/verbs/narrator.ts
var REMIND_MS = 5 * 6e4;
function createNarrator(host) {
  let said = "";
  let group;
  let asked = false;
  let reminder;
  const remind = () => {
    clearInterval(reminder);
    reminder = setInterval(() => host.line(`still: ${said}`), REMIND_MS).unref();
  };
  const inGroup = (title) => {
    if (title === group) return;
    group = title;
    host.group(title);
  };
  return {
    state({ id, status, waiting_for: holds, cancel_requested_at: stopping }) {
      const text = [`${status}${stopping === void 0 || status !== "running" ? "" : ", told to stop"}`, ...holds.map(({ kind, detail }) => `${kind}: ${detail}`)].join(" · ");
      if (text === said) return;
      said = text;
      remind();
      inGroup(void 0);
      host.line(text);
      if (asked || !holds.some(({ kind }) => kind === "approvals" || kind === "action_approval")) return;
      asked = true;
      host.annotate("notice", `Deployment ${id} waits for approval.`, "Patchbay");
    },
    log({ group: title, lines: lines2, stream }) {
      inGroup(title);
      remind();
      for (const line of lines2) host.line(line, stream === "err" ? "err" : "out");
    },
    close() {
      clearInterval(reminder);
      inGroup(void 0);
    }
  };
}

// src/verbs/report.ts
function reportOn(host, { id, status, url, outputs, environment_slug: environment, release, commit, detail }) {
  host.output("status", status);
  host.output("url", url ?? "");
  host.output("outputs", JSON.stringify(outputs));
  host.summary(environment, [["Environment", environment], ["Version", release ?? commit], ["Status", status], ["URL", url], ["Deployment", `\`${id}\``], ["Detail", detail], ...Object.entries(outputs)]);
}

// src/verbs/see-through.ts
var LATE_MS = 3e3;
async function seeThrough(step, create) {
  const { host, inputs, hub, clock, signal } = step;
  const until = deadlineOf(step);
  const before = host.earlier?.["deployment"];
  const deployment = before === void 0 ? await created(step, create) : await hub.send("GET", `/v1/deployments/${before}`, asking(until), signal);
  host.keep("deployment", deployment.id);
  host.keep("on-cancel", inputs["on-cancel"]);
  host.output("deployment", deployment.id);
  host.line(`Deployment ${deployment.id} to ${deployment.environment_slug}`);
  if (!inputs.wait && deployment.runner === "hub") return settle(host, deployment, { result: "succeeded", why: `Deployment ${deployment.id} is ${deployment.status}; nobody waits for it` });
  const over = new AbortController();
  const doing = {};
  const timer = setTimeout(() => over.abort(new TimeOver()), Math.max(0, until - clock.now()));
  try {
    const ended = await carry(step, deployment, doing, until, AbortSignal.any([step.signal, over.signal]));
    return settle(host, ended, endingOf(ended));
  } catch (error) {
    return await stopped(step, deployment, error, doing);
  } finally {
    clearTimeout(timer);
  }
}
async function created(step, create) {
  const { signal, hub, inputs, host } = step;
  const ending = new AbortController();
  const creating = create(beginBy(step), ending.signal);
  const interrupted = new Promise((resolve) => {
    if (signal.aborted) resolve("interrupted");
    signal.addEventListener("abort", () => resolve("interrupted"), { once: true });
  });
  const first = await Promise.race([creating, interrupted]);
  if (first !== "interrupted") return first;
  const late = await Promise.race([creating.catch(() => void 0), wait(LATE_MS, void 0)]);
  ending.abort(signal.reason);
  if (signal.reason instanceof Paused) {
    if (late !== void 0) host.keep("deployment", late.id);
    throw signal.reason;
  }
  if (late !== void 0 && inputs["on-cancel"] === "cancel") host.line(await cancelDeployment(hub, late.id, "The CI job was cancelled"));
  throw new Cancelled();
}
async function carry(step, deployment, doing, until, signal) {
  const { inputs, host, hub } = step;
  const giveUp = new AbortController();
  const stopWork = new AbortController();
  const narrate = createNarrator(host);
  function onState(state) {
    narrate.state(state);
    if (state.cancel_requested_at !== void 0 || state.ended && doing.work !== void 0) stopWork.abort();
    if (state.runner !== "ci" || doing.work !== void 0 || state.ended || !(state.status === "running" || state.ready_at !== void 0)) return;
    if (step.doWork === void 0 || inputs.run === void 0) return giveUp.abort(new StepError("step.nothing_to_run", `The environment \`${state.environment_slug}\` leaves the work to the CI, but this step has no commands`, step.doWork === void 0 ? "Give the environment `bring_up`, so that the hub does it; or deploy from a job that has a shell." : "Give `run`, the commands that deploy; or give the environment `bring_up`, so that the hub does it."));
    doing.work = step.doWork({ host, hub, clock: step.clock, commands: inputs.run, until }, state, stopWork.signal);
    doing.work.catch((error) => giveUp.abort(error));
  }
  function seeLog(entry) {
    if (host.earlier !== void 0) host.keep("offset", String(entry.offset));
    if (doing.work === void 0 || entry.stream === "hub") narrate.log(entry);
  }
  const either = AbortSignal.any([signal, giveUp.signal]);
  signal.addEventListener("abort", () => stopWork.abort(), { once: true });
  try {
    const ended = await follow(hub, deployment.id, { onState, onLog: seeLog }, either, Number(host.earlier?.["offset"] ?? -1));
    await doing.work?.catch(() => void 0);
    return ended;
  } catch (error) {
    if (doing.work === void 0 || either.aborted) throw error;
    const finished = await doing.work;
    if (signal.aborted) throw error;
    return finished;
  } finally {
    narrate.close();
  }
}
async function stopped({ host, hub, inputs, signal }, { id }, error, { work: work2 }) {
  if (signal.reason instanceof Paused) throw signal.reason;
  const cancelled = error instanceof Cancelled;
  const silence = hub.silence();
  const timeOver = error instanceof TimeOver;
  const nothingToRun = error instanceof StepError && error.code === "step.nothing_to_run";
  const cancel = cancelled ? inputs["on-cancel"] === "cancel" : timeOver ? inputs["on-timeout"] === "cancel" : nothingToRun;
  if (cancel) host.line(await cancelDeployment(hub, id, cancelled ? "The CI job was cancelled" : timeOver ? "The CI job waited too long" : "The CI job has no commands to run"));
  else host.line(`Deployment ${id} is left as it is.`);
  await work2?.catch(() => void 0);
  host.keep("settled", id);
  if (cancelled) throw error;
  if (timeOver) throw new StepError("step.timeout", `Deployment ${id} has not ended within ${inputs.timeout} s${silence === void 0 ? "" : `, as far as is known: the hub does not answer: ${silence}`}`, `Raise \`timeout\`, or look at what it waits for: GET /v1/deployments/${id}.`);
  throw error instanceof StepError ? error : new StepError("step.failed", sayOf(error), "");
}
function settle(host, deployment, ending) {
  host.keep("settled", deployment.id);
  reportOn(host, deployment);
  return ending;
}
function endingOf({ id, status, environment_slug: environment, outcome, detail, url }) {
  if (status === "succeeded" || status === "rolled_back") return { result: "succeeded", why: `Deployed to ${environment}${url === void 0 ? "" : `: ${url}`}` };
  return { result: "failed", why: `Deployment ${id} to ${environment} is ${status}${outcome === void 0 ? "" : ` (${outcome})`}${detail === void 0 ? "" : `: ${detail}`}` };
}

// src/verbs/deploy.ts
var LEAST_TIMEOUT = 30;
function deploy(step) {
  const { inputs, host: { context }, hub, keyOf: keyOf2 } = step;
  const body = {
    project: inputs.project,
    environment: inputs.environment,
    ...versionOf(step),
    payload: inputs.payload,
    ...withoutNothing({ reason: inputs.reason }),
    run: runOf(context),
    begin: inputs.run !== void 0,
    timeout: Math.max(LEAST_TIMEOUT, inputs.timeout)
  };
  return seeThrough(step, async (until, signal) => await hub.send("POST", "/v1/deployments", { body, key: keyOf2("/v1/deployments", body), until }, signal));
}
function versionOf({ inputs, host: { context } }) {
  return withoutNothing({ release: inputs.release, commit: inputs.commit ?? context.commit, ref: inputs.ref ?? context.ref });
}

// src/work/log-writer.ts
var EVERY_MS = 500;
var AT_ONCE = 500;
var LONGEST = 8192;
var AWAY_MS = 12e4;
function createLogWriter(hub, deployment, { keyOf: keyOf2, warn, now }, signal) {
  let waiting = [];
  let sending = Promise.resolve();
  let timer;
  let off = false;
  function flush() {
    clearTimeout(timer);
    timer = void 0;
    const batches = inBatches(waiting);
    waiting = [];
    for (const batch of batches) sending = sending.then(() => send(batch));
  }
  async function send(batch) {
    if (off) return;
    try {
      await hub.send("POST", `/v1/deployments/${deployment}/log`, { body: batch, key: keyOf2(batch), until: now() + AWAY_MS, retries: Infinity }, signal);
    } catch (error) {
      off = true;
      warn(`The rest of the log is not kept in the hub: ${judge(error).error.message}`);
    }
  }
  return {
    add(line, stream) {
      if (off) return;
      for (let at = 0; at === 0 || at < line.length; at += LONGEST) waiting.push({ line: line.slice(at, at + LONGEST).replaceAll("\r", " "), stream });
      if (waiting.length >= AT_ONCE) flush();
      else timer ??= setTimeout(flush, EVERY_MS);
    },
    async close() {
      flush();
      await sending;
    }
  };
}
function inBatches(all) {
  const batches = [];
  for (const { line, stream } of all) {
    const last = batches.at(-1);
    if (last?.stream === stream && last.lines.length < AT_ONCE) last.lines.push(line);
    else batches.push({ stream, lines: [line] });
  }
  return batches;
}

// src/work/run-commands.ts
var GRACE_MS = 5e3;
var OURS = /^(INPUT_|STATE_|PATCHBAY_(TOKEN|ID_TOKEN|INPUT|INPUTS|STATE)|ACTIONS_ID_TOKEN_REQUEST_)/;
var runCommands = async ({ script, env, onLine }, signal) => {
  const { spawn } = require("node:child_process");
  const windows = process.platform === "win32";
  const [shell, ...args] = windows ? ["cmd.exe", "/d", "/s", "/c", script] : ["sh", "-e", "-c", script];
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
  const child = spawn(shell, args, { env: { ...inherited, ...env }, stdio: ["ignore", "pipe", "pipe"], detached: !windows, windowsVerbatimArguments: windows });
  const stop = () => stopAll(child, windows);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  lines(child.stdout, (line) => onLine(line, "out"));
  lines(child.stderr, (line) => onLine(line, "err"));
  child.once("exit", () => {
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, GRACE_MS).unref();
  });
  try {
    return await new Promise((resolve, reject) => child.once("error", reject).once("close", (code) => resolve(code ?? 130)));
  } finally {
    signal.removeEventListener("abort", stop);
  }
};
function stopAll(child, windows) {
  const send = (name) => {
    try {
      if (windows || child.pid === void 0) child.kill(name);
      else process.kill(-child.pid, name);
    } catch {
    }
  };
  send("SIGTERM");
  setTimeout(() => send("SIGKILL"), GRACE_MS).unref();
}
function lines(stream, onLine) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (part) => {
    const all = (rest + part).split(/\r?\n/);
    rest = all.pop() ?? "";
    for (const line of all) onLine(line);
  });
  stream.on("end", () => {
    if (rest !== "") onLine(rest);
  });
}

// src/work/do-work.ts
var LATE_MS2 = 8e3;
async function doWork({ host, hub, clock, commands, until }, deployment, stop) {
  const at = `/v1/deployments/${deployment.id}`;
  const late = lateAfter(stop);
  const { variables, secrets } = await hub.send("POST", `${at}/begin`, { body: {}, key: `begin-${deployment.id}`, until, retries: Infinity }, late);
  const masks = createMasks();
  for (const value of Object.values(secrets)) {
    host.mask(value);
    masks.add(value);
  }
  const file = `${host.folder}/patchbay-output-${host.chance()}`;
  const log = createLogWriter(hub, deployment.id, { keyOf: () => `log-${host.chance()}`, warn: (text) => host.line(text, "err"), now: clock.now }, late);
  host.group("Commands");
  const code = await runCommands({
    script: commands,
    env: { ...variables, ...secrets, ...facts(deployment), PATCHBAY_OUTPUT: file },
    onLine(line, stream) {
      host.line(line, stream);
      log.add(masks.hide(line), stream);
    }
  }, stop);
  host.group(void 0);
  await log.close();
  const body = stop.aborted ? { status: "cancelled", detail: "The job was stopped" } : code === 0 ? { status: "succeeded", ...await written(file) } : { status: "failed", detail: `The commands ended with exit code ${code}` };
  return await hub.send("POST", `${at}/finish`, { body, key: `finish-${deployment.id}`, until, retries: Infinity }, late);
}
function lateAfter(stop) {
  const late = new AbortController();
  const count = () => {
    setTimeout(() => late.abort(new Cancelled("stopped")), LATE_MS2).unref();
  };
  if (stop.aborted) count();
  else stop.addEventListener("abort", count, { once: true });
  return late.signal;
}
var facts = ({ id, project, environment_slug: environment, release, commit }) => ({
  PATCHBAY_DEPLOYMENT: id,
  PATCHBAY_PROJECT: project,
  PATCHBAY_ENVIRONMENT: environment,
  PATCHBAY_RELEASE: release ?? "",
  PATCHBAY_COMMIT: commit ?? ""
});
async function written(file) {
  const { readFile, rm } = require("node:fs/promises");
  const text = await readFile(file, "utf8").catch(() => "");
  await rm(file, { force: true });
  const pairs = text.split(/\r?\n/).map((line) => /^([A-Za-z_][A-Za-z0-9_-]*)=(.*)$/.exec(line)).filter((match) => match !== null).map(([, name = "", value = ""]) => [name, value]);
  const { url, ...outputs } = Object.fromEntries(pairs);
  return { ...url === void 0 ? {} : { url }, outputs };
}

// ../github/deploy/index.cjs
void action("deploy", deploy, doWork);
