import type { Handler } from '../call/call.ts';
import type { Api } from '../definition/api.ts';
import { refuse } from '../responses/refusal.ts';

/** Finds the method of the call and reads the path's parameters. */
export function findMethod(api: Api): Handler {
  return (call) => {
    const { context, parameters } = call;
    const found = api.find(context.httpMethod, call.path);
    if (!found) return refuse('MISSING_AUTHENTICATION_TOKEN');
    const { method } = found;
    call.method = method;
    context.resourcePath = method.path;
    context.resourceId = method.resourceId;
    for (const [name, value] of Object.entries(found.path)) {
      const decoded = decode(value);
      if (decoded === undefined) return refuse('DEFAULT_4XX', { detail: `path parameter ${name} is badly encoded` });
      Object.defineProperty(parameters.path, name, { value: decoded, enumerable: true });
    }
    return undefined;
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
