/** What every step of a deployment is handed. */
import type { DeploymentOptions, DeploymentPorts } from '../ports.ts';
import type { Posts } from '../posts/posts.ts';

export interface Room {
  readonly ports: DeploymentPorts;
  readonly options: DeploymentOptions;
  readonly posts: Posts;
  /** There may be work now. */
  readonly wake: () => void;
}
