/** Environments and projects as the store keeps them. */
import type { environmentResource, projectResource, Row } from '@patchbay/contracts';
import type { z } from 'zod';

type Stored<R extends { fields: z.ZodRawShape }> = z.output<z.ZodObject<R['fields']>>;

/** Besides what was declared: whose rights the hub uses. */
export type EnvironmentBody = Stored<typeof environmentResource> & { readonly acts_for: string | null };
export type Environment = Row<EnvironmentBody>;
export type Protection = EnvironmentBody['protection'];
export type FreezeWindow = Protection['freeze_windows'][number];
export type Gate = Protection['gates'][number];
export type ActionCall = NonNullable<EnvironmentBody['bring_up']>;

export type ProjectBody = Stored<typeof projectResource>;
export type Project = Row<ProjectBody>;

export const isByHub = ({ bring_up, bring_up_pipeline }: EnvironmentBody): boolean => bring_up !== undefined || bring_up_pipeline !== undefined;
/** Whether somebody says how it is taken away. */
export const isTornDown = ({ tear_down, tear_down_pipeline }: EnvironmentBody): boolean => tear_down !== undefined || tear_down_pipeline !== undefined;
