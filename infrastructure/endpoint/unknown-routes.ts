/** The path is the client's text: what escapeJavaScript makes of a single quote is no JSON. */
const path = `$util.escapeJavaScript($context.path).replaceAll("\\\\'", "'")`;
const body = `{"error": "NotFound", "error_detail": "There is no route $context.httpMethod ${path}"}`;

/**
 * Answers 404 for a method or path that the API does not have. API Gateway by itself answers an unknown route and a
 * route that nobody signed for with the same gateway response (MISSING_AUTHENTICATION_TOKEN), so neither status would
 * be right for both; with this every unknown route is one of its own.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const unknownRoute = {
  responses: {
    '404': {
      description: 'There is no such route.',
      headers: { 'Access-Control-Allow-Origin': { schema: { type: 'string' } } },
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  },
  'x-amazon-apigateway-integration': {
    type: 'mock',
    passthroughBehavior: 'never',
    requestTemplates: { 'application/json': '{"statusCode": 404}' },
    responses: {
      default: {
        statusCode: '404',
        responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
        responseTemplates: { 'application/json': body },
      },
    },
  },
};
