/** What is told of an endpoint that was switched on or off. */
import type { Document } from '@patchbay/contracts';

export const aboutOf = (id: string, { name, uid, project, failing_since }: Document): Document => ({ id, name, ...(uid === undefined ? {} : { uid }), ...(project === undefined ? {} : { project }), failing_since });
