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

// ../codepipeline/lambda/index.cjs
var lambda_exports = {};
__export(lambda_exports, {
  handler: () => handler
});
module.exports = __toCommonJS(lambda_exports);

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

// src/inputs/names.ts
var camelCase = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
var pascalCase = (name) => camelCase(`-${name}`);

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

// src/codepipeline/properties.ts
var actionVerbs = ["deploy", "preview", "gate", "call", "notify"];
var OF_THE_WORKER = ["hub", "policy", "audience", "token", "retries"];
var NOT_TAKEN = ["run"];
var notTaken = (name) => [...OF_THE_WORKER, ...NOT_TAKEN].some((not) => not === name);
var taken = (verb) => Object.keys(inputTables[verb]).filter((name) => !notTaken(name));

// src/codepipeline/job.ts
var TOKEN_BYTES = 2048;
var wrong = (message) => new StepError("input.invalid", message, "Correct the configuration of the action.");
function askedByLambda(job, region) {
  const text = job.data?.actionConfiguration?.configuration?.["UserParameters"] ?? "";
  const { verb, pipeline, execution, ...others } = parsed(text, "`UserParameters`");
  const known = actionVerbs.find((each) => each === verb);
  if (known === void 0) throw wrong(`Expected \`UserParameters\` such as {"verb": "deploy", …} with one of ${actionVerbs.join(", ")}, but the verb is ${verb === void 0 ? "missing" : `\`${textOf(verb).slice(0, 60)}\``}`);
  const told = { pipeline: textOf(pipeline) || void 0, execution: textOf(execution) || void 0 };
  return { verb: known, given: inputsOf(others, "`UserParameters`", void 0, known), context: contextOf(job, region, told), earlier: earlierOf(job) };
}
function tokenOf(turned) {
  const token = JSON.stringify({ v: 1, ...turned });
  if (Buffer.byteLength(token) > TOKEN_BYTES) throw new StepError("step.failed", `What this action would have to remember has ${Buffer.byteLength(token)} bytes, but CodePipeline keeps ${TOKEN_BYTES}`, "Report it to who runs the hub.");
  return token;
}
function earlierOf(job) {
  const token = job.data?.continuationToken;
  if (token === void 0 || token === "") return { kept: { job: job.id }, outputs: {} };
  const { v, kept, outputs } = parsed(token, "The continuation token");
  if (v !== 1 || kept === void 0 || outputs === void 0) throw new StepError("step.failed", "The continuation token is not one of these actions", "Retry the stage.");
  return { kept, outputs };
}
function contextOf(job, region, told) {
  const { accountId, data } = job;
  const id = earlierOf(job).kept["job"] ?? job.id;
  const of = data?.pipelineContext ?? {};
  const pipeline = of.pipelineName ?? told.pipeline;
  const execution = of.pipelineExecutionId ?? told.execution;
  const place = `https://${region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${encodeURIComponent(pipeline ?? "")}`;
  const revision = data?.inputArtifacts?.map((artifact) => artifact.revision ?? "").find((each) => /^[0-9a-f]{40}$/.test(each));
  return {
    provider: "codepipeline",
    project: of.pipelineArn ?? `${accountId ?? ""}:${pipeline ?? ""}`,
    repository: pipeline,
    commit: revision,
    run: execution ?? id,
    attempt: of.action?.actionExecutionId ?? id,
    job: [of.stage?.name, of.action?.name].filter((name) => name !== void 0).join("/") || void 0,
    url: pipeline === void 0 ? void 0 : `${place}${execution === void 0 ? "/view" : `/executions/${execution}/timeline`}?region=${region}`
  };
}
function inputsOf(object, what, known, verb) {
  const all = known ?? taken(verb);
  return Object.fromEntries(Object.entries(object).map(([written, value]) => {
    const name = all.find((each) => each === written || pascalCase(each) === written);
    if (name !== void 0) return [name, textOf(value)];
    throw wrong(`${what} must not have \`${written}\`${notTaken(written) ? ", which is not for a pipeline to say" : ""}. It takes: ${all.join(", ")}`);
  }));
}
function parsed(text, what) {
  const object = jsonObject(text);
  if (object === void 0) throw wrong(`${what} must be a JSON object, but is \`${text.slice(0, 60)}\``);
  return object;
}
var textOf = (value) => typeof value === "string" ? value : value === void 0 || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

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

