export { deploymentCollections } from './collections.ts';
export { createDeployments, type Deployments } from './deployments.ts';
export { DEPLOYMENT_OPTIONS, type DeploymentOptions, type DeploymentPorts } from './ports.ts';
export { commentAction, statusAction } from './posts/posts.ts';
