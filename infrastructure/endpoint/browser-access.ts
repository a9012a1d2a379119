/** The path's own methods are named in the answer, so that a browser asks once. */
const methodNames = ['get', 'post', 'put', 'delete'] as const;

/** `OPTIONS` of a path: what a browser asks before it lets a game of another origin call. Nobody has to log in. */
export function browserAccess(path: Readonly<Record<string, unknown>>): unknown {
  const methods = ['OPTIONS', ...methodNames.filter((name) => name in path).map((name) => name.toUpperCase())];
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': methods.join(','),
    'Access-Control-Allow-Headers':
      'Authorization,Content-Encoding,Content-Type,X-Amz-Date,X-Amz-Security-Token,X-Amz-Content-Sha256',
    'Access-Control-Max-Age': '600',
  };
  const values = Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]);
  return {
    responses: {
      '200': {
        description: 'Who may call from a browser.',
        headers: Object.fromEntries(Object.keys(headers).map((name) => [name, { schema: { type: 'string' } }])),
      },
    },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      // A body of another content type would become the mock's own instructions, which it is not: 415 instead of 500.
      passthroughBehavior: 'never',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      responses: {
        default: {
          statusCode: '200',
          responseParameters: Object.fromEntries(values),
          responseTemplates: { 'application/json': '' },
        },
      },
    },
  };
}
