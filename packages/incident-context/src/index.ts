export { createIncidentContext, type IncidentContext, type IncidentContextPorts } from './incident-context.ts';