// src/codepipeline/pausing.ts
function pausing(ms, stop) {
  const control = new AbortController();
  const pause = () => {
    clearTimeout(timer);
    stop?.removeEventListener("abort", pause);
    control.abort(new Paused("paused"));
  };
  const timer = setTimeout(pause, ms);
  timer.unref();
  stop?.addEventListener("abort", pause, { once: true });
  if (stop?.aborted === true) pause();
  return control.signal;
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
async function textOf2(answer) {
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
var MOST_DELAY_MS = 1e4;
var QUIET_MS = 2e4;
var PASSING = /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|ConcurrentModificationException|ServiceUnavailable|InternalFailure|InternalServerError|RequestTimeout)$/;
function createAws({ region, endpoints = {}, key, now, random }) {
  const endpointOf = (service) => new URL("/", endpoints[service] || `https://${service}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`).href;
  async function attempt(service, headers, body, signal) {
    const url = endpointOf(service);
    const answer = await open({ method: "POST", url, headers: await signed({ url, headers, body }, await key(signal), { region, service, at: now() }), body, quietMs: QUIET_MS, signal });
    const text = await textOf2(answer);
    if (answer.statusCode === 200) return text;
    throw refusalIn(text, answer.statusCode ?? 0);
  }
  async function send2(service, headers, body, signal) {
    for (let failed = 1; ; failed++) {
      try {
        return await attempt(service, headers, body, signal);
      } catch (error) {
        if (signal?.aborted === true || failed > RETRIES || !passes(error)) throw ofAws(error);
        await wait(random() * Math.min(MOST_DELAY_MS, 200 * 2 ** failed), signal);
      }
    }
  }
  return Object.freeze({
    async codepipeline(operation, input, signal) {
      const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `CodePipeline_20150709.${operation}` };
      return JSON.parse(await send2("codepipeline", headers, JSON.stringify(input), signal) || "{}");
    },
    async webIdentityToken(audience, signal) {
      const form = new URLSearchParams({ Action: "GetWebIdentityToken", Version: "2011-06-15", "Audience.member.1": audience, SigningAlgorithm: "RS256", DurationSeconds: "300" });
      const text = await send2("sts", { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }, form.toString(), signal);
      const token = /<WebIdentityToken>([^<]+)<\/WebIdentityToken>/.exec(text)?.[1]?.trim();
      if (token === void 0) throw new StepError("login.no_id_token", "AWS STS answered without a token", "Repeat the action; if it stays so, look at what answers instead of STS.");
      return token;
    }
  });
}
var passes = (error) => error instanceof AwsError ? error.status >= 500 || PASSING.test(error.code) : error instanceof StepError && error.code === "hub.unreachable";
var ofAws = (error) => error instanceof StepError && error.code === "hub.unreachable" ? new StepError("aws.unreachable", error.message, "Check AWS_REGION, and that this machine reaches AWS.") : error;
function refusalIn(text, status) {
  const xml = /<Code>([\w.]+)<\/Code>/.exec(text)?.[1];
  if (xml !== void 0) return new AwsError(xml, status, /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? "");
  const { __type: type = `Status${status}`, message, Message } = jsonObject(text) ?? {};
  return new AwsError(String(type).replace(/^.*#/, ""), status, String(message ?? Message ?? ""));
}

// src/codepipeline/result.ts
var SUMMARY = 2048;
var MESSAGE = 5e3;
var GONE = /* @__PURE__ */ new Set(["JobNotFoundException", "InvalidJobStateException"]);
var TOO_MUCH = "OutputVariablesSizeExceededException";
async function tell(aws, jobId, outcome, signal) {
  try {
    await put(aws, jobId, outcome, signal);
    return "told";
  } catch (error) {
    if (!(error instanceof AwsError) || !GONE.has(error.code)) throw error;
    return "gone";
  }
}
async function put(aws, jobId, outcome, signal) {
  const external = outcome.external === void 0 ? {} : { externalExecutionId: outcome.external };
  if (outcome.kind === "failed") {
    await aws.codepipeline("PutJobFailureResult", { jobId, failureDetails: { type: outcome.type, message: outcome.message.slice(0, MESSAGE) || "It failed", ...external } }, signal);
    return;
  }
  const executionDetails = { summary: outcome.summary.slice(0, SUMMARY) || "Done", ...external };
  if (outcome.kind === "continued") {
    await aws.codepipeline("PutJobSuccessResult", { jobId, continuationToken: outcome.token, executionDetails }, signal);
    return;
  }
  const done = { jobId, executionDetails: { ...executionDetails, percentComplete: 100 } };
  const filled = Object.fromEntries(Object.entries(outcome.outputs).filter(([, value]) => value !== ""));
  await aws.codepipeline("PutJobSuccessResult", { ...done, outputVariables: filled }, signal).catch((error) => {
    if (!(error instanceof AwsError) || error.code !== TOO_MUCH) throw error;
    const { Outputs: _, Result: __, ...few } = filled;
    return aws.codepipeline("PutJobSuccessResult", { ...done, outputVariables: few }, signal);
  });
}

// src/hub/refusal.ts
var Refused = class extends Error {
  refusal;
  constructor(refusal) {
    super(refusal.error.message);
    this.refusal = refusal;
  }
};
var PASSING2 = /* @__PURE__ */ new Set([429, 502, 503, 504]);
var refusedBy = ({ statusCode = 0, headers }, text) => new Refused(refusalOf(statusCode, text, headers["retry-after"]));
function refusalOf(status, text, retryAfter) {
  const problem = jsonObject(text);
  const after = /^\d{1,5}$/.test(retryAfter ?? "") ? Number(retryAfter) * 1e3 : 0;
  if (problem?.["code"] === void 0) return { error: new StepError("hub.not_a_hub", `Expected an answer of a Patchbay hub, but status ${status} came with something else`, "Check the address of the hub: it may be a proxy, or another service."), passes: PASSING2.has(status), after };
  const { code, detail, title, fix, issues, needs, request_id: request } = problem;
  const fields = Array.isArray(issues) ? issues.map((issue) => `
  ${issue.path ?? ""}: ${issue.message ?? ""}`).join("") : "";
  const message = `${String(detail ?? title ?? code)}${typeof needs === "string" ? `; needs: ${needs}` : ""}${fields}${typeof request === "string" ? ` [${request}]` : ""}`;
  return { error: new StepError(String(code), message, String(fix ?? ""), problem), passes: PASSING2.has(status) || code === "request.timeout" || code === "idempotency.in_progress", after };
}

// src/hub/hub.ts
var QUIET_MS2 = 3e4;
var MOST_DELAY_MS2 = 8e3;
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
  async function attempt(method, path, { body, key, headers, quietMs = QUIET_MS2 }, signal) {
    const answer = await open({
      method,
      url: url + path,
      quietMs,
      signal,
      body: body === void 0 ? void 0 : JSON.stringify(body),
      headers: { authorization: `Bearer ${await token(signal)}`, accept: "application/json", ...body === void 0 ? {} : { "content-type": "application/json" }, ...key === void 0 ? {} : { "idempotency-key": key }, ...headers }
    });
    const text = await textOf2(answer);
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
        const { passes: passes2, after, error: reason } = judge(error);
        if (!passes2) throw reason;
        const left = until - now();
        if (failed > retries || left <= 0 || after > MOST_AFTER_MS && retries !== Infinity) throw failed > 1 ? new StepError(reason.code, `${reason.message} (tried ${failed} times)`, reason.fix, reason.details) : reason;
        missed(reason.message, failed);
        const ms = after + random() * Math.min(MOST_DELAY_MS2, 250 * 2 ** failed);
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
      const answer = await open({ method: "GET", url: url + path, headers: { authorization: `Bearer ${await token(signal)}`, accept: "text/event-stream", ...headers }, quietMs: QUIET_MS2 * 2, signal });
      if (answer.statusCode === 200) {
        answers();
        return answer;
      }
      throw refusedBy(answer, await textOf2(answer));
    }
  };
}
function judge(error) {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof StepError) return { error, passes: error.code === "hub.unreachable", after: 0 };
  return { error: new StepError("step.failed", error instanceof Error ? error.message : String(error), ""), passes: false, after: 0 };
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
  const text = await textOf2(answer);
  if (answer.statusCode !== 200) throw refusedBy(answer, text);
  const { access_token: value, expires_in: seconds } = JSON.parse(text);
  host.mask(value);
  if (host.keepsToken) host.keep("token", value);
  return { value, until: now() + Math.max(seconds * 1e3 - MARGIN_MS, seconds * 500) };
}

