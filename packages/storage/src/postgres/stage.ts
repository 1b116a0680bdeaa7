/** A statement of a group, with the number of rows it has to find; without one, any number will do. */
import type { Query } from './pipeline.ts';

export interface Stage extends Query {
  readonly rows?: number;
}
