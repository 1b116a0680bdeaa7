/**
 * Where programs are loaded. To get so much new memory from the system takes half as long as to parse a large source, so that the places of
 * earlier programs are used again, after every byte of them was made what it was before anything was loaded.
 */
import { type Image, renew } from './image.ts';
import type { Build, Twins } from './machine.ts';

export interface Tenant {
  /** Null when it still needs its place, or has it no more. */
  leave(): Twins | null;
}

/** The last ones keep their places for their first calls. */
const LAST = 2;

export function createPlaces(build: Build, base: Image) {
  const tenants: Tenant[] = []; // the last one at the end
  let free: Twins | null = null;

  function next(): Twins {
    const left = tenants.length < LAST ? null : (tenants.shift()?.leave() ?? null);
    return left !== null && renew(left, base) ? left : build.twins(base);
  }

  return Object.freeze({
    take(): Twins {
      const place = free ?? next();
      free = null;
      return place;
    },
    /** Has one ready. False when there was one. */
    prepare(): boolean {
      if (free !== null) return false;
      free = next();
      return true;
    },
    /** It was loaded, and may leave its place later. */
    settled(tenant: Tenant): void { tenants.push(tenant); },
  });
}
