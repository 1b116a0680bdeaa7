// Built from actions/step by `node build.ts`. Do not edit.
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// ../codepipeline/approvals/index.cjs
var approvals_exports = {};
__export(approvals_exports, {
  handler: () => handler
});
module.exports = __toCommonJS(approvals_exports);

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
async function textOf(answer2) {
  let text = "";
  answer2.setEncoding("utf8");
  try {
    for await (const part of answer2) text += String(part);
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
    const answer2 = await open({
      method,
      url: url + path,
      quietMs,
      signal,
      body: body === void 0 ? void 0 : JSON.stringify(body),
      headers: { authorization: `Bearer ${await token(signal)}`, accept: "application/json", ...body === void 0 ? {} : { "content-type": "application/json" }, ...key === void 0 ? {} : { "idempotency-key": key }, ...headers }
    });
    const text = await textOf(answer2);
    const status = answer2.statusCode ?? 0;
    if (status >= 200 && status < 300) return text === "" ? void 0 : JSON.parse(text);
    throw refusedBy(answer2, text);
  }
  async function patiently(once, { retries = most, until = Infinity } = {}, signal) {
    for (let failed = 1; ; failed++) {
      try {
        const answer2 = await once();
        answers();
        return answer2;
      } catch (error) {
        if (signal?.aborted === true) throw error;
        const { passes: passes2, after, error: reason } = judge(error);
        if (!passes2) throw reason;
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
      const answer2 = await open({ method: "GET", url: url + path, headers: { authorization: `Bearer ${await token(signal)}`, accept: "text/event-stream", ...headers }, quietMs: QUIET_MS * 2, signal });
      if (answer2.statusCode === 200) {
        answers();
        return answer2;
      }
      throw refusedBy(answer2, await textOf(answer2));
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
  const answer2 = await open({ method: "POST", url: `${hub}/v1/token`, headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" }, body: form.toString(), quietMs: 3e4, signal });
  const text = await textOf(answer2);
  if (answer2.statusCode !== 200) throw refusedBy(answer2, text);
  const { access_token: value, expires_in: seconds } = JSON.parse(text);
  host.mask(value);
  if (host.keepsToken) host.keep("token", value);
  return { value, until: now() + Math.max(seconds * 1e3 - MARGIN_MS, seconds * 500) };
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

// src/step.ts
var withoutNothing = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== void 0));

// src/run-step.ts
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

// src/verbs/narrator.ts
var REMIND_MS = 5 * 6e4;

// src/verbs/deploy.ts
function versionOf({ inputs, host: { context } }) {
  return withoutNothing({ release: inputs.release, commit: inputs.commit ?? context.commit, ref: inputs.ref ?? context.ref });
}

// src/verbs/gate.ts
async function look(step, patience = {}) {
  const { inputs, hub, signal } = step;
  const query = new URLSearchParams({ project: inputs.project, environment: inputs.environment, ...versionOf(step), ...inputs.deployment === void 0 ? {} : { deployment: inputs.deployment } });
  return await hub.send("GET", `/v1/gates?${query.toString()}`, patience, signal);
}
var inWords = ({ waiting_for }) => waiting_for.map(({ kind, detail }) => `${kind}: ${detail}`).join(" · ");
var isForGood = ({ waiting_for }) => waiting_for.some(({ permanent }) => permanent === true);

// src/codepipeline/sign.ts
async function signed({ url, headers, body }, { accessKeyId, secretAccessKey, sessionToken }, { region, service, at }) {
  const { createHash, createHmac } = require("node:crypto");
  const sha = (text) => createHash("sha256").update(text).digest("hex");
  const mac = (key2, text) => createHmac("sha256", key2).update(text).digest();
  const { host, pathname } = new URL(url);
  const instant = new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const date = instant.slice(0, 8);
  const all = { ...headers, host, "x-amz-date": instant, ...sessionToken === void 0 ? {} : { "x-amz-security-token": sessionToken } };
  const names = Object.keys(all).sort();
  const canonical = ["POST", pathname, "", ...names.map((name) => `${name}:${all[name]?.trim()}`), "", names.join(";"), sha(body)].join("\n");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const key = mac(mac(mac(mac(`AWS4${secretAccessKey}`, date), region), service), "aws4_request");
  const signature = mac(key, ["AWS4-HMAC-SHA256", instant, scope, sha(canonical)].join("\n")).toString("hex");
  return { ...all, authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}` };
}

// src/codepipeline/aws.ts
var AwsError = class extends Error {
  name = "AwsError";
  code;
  status;
  constructor(code, status, message) {
    super(`${code}: ${message}`);
    this.code = code;
    this.status = status;
  }
};
var RETRIES = 5;
var MOST_DELAY_MS2 = 1e4;
var QUIET_MS2 = 2e4;
var PASSING2 = /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|ConcurrentModificationException|ServiceUnavailable|InternalFailure|InternalServerError|RequestTimeout)$/;
function createAws({ region, endpoints = {}, key, now, random }) {
  const endpointOf = (service) => new URL("/", endpoints[service] || `https://${service}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`).href;
  async function attempt(service, headers, body, signal) {
    const url = endpointOf(service);
    const answer2 = await open({ method: "POST", url, headers: await signed({ url, headers, body }, await key(signal), { region, service, at: now() }), body, quietMs: QUIET_MS2, signal });
    const text = await textOf(answer2);
    if (answer2.statusCode === 200) return text;
    throw refusalIn(text, answer2.statusCode ?? 0);
  }
  async function send(service, headers, body, signal) {
    for (let failed = 1; ; failed++) {
      try {
        return await attempt(service, headers, body, signal);
      } catch (error) {
        if (signal?.aborted === true || failed > RETRIES || !passes(error)) throw ofAws(error);
        await wait(random() * Math.min(MOST_DELAY_MS2, 200 * 2 ** failed), signal);
      }
    }
  }
  return Object.freeze({
    async codepipeline(operation, input, signal) {
      const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `CodePipeline_20150709.${operation}` };
      return JSON.parse(await send("codepipeline", headers, JSON.stringify(input), signal) || "{}");
    },
    async webIdentityToken(audience, signal) {
      const form = new URLSearchParams({ Action: "GetWebIdentityToken", Version: "2011-06-15", "Audience.member.1": audience, SigningAlgorithm: "RS256", DurationSeconds: "300" });
      const text = await send("sts", { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }, form.toString(), signal);
      const token = /<WebIdentityToken>([^<]+)<\/WebIdentityToken>/.exec(text)?.[1]?.trim();
      if (token === void 0) throw new StepError("login.no_id_token", "AWS STS answered without a token", "Repeat the action; if it stays so, look at what answers instead of STS.");
      return token;
    }
  });
}
var passes = (error) => error instanceof AwsError ? error.status >= 500 || PASSING2.test(error.code) : error instanceof StepError && error.code === "hub.unreachable";
var ofAws = (error) => error instanceof StepError && error.code === "hub.unreachable" ? new StepError("aws.unreachable", error.message, "Check AWS_REGION, and that this machine reaches AWS.") : error;
function refusalIn(text, status) {
  const xml = /<Code>([\w.]+)<\/Code>/.exec(text)?.[1];
  if (xml !== void 0) return new AwsError(xml, status, /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? "");
  const { __type: type = `Status${status}`, message, Message } = jsonObject(text) ?? {};
  return new AwsError(String(type).replace(/^.*#/, ""), status, String(message ?? Message ?? ""));
}

// src/codepipeline/properties.ts
var OF_THE_WORKER = ["hub", "policy", "audience", "token", "retries"];

// src/codepipeline/approvals.ts
var SUMMARY = 512;
var OVER = /* @__PURE__ */ new Set(["ApprovalAlreadyCompletedException", "InvalidApprovalTokenException"]);
async function answerApprovals(ports, pipelines, signal) {
  let decided = 0;
  async function tried(what, doing) {
    try {
      return await doing();
    } catch (error) {
      if (signal.aborted) throw error;
      ports.say(`${what}: ${sayOf(error)}`);
      return void 0;
    }
  }
  for (const pipeline of pipelines) {
    for (const waiting of await tried(pipeline, () => waitingIn(ports.aws, pipeline, signal)) ?? []) {
      if (await tried(`${pipeline}, ${waiting.action}`, () => answer(ports, waiting, signal)) === true) decided++;
    }
  }
  return decided;
}
async function waitingIn(aws, pipeline, signal) {
  const { stageStates = [] } = await aws.codepipeline("GetPipelineState", { name: pipeline }, signal);
  return stageStates.flatMap(({ stageName: stage, latestExecution: run, actionStates = [] }) => actionStates.flatMap(({ actionName: action, latestExecution: latest }) => latest?.status === "InProgress" && latest.token !== void 0 && run !== void 0 ? [{ pipeline, stage, action, execution: run.pipelineExecutionId, id: latest.actionExecutionId ?? "", token: latest.token }] : []));
}
async function answer({ aws, clock, hostOf, say }, waiting, signal) {
  const given = givenIn(await customDataOf(aws, waiting, signal));
  if (given === void 0) return false;
  const context = { provider: "codepipeline", project: waiting.pipeline, repository: waiting.pipeline, run: waiting.execution, job: `${waiting.stage}/${waiting.action}` };
  const verdict = await look(newStep("gate", hostOf({ verb: "gate", given, context, earlier: { kept: {}, outputs: {} } }), clock, signal));
  if (!verdict.open && !isForGood(verdict)) return false;
  const result = { status: verdict.open ? "Approved" : "Rejected", summary: `Patchbay: ${verdict.open ? `nothing holds it from ${given["environment"]}` : inWords(verdict)}`.slice(0, SUMMARY) };
  try {
    await aws.codepipeline("PutApprovalResult", { pipelineName: waiting.pipeline, stageName: waiting.stage, actionName: waiting.action, token: waiting.token, result }, signal);
  } catch (error) {
    if (error instanceof AwsError && OVER.has(error.code)) return false;
    throw error;
  }
  say(`${waiting.pipeline}, ${waiting.action}: ${result.status}`);
  return true;
}
async function customDataOf(aws, { pipeline, execution, id }, signal) {
  for (let nextToken; ; ) {
    const page = await aws.codepipeline("ListActionExecutions", { pipelineName: pipeline, filter: { pipelineExecutionId: execution }, ...nextToken === void 0 ? {} : { nextToken } }, signal);
    const found = page.actionExecutionDetails?.find((each) => each.actionExecutionId === id)?.input;
    nextToken = page.nextToken;
    if (found !== void 0 || nextToken === void 0) return found?.resolvedConfiguration?.["CustomData"] ?? found?.configuration?.["CustomData"] ?? "";
  }
}
function givenIn(customData) {
  if (!customData.includes('"patchbay"')) return void 0;
  let gate;
  try {
    gate = JSON.parse(customData).patchbay;
  } catch {
    throw new StepError("input.invalid", "`CustomData` names patchbay, but is no JSON", 'Such as {"patchbay": {"project": "shop", "environment": "production"}}.');
  }
  const known = Object.keys(inputTables.gate).filter((name) => !OF_THE_WORKER.some((own) => own === name));
  const given = Object.entries(typeof gate === "object" && gate !== null ? gate : {});
  const unknown = given.find(([name]) => !known.includes(name));
  if (unknown !== void 0) throw new StepError("input.invalid", `\`CustomData\` must not have \`${unknown[0]}\``, `It takes: ${known.join(", ")}.`);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

// src/codepipeline/key-in.ts
function keyIn({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken }) {
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken: sessionToken || void 0 } : void 0;
}

// src/inputs/names.ts
var camelCase = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
var pascalCase = (name) => camelCase(`-${name}`);

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

// src/hosts/codepipeline.ts
var MOST_OUTPUT = 32768;
function codepipelineHost({ context, given, earlier, idToken, write, folder, random }) {
  const masks = createMasks();
  const kept = { ...earlier.kept };
  const outputs = { ...earlier.outputs };
  const line = (text) => write(`${masks.hide(text)}
`);
  return {
    context,
    input: (name) => given[name] || void 0,
    output(name, value) {
      if (Buffer.byteLength(value) > MOST_OUTPUT) line(`Output ${pascalCase(name)} is left out: it has more than ${MOST_OUTPUT} bytes`);
      else outputs[pascalCase(name)] = masks.hide(value);
    },
    mask: (value) => {
      masks.add(value);
    },
    line,
    hide: (text) => masks.hide(text),
    group: (title) => {
      if (title !== void 0) line(`== ${title}`);
    },
    annotate: (level, text) => line(level === "notice" ? text : `${level.toUpperCase()}: ${text}`),
    summary: () => void 0,
    keep: (name, value) => {
      kept[name] = value;
    },
    kept: (name) => kept[name],
    earlier: earlier.kept,
    idToken: (audience) => idToken(audience),
    tokenAdvice: "Give the role of the worker sts:GetWebIdentityToken, and enable outbound web identity federation for the account; or set PATCHBAY_TOKEN.",
    keepsToken: false,
    exportVariable: () => void 0,
    addPath: () => void 0,
    folder,
    chance: random,
    onCancel: () => void 0,
    end: (result) => result === "succeeded" ? 0 : 1,
    left: () => ({ kept, outputs })
  };
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

// src/entries/codepipeline.ts
function codepipelineWork(keyOf2) {
  const around = surroundings();
  const { env, write, temporary, random } = around;
  const region = env["AWS_REGION"] || env["AWS_DEFAULT_REGION"];
  if (region === void 0) throw new StepError("input.invalid", "AWS_REGION is missing", "Set it to the region of the pipelines.");
  const endpoints = { codepipeline: env["AWS_ENDPOINT_URL_CODEPIPELINE"] || env["AWS_ENDPOINT_URL"], sts: env["AWS_ENDPOINT_URL_STS"] || env["AWS_ENDPOINT_URL"] };
  const aws = createAws({ region, endpoints, key: keyOf2(around, systemClock.now), now: systemClock.now, random: systemClock.random });
  const own = { hub: env["PATCHBAY_URL"], policy: env["PATCHBAY_POLICY"], audience: env["PATCHBAY_AUDIENCE"], token: env["PATCHBAY_TOKEN"], retries: env["PATCHBAY_RETRIES"] };
  return {
    aws,
    region,
    clock: systemClock,
    say: (text) => write(`${text}
`),
    hostOf: ({ given, context, earlier }) => codepipelineHost({ context, earlier, given: { ...given, ...own }, idToken: (audience) => aws.webIdentityToken(audience), write, random, folder: temporary })
  };
}
var keyOfLambda = ({ env }) => async () => {
  const key = keyIn(env);
  if (key === void 0) throw new StepError("aws.no_credentials", "There are no AWS credentials in the environment", "Run this as a Lambda function with a role.");
  return key;
};

// src/entries/codepipeline-approvals.ts
var MARGIN_MS2 = 2e3;
var work2;
async function handler(_, { getRemainingTimeInMillis: remaining }) {
  work2 ??= codepipelineWork(keyOfLambda);
  const pipelines = (process.env["PATCHBAY_PIPELINES"] ?? "").split(/[\s,]+/).filter((name) => name !== "");
  return `decided: ${await answerApprovals(work2, pipelines, AbortSignal.timeout(Math.max(MARGIN_MS2, remaining() - MARGIN_MS2)))}`;
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  handler
});
