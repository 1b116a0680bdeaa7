/** What a member of a tenant may do, in one word. `custom` brings its own scopes. */
export const roles = ['viewer', 'operator', 'approver', 'admin', 'custom'] as const;
export type Role = (typeof roles)[number];