// src/inputs/read.ts
var readInputs = (table, given) => readTable("Input", table, given);
function readTable(kind, table, given) {
  const wrong2 = [];
  const values = Object.entries(table).map(([name, definition]) => {
    const text = given(name)?.trim() || definition.default;
    if (text === void 0) {
      if (definition.required === true) wrong2.push(`${kind} \`${name}\` is missing: ${definition.description} Such as ${definition.example}`);
      return [name, void 0];
    }
    const value = valueOf(text, definition);
    if (value === void 0) wrong2.push(`${kind} \`${name}\` is ${shown(text, definition)}, but it takes ${takes(definition)}`);
    return [name, value];
  });
  if (wrong2.length > 0) throw new StepError("input.invalid", wrong2.join("\n"), "Correct what is named above.");
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
    log({ group: title, lines, stream }) {
      inGroup(title);
      remind();
      for (const line of lines) host.line(line, stream === "err" ? "err" : "out");
    },
    close() {
      clearInterval(reminder);
      inGroup(void 0);
    }
  };
}

// src/verbs/call.ts
async function call(step) {
  const { inputs, host } = step;
  const before = host.earlier?.["approval"];
  const result = before !== void 0 ? await onceApproved(step, before) : await send(step, { until: beginBy(step) }).catch(async (error) => {
    const approval = approvalIn(error);
    if (approval === void 0 || !inputs.wait) throw error;
    host.keep("approval", approval);
    host.output("approval", approval);
    host.annotate("notice", `\`${inputs.action}\` waits for approval ${approval}.`, "Patchbay");
    return onceApproved(step, approval);
  });
  host.output("result", JSON.stringify(result ?? null));
  return { result: "succeeded", why: `${inputs.action} is done` };
}
async function send({ inputs, hub, keyOf: keyOf2, signal }, patience, approval) {
  const path = `/v1/tools/${encodeURIComponent(inputs.action)}`;
  const headers = { ...inputs["dry-run"] ? { "dry-run": "true" } : {}, ...approval === void 0 ? {} : { "approval-id": approval } };
  return hub.send("POST", path, { body: inputs.input, key: keyOf2(path, [inputs.input, approval]), headers, ...patience }, signal);
}
var approvalIn = (error) => {
  if (!(error instanceof StepError) || !/^approval\.(required|pending)$/.test(error.code)) return void 0;
  const id = error.details["approval_id"];
  return typeof id === "string" ? id : void 0;
};
async function onceApproved(step, approval) {
  const until = deadlineOf(step);
  await approved(step, approval, until);
  return send(step, asking(until), approval);
}
async function approved({ inputs, hub, host, clock, signal }, id, until) {
  for (let saidAt = -Infinity; ; ) {
    const { status, comment } = await hub.send("GET", `/v1/approvals/${id}`, asking(until), signal);
    if (status === "approved") return;
    if (status !== "pending") throw new StepError("approval.rejected", `Approval ${id} is ${status}${comment === void 0 ? "" : `: ${comment}`}`, "Ask the approver why.");
    if (clock.now() - saidAt >= REMIND_MS) {
      host.line(`Waiting for approval ${id}`);
      saidAt = clock.now();
    }
    if (clock.now() >= until) throw new StepError("step.timeout", `Nobody has approved ${id} within ${inputs.timeout} s`, "Raise `timeout`, or ask an approver.");
    await wait(Math.min(inputs.interval * 1e3, until - clock.now()), signal);
  }
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
  const data = fields.filter(([, field]) => field === "data").map(([, , value]) => value);
  return data.length === 0 ? void 0 : { id: last("id"), event: last("event") ?? "message", data: data.join("\n") };
}

