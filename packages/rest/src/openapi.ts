/** OpenAPI 3.1, from the catalog alone: what an action or a resource declares is what the document says. */
import type { Catalog } from '@patchbay/contracts';
import { actionPaths, actionTags } from './openapi/action-paths.ts';
import { headerComponents } from './openapi/headers.ts';
import { inboundPaths } from './openapi/inbound-paths.ts';
import { parameterComponents } from './openapi/parameters.ts';
import { createRefusals, problemExamples } from './openapi/problems.ts';
import { resourcePaths } from './openapi/resource-paths.ts';
import { schemaComponents } from './openapi/schemas.ts';
import { servicePaths } from './openapi/service-paths.ts';
import { toolPaths } from './openapi/tool-paths.ts';
import type { Json } from './openapi/words.ts';

export function openapiDocument(catalog: Pick<Catalog, 'resources' | 'actions'>, version: string): Json {
  const refusals = createRefusals();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Patchbay',
      version,
      description: 'The hub’s REST API. Lists come in pages with a cursor, writes take an Idempotency-Key, resources carry an ETag, and each refusal is a problem (RFC 9457) with a stable code and a fix.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: [...catalog.resources.map(({ title, description }) => ({ name: title, description })), ...actionTags(catalog), { name: 'Tools', description: 'Every action that can be called.' }, { name: 'Service', description: 'The hub itself.' }],
    paths: together(resourcePaths(catalog, refusals), toolPaths(catalog, refusals), actionPaths(catalog, refusals), inboundPaths(refusals), servicePaths(refusals)),
    components: {
      schemas: schemaComponents(catalog),
      parameters: parameterComponents,
      responses: refusals.components,
      headers: headerComponents,
      examples: problemExamples,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'An API key: `pb_…`.' } },
    },
  };
}

/** Several may have something at one path: each its own methods. */
function together(...parts: readonly Json[]): Json {
  const paths: Record<string, Json> = {};
  for (const part of parts) for (const [path, item] of Object.entries(part)) paths[path] = { ...paths[path], ...(item as Json) };
  return paths;
}
