/** Policies made ready: ranges parsed, hosts and ports as tests, one route per class of connections, and the targets that were read lately. */
import { createAddressGuard } from './address-guard.ts';
import { hostTest } from './host-pattern.ts';
import { connectionPart, type EgressPolicy, type EgressProxy } from './policy.ts';
import type { Lookup } from './resolver.ts';
import { createRoute, type Route } from './route.ts';
import { type PlaceRequest, readPlace, readTarget, type Target, type TargetRules } from './target.ts';
import { invalid } from './upstream-failure.ts';

/** A target with the way that leads there; equal keys may share connections. */
export interface Destination { readonly target: Target; readonly route: Route; readonly key: string }

export interface Policies {
  /** Throws what the policy or the URL is refused for. */
  destination(url: string, policy: EgressPolicy | undefined): Destination;
  /** The same for a place that another protocol than HTTP is spoken to. */
  place(request: PlaceRequest, policy: EgressPolicy | undefined): Destination;
}

/** What the operator says, for everybody. */
export interface OperatorRules {
  /** Ranges that are not public and may be reached all the same: `10.20.0.0/16`. */
  readonly allow?: readonly string[];
  /** The same, but only for a policy that names them in its `allow`. */
  readonly permit?: readonly string[];
  /** Closed to all. */
  readonly deny?: readonly string[];
  /** Exact names that may lead to loopback, private and shared addresses: `jenkins.internal`. */
  readonly hosts?: readonly string[];
  readonly httpsOnly?: boolean;
  /** Ports of other protocols (25, 6667, …) that may be spoken to all the same. */
  readonly openPorts?: readonly number[];
  /** For every policy without one of its own. It may be inside. */
  readonly proxy?: EgressProxy;
}

interface Ready { readonly rules: TargetRules; readonly route: Route; readonly prefix: string; readonly read: Map<string, Destination> }

const MOST = 10_000;
const MOST_TARGETS = { base: 10_000, each: 64 };
const NONE: EgressPolicy = {};

export function createPolicies({ lookup }: { readonly lookup: Lookup }, operator: OperatorRules): Policies {
  const routes = new Map<string, { readonly guard: TargetRules['guard']; readonly route: Route; readonly prefix: string }>();
  const byContent = new Map<string, Ready>();
  const byIdentity = new WeakMap<EgressPolicy, Ready>();
  const openPorts = new Set(operator.openPorts);
  let classes = 0;
  const base = ready(NONE); // a mistake of the operator's stops the start

  return Object.freeze({
    destination(url: string, policy: EgressPolicy | undefined) {
      const { read, rules, route, prefix } = policy === undefined ? base : byIdentity.get(policy) ?? remember(policy);
      const known = read.get(url);
      if (known !== undefined) return known;
      const target = readTarget(url, rules);
      const destination = { target, route, key: prefix + target.origin };
      bounded(read, url, destination, read === base.read ? MOST_TARGETS.base : MOST_TARGETS.each);
      return destination;
    },
    place(request: PlaceRequest, policy: EgressPolicy | undefined) {
      const { rules, route, prefix } = policy === undefined ? base : byIdentity.get(policy) ?? remember(policy);
      const target = readPlace(request, rules);
      return { target, route, key: prefix + target.origin };
    },
  });

  function remember(policy: EgressPolicy): Ready {
    const content = JSON.stringify(policy, Object.keys({ ...policy, ...policy.tls, ...policy.proxy }).sort());
    const found = byContent.get(content) ?? judged(policy);
    bounded(byContent, content, found, MOST);
    byIdentity.set(policy, found);
    return found;
  }

  function judged(policy: EgressPolicy): Ready {
    try {
      return ready(policy);
    } catch (error) {
      throw error instanceof TypeError ? invalid('the receiver', error.message) : error;
    }
  }

  function ready(policy: EgressPolicy): Ready {
    const { guard, route, prefix } = routeOf(policy);
    const ports = policy.ports === undefined ? undefined : new Set(policy.ports);
    const hosts = policy.hosts === undefined ? undefined : hostTest(policy.hosts);
    return { rules: { guard, hosts, ports, openPorts, httpsOnly: operator.httpsOnly === true || policy.httpsOnly === true }, route, prefix, read: new Map() };
  }

  /** The class of a policy: what else may use its connections. */
  function routeOf(policy: EgressPolicy) {
    const part = connectionPart(policy);
    const content = JSON.stringify(part);
    const found = routes.get(content);
    if (found !== undefined) return found;
    const guard = createAddressGuard(operator, policy);
    const route = createRoute({ guard, lookup }, { tls: part.tls, proxy: part.proxy ?? operator.proxy, proxyTrusted: part.proxy === undefined, ranged: (part.allow?.length ?? 0) + (part.within?.length ?? 0) + (part.deny?.length ?? 0) > 0 });
    const made = { guard, route, prefix: `${++classes} ` };
    bounded(routes, content, made, MOST);
    return made;
  }
}

/** The oldest goes: a policy that comes again is read again. */
function bounded<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}