// src/hub/follow.ts
var PATIENCE = 3;
var MOST_DELAY_MS3 = 5e3;
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
      for await (const { event, data } of serverEvents(await hub.stream(`/v1/deployments/${id}/stream`, offset < 0 ? {} : { "last-event-id": String(offset) }, signal))) {
        if (event === "state") seeState(JSON.parse(data));
        else if (event === "log") seeLog(JSON.parse(data));
        else if (event === "end" && ended() !== void 0) return ended();
      }
    } catch (error) {
      signal.throwIfAborted();
      const { passes: passes2, error: reason } = judge(error);
      if (!passes2 && reason.code !== "step.failed" && !reason.code.startsWith("credential.")) throw reason;
    }
    broken = offset === before.offset && last?.version === before.version ? broken + 1 : 0;
    await wait(Math.min(MOST_DELAY_MS3, 100 * 2 ** broken), signal);
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
  const ending2 = new AbortController();
  const creating = create(beginBy(step), ending2.signal);
  const interrupted = new Promise((resolve) => {
    if (signal.aborted) resolve("interrupted");
    signal.addEventListener("abort", () => resolve("interrupted"), { once: true });
  });
  const first = await Promise.race([creating, interrupted]);
  if (first !== "interrupted") return first;
  const late = await Promise.race([creating.catch(() => void 0), wait(LATE_MS, void 0)]);
  ending2.abort(signal.reason);
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
function settle(host, deployment, ending2) {
  host.keep("settled", deployment.id);
  reportOn(host, deployment);
  return ending2;
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

// src/verbs/gate.ts
async function gate(step) {
  const { inputs, host, clock, signal } = step;
  const until = deadlineOf(step);
  let saidAt = clock.now();
  for (let said = "", patience = host.earlier?.["looked"] === void 0 ? { until: beginBy(step) } : asking(until); ; patience = asking(until)) {
    const verdict = await look(step, patience);
    if (host.earlier !== void 0) host.keep("looked", "yes");
    const holds = inWords(verdict);
    if (holds !== said || clock.now() - saidAt >= REMIND_MS) {
      host.line(holds === "" ? "Nothing holds it." : holds);
      saidAt = clock.now();
    }
    said = holds;
    const forGood = isForGood(verdict);
    if (verdict.open || forGood || !inputs.wait || clock.now() >= until) return ending(step, verdict, holds, forGood);
    await wait(Math.min(inputs.interval * 1e3, until - clock.now()), signal);
  }
}
async function look(step, patience = {}) {
  const { inputs, hub, signal } = step;
  const query = new URLSearchParams({ project: inputs.project, environment: inputs.environment, ...versionOf(step), ...inputs.deployment === void 0 ? {} : { deployment: inputs.deployment } });
  return await hub.send("GET", `/v1/gates?${query.toString()}`, patience, signal);
}
var inWords = ({ waiting_for }) => waiting_for.map(({ kind, detail }) => `${kind}: ${detail}`).join(" · ");
var isForGood = ({ waiting_for }) => waiting_for.some(({ permanent }) => permanent === true);
function ending({ inputs, host }, { open: open2, waiting_for }, holds, forGood) {
  host.output("open", String(open2));
  host.output("waiting-for", JSON.stringify(waiting_for));
  if (open2) return { result: "succeeded", why: `The gate of ${inputs.environment} is open` };
  throw new StepError("gate.closed", `The gate of ${inputs.environment} is closed: ${holds}`, forGood ? "Waiting is of no use: use another version, or change what protects the environment." : inputs.wait ? "Raise `timeout`, or see to what it waits for." : "See to what it waits for, or let the step `wait`.");
}

// src/verbs/notify.ts
async function notify(step) {
  const { inputs, host, hub, keyOf: keyOf2, signal } = step;
  const { provider, repository, url, commit } = host.context;
  const channels = (inputs.channels ?? "").split(/[\s,]+/).filter((name) => name !== "");
  const body = {
    type: inputs.event,
    subject: inputs.subject ?? repository ?? provider,
    ...channels.length === 0 ? {} : { channels },
    // What the run knows, under what the step says.
    data: { ...withoutNothing({ repository, commit, run_url: url }), ...inputs.data }
  };
  const { id } = await hub.send("POST", "/v1/tools/event_publish", { body, key: keyOf2("event_publish", body), until: beginBy(step) }, signal);
  host.output("event", id);
  return { result: "succeeded", why: `Event ${id} is told` };
}

// src/verbs/preview.ts
async function preview(step) {
  const { inputs, host, hub, keyOf: keyOf2, signal } = step;
  const number = inputs["pull-request"] ?? host.context.pullRequest;
  if (number === void 0) throw new StepError("input.invalid", "Input `pull-request` is missing, and this run is not one of a pull request", "Give `pull-request`, or run the step for pull requests only.");
  const place = { project: inputs.project, environment: inputs.environment, pull_request: number };
  const send2 = async (path, body2, until, ending2) => {
    const answer = await hub.send("POST", path, { body: body2, key: keyOf2(path, body2), until }, ending2);
    host.output("preview", answer.preview.id);
    return answer;
  };
  if (inputs.operation === "down") return down(step, await send2("/v1/previews/down", { ...place, ...withoutNothing({ reason: inputs.reason }) }, beginBy(step), signal));
  const body = {
    ...place,
    ...versionOf(step),
    payload: inputs.payload,
    ...withoutNothing({ reason: inputs.reason, title: inputs.title, time_to_live: inputs["time-to-live"] }),
    run: runOf(host.context),
    begin: inputs.run !== void 0,
    timeout: Math.max(LEAST_TIMEOUT, inputs.timeout)
  };
  return seeThrough(step, async (until, ending2) => {
    const { deployment, preview: { slug } } = await send2("/v1/previews", body, until, ending2);
    if (deployment === void 0) throw new StepError("step.failed", `The preview ${slug} came without a deployment`, "Repeat the job; if it happens again, report it to who runs the hub.");
    return deployment;
  });
}
async function down(step, { deployment, preview: { slug, status } }) {
  if (deployment === void 0 || deployment.runner === "ci" && step.inputs.run === void 0 && deployment.ended) return { result: "succeeded", why: `Preview ${slug} is ${status}` };
  const ending2 = await seeThrough(step, async () => deployment);
  return ending2.result === "succeeded" ? { ...ending2, why: `Preview ${slug} is down` } : ending2;
}

// src/codepipeline/turn.ts
var verbs = { deploy, preview, gate, call, notify };
async function takeTurn(verb, host, clock, signal) {
  const external = () => host.kept("deployment") ?? host.kept("approval");
  try {
    const step = newStep(verb, host, clock, signal);
    const { result, why } = await verbs[verb](step);
    host.line(why);
    if (result === "succeeded") return { kind: "succeeded", summary: why, outputs: host.left().outputs, external: external() };
    return { kind: "failed", type: "JobFailed", message: why, external: external() };
  } catch (error) {
    if (signal.reason instanceof Paused || outlasts(error, host, clock)) return { kind: "continued", token: tokenOf(host.left()), summary: `${verb} goes on`, external: external() };
    const why = host.hide(sayOf(error instanceof AwsError ? error : judge(error).error));
    host.line(why);
    return { kind: "failed", type: typeOf(error), message: why, external: external() };
  }
}
var AWAY = /^(hub\.(unreachable|overloaded|stopping|not_a_hub)|storage\.unavailable|rate\.limited|aws\.unreachable)$/;
function outlasts(error, host, clock) {
  const begun = host.kept("deployment") ?? host.kept("approval") ?? host.kept("looked");
  const { error: reason } = judge(error);
  if (begun === void 0 || !AWAY.test(reason.code) || clock.now() >= Number(host.kept("until") ?? 0)) return false;
  host.keep("settled", "");
  host.line(`${host.hide(reason.message)}. The next turn asks again.`);
  return true;
}
async function abandon(verb, host, clock, signal) {
  const deployment = host.kept("deployment");
  if (deployment === void 0 || host.kept("settled") === deployment || host.kept("on-cancel") === "leave") return;
  host.line(await cancelDeployment(newStep(verb, host, clock, signal).hub, deployment, "The pipeline execution was stopped").catch(sayOf));
}
function typeOf(error) {
  if (error instanceof AwsError) return error.status >= 500 ? "SystemUnavailable" : "PermissionError";
  const { code } = judge(error).error;
  if (code === "input.invalid") return "ConfigurationError";
  if (code === "aws.unreachable") return "SystemUnavailable";
  if (/^(login|token|credential|caller|scope|aws)\./.test(code)) return "PermissionError";
  return /^hub\./.test(code) ? "SystemUnavailable" : "JobFailed";
}

// src/codepipeline/lambda.ts
var MARGIN_MS2 = 15e3;
var LEAST_MS = 1e3;
var MOST_MS = 6e4;
function createLambda({ aws, region, clock, hostOf }) {
  return async ({ "CodePipeline.job": job }, { getRemainingTimeInMillis: remaining }) => {
    if (job === void 0) throw new Error("Expected a job of CodePipeline: use this function as a Lambda action of a pipeline");
    let asked;
    try {
      asked = askedByLambda(job, region);
    } catch (error) {
      return `${await tell(aws, job.id, { kind: "failed", type: "ConfigurationError", message: sayOf(error) })}: failed`;
    }
    const host = hostOf(asked);
    const outcome = await takeTurn(asked.verb, host, clock, pausing(Math.min(MOST_MS, Math.max(LEAST_MS, remaining() - MARGIN_MS2))));
    const told = await tell(aws, job.id, outcome);
    if (told === "gone" && outcome.kind === "continued") await abandon(asked.verb, host, clock, AbortSignal.timeout(MARGIN_MS2 / 2));
    return `${told}: ${outcome.kind}`;
  };
}

// src/codepipeline/key-in.ts
function keyIn({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken }) {
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken: sessionToken || void 0 } : void 0;
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

// src/entries/codepipeline-lambda.ts
var lambda;
async function handler(event, context) {
  if (!process.env["PATCHBAY_URL"]) throw new StepError("input.invalid", "PATCHBAY_URL is missing", "Set it to the address of the hub.");
  lambda ??= createLambda(codepipelineWork(keyOfLambda));
  return lambda(event, context);
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  handler
});
