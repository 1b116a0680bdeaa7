import { z } from 'zod';
import { idPattern } from '../id.ts';
import { defineRecord } from '../resource.ts';

export const refusedRequest = defineRecord({
  name: 'refused_request',
  plural: 'refused_requests',
  prefix: 'rfr',
  title: 'Refused request',
  description: 'A request that a source, or an installation of a plugin, did not take, and why. When many come, only some are kept, and the oldest go first.',
  fields: {
    source: z.string().regex(idPattern('(src|inst)'), 'expected the id of a source or of an installation: src_ or inst_ and 26 characters').meta({ description: 'The source it was sent to, or the installation of a plugin.', examples: ['src_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    why: z.enum(['missing_signature', 'bad_signature', 'stale', 'future', 'malformed', 'no_secret', 'wrong_secret', 'network', 'too_large', 'invalid']).meta({ description: 'What was wrong with it.', examples: ['bad_signature'] }),
    detail: z.string().meta({ description: 'What was expected and what came.', examples: ['The request has no x-hub-signature-256'] }),
    status: z.int().meta({ description: 'What was answered.', examples: [401] }),
    proven: z.boolean().meta({ description: 'Whether the sender had proved itself, and something else was wrong.', examples: [false] }),
    method: z.string().meta({ description: 'The method of the request.', examples: ['POST'] }),
    path: z.string().meta({ description: 'Its path, without the values of the query.', examples: ['/hooks/src_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    address: z.string().meta({ description: 'Where it came from.', examples: ['192.0.2.7'] }),
    headers: z.record(z.string(), z.string()).meta({ description: 'Its headers; what may be a secret is masked.', examples: [{ 'user-agent': 'GitHub-Hookshot/1', 'x-hub-signature-256': '•••' }] }),
    body: z.string().optional().meta({ description: 'The beginning of its body; what may be a secret is masked.', examples: ['{"action":"opened"}'] }),
    body_bytes: z.int().optional().meta({ description: 'How long the whole body was, where it was read.', examples: [19] }),
  },
  indexed: ['source', 'why'],
});
