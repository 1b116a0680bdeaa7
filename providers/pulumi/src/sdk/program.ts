/** The code of the Node SDK: one table, and what makes classes of it. Every output must be named as a property, or it is undefined on the object. */
import { settings } from '../hub/provider-config.ts';
import { lookupsOf } from '../schema/lookups.ts';
import { className, PACKAGE } from '../schema/names.ts';
import { DOWNLOADS } from '../schema/package-schema.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { HEADER } from './declarations.ts';

export const programText = (types: readonly ResourceType[], version: string): string => `"use strict";
${HEADER}Object.defineProperty(exports, "__esModule", { value: true });
const pulumi = require("@pulumi/pulumi");

const own = { version: ${JSON.stringify(version)}, pluginDownloadURL: ${JSON.stringify(DOWNLOADS)} };
const classes = new Map();
// For each output the SDK takes four stack traces, with source maps: half of what a large program costs. Only who looks for promises that never end sees them.
const debugged = Boolean(process.env.PULUMI_DEBUG_PROMISE_LEAKS);

function resource(name, token, { inputs, required, secrets, outputs, secretOutputs }) {
    const made = { [name]: class extends pulumi.CustomResource {
        static get(name, id, state, options) { return new made(name, state, { ...options, id }); }
        static isInstance(value) { return value !== undefined && value !== null && value.__pulumiType === token; }
        constructor(name, args, options = {}) {
            const exists = options.id !== undefined || options.urn !== undefined;
            const given = args ?? {};
            for (const each of exists ? [] : required) if (given[each] === undefined) throw new Error(\`Missing required property '\${each}' of \${token} \${name}\`);
            const properties = Object.fromEntries([...outputs, ...secretOutputs].map((each) => [each, undefined]));
            for (const each of inputs) properties[each] = secrets.includes(each) && given[each] !== undefined ? pulumi.secret(given[each]) : given[each];
            const all = pulumi.mergeOptions({ ...own, additionalSecretOutputs: secretOutputs }, options);
            const limit = Error.stackTraceLimit;
            try {
                if (!debugged) Error.stackTraceLimit = 0;
                super(token, name, properties, all);
            } catch (error) {
                Error.stackTraceLimit = limit;
                if (error instanceof Error) Error.captureStackTrace(error);
                throw error;
            } finally {
                Error.stackTraceLimit = limit;
            }
        }
    } }[name];
    made.__pulumiType = token;
    made.prototype.__pulumiType = token;
    classes.set(token, made);
    return made;
}

const lookup = (token) => (args, options) => pulumi.runtime.invoke(token, args ?? {}, pulumi.mergeOptions(own, options ?? {}));
const lookupOutput = (token) => (args, options) => pulumi.runtime.invokeOutput(token, args ?? {}, pulumi.mergeOptions(own, options ?? {}));

class Provider extends pulumi.ProviderResource {
    static isInstance(value) { return value !== undefined && value !== null && value.__pulumiType === "pulumi:providers:${PACKAGE}"; }
    constructor(name, args = {}, options = {}) {
        const text = (value) => (value === undefined ? undefined : pulumi.output(value).apply(JSON.stringify));
        super("${PACKAGE}", name, { ${settings.map(({ name, type, secret }) => `${name}: ${type !== 'string' ? `text(args.${name})` : secret ? `args.${name} === undefined ? undefined : pulumi.secret(args.${name})` : `args.${name}`}`).join(', ')} }, pulumi.mergeOptions(own, options));
    }
}
exports.Provider = Provider;

${types.map(resourceText).join('')}
pulumi.runtime.registerResourceModule("${PACKAGE}", "index", {
    version: own.version,
    construct(name, type, urn) {
        const found = classes.get(type);
        if (found === undefined) throw new Error(\`there is no resource \${type}\`);
        return new found(name, undefined, { urn });
    },
});
pulumi.runtime.registerResourcePackage("${PACKAGE}", { version: own.version, constructProvider: (name, type, urn) => new Provider(name, undefined, { urn }) });
`;

function resourceText(type: ResourceType): string {
  const { hub, token, model, visible, computed, secrets, once } = type;
  const names = (all: readonly { readonly name: string }[]): string[] => all.map(({ name }) => name);
  const facts = { inputs: names(model.fields), required: names(model.fields.filter(({ required }) => required)), secrets: names(secrets), outputs: names([...visible, ...computed]), secretOutputs: once };
  const name = className(hub.name);
  return `exports.${name} = resource(${JSON.stringify(name)}, ${JSON.stringify(token)}, ${JSON.stringify(facts)});\n${lookupsOf(type).map(({ name: lookup, token: own }) => `exports.${lookup} = lookup(${JSON.stringify(own)});\nexports.${lookup}Output = lookupOutput(${JSON.stringify(own)});\n`).join('')}`;
}
