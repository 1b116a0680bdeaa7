/** The operations of the open API that the npm client speaks, as a table: which of them a run has called is counted against it. */

export interface Called { readonly method: string; readonly path: string; readonly status: number }

export const operations: readonly string[] = [
  'GET /app', 'POST /app', 'GET /app/:a', 'PUT /app/:a', 'PATCH /app/:a', 'DELETE /app/:a',
  'GET /app/:a/endpoint', 'POST /app/:a/endpoint', 'GET /app/:a/endpoint/:e', 'PUT /app/:a/endpoint/:e', 'PATCH /app/:a/endpoint/:e', 'DELETE /app/:a/endpoint/:e',
  'GET /app/:a/endpoint/:e/headers', 'PUT /app/:a/endpoint/:e/headers', 'PATCH /app/:a/endpoint/:e/headers', 'GET /app/:a/endpoint/:e/secret', 'POST /app/:a/endpoint/:e/secret/rotate',
  'POST /app/:a/endpoint/:e/recover', 'POST /app/:a/endpoint/:e/send-example', 'GET /app/:a/endpoint/:e/stats', 'GET /app/:a/endpoint/:e/msg',
  'POST /app/:a/msg', 'GET /app/:a/msg', 'GET /app/:a/msg/:m', 'DELETE /app/:a/msg/:m/content', 'GET /app/:a/msg/:m/endpoint', 'POST /app/:a/msg/:m/endpoint/:e/resend',
  'GET /app/:a/msg/:m/attempt/:t', 'DELETE /app/:a/msg/:m/attempt/:t/content', 'GET /app/:a/attempt/endpoint/:e', 'GET /app/:a/attempt/msg/:m',
  'GET /event-type', 'POST /event-type', 'GET /event-type/:n', 'PUT /event-type/:n', 'PATCH /event-type/:n', 'DELETE /event-type/:n',
  'POST /auth/app-portal-access/:a', 'POST /auth/logout', 'GET /health', 'HEAD /health', 'GET /health/ping', 'HEAD /health/ping', 'POST /admin/redrive-dlq',
];

/** Those that a run called and that answered well. */
export function served(called: readonly Called[]): string[] {
  return operations.filter((operation) => {
    const [method, path = ''] = operation.split(' ');
    const pattern = new RegExp(`^/api/v1${path.replaceAll(/:[a-z]/g, '[^/]+')}$`);
    return called.some((each) => each.method === method && pattern.test(each.path) && each.status < 300);
  });
}
