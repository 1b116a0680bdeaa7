/** What a plugin costs, and what it may know of what was paid. */

/** In whole units of the smallest coin: 1900 are 19 euros. */
export interface Price { readonly amount: number; readonly currency: string; readonly per: 'month' | 'year' | 'once' }

export interface PlanDef {
  readonly title: string;
  readonly description?: string;
  readonly price: Price;
  /** What it unlocks: words of the plugin’s own, to be found in `ctx.license.features`. */
  readonly features?: readonly string[];
}

/** Something that is counted: `ctx.meter('forecasts', 3)`. */
export interface MeterDef {
  readonly title: string;
  /** What one of it is. */
  readonly unit: string;
  /** For so many at once, beyond what is included. */
  readonly price?: { readonly amount: number; readonly currency: string; readonly units: number };
  readonly included?: number;
}

/** What counts now. In grace the plan ran out and the plugin goes on for a while: say so to people. */
export interface License {
  readonly state: 'none' | 'active' | 'grace' | 'expired';
  readonly plan?: string;
  readonly features: readonly string[];
  /** For how many people; absent: any number. */
  readonly seats?: number;
  /** RFC 3339. */
  readonly expires_at?: string;
}

export const NO_LICENSE: License = Object.freeze({ state: 'none', features: Object.freeze([]) });
