import { errorMessage } from '../../../error-message.ts';
import type { JsonTree } from '../../../json-text/json-tree.ts';
import type { Call } from '../call/call.ts';
import { textsAt } from '../definition/json.ts';
import { type Refusal, refuse } from '../responses/refusal.ts';
import { contentType, unreadable } from '../validation/request-validation.ts';
import { compileTemplate, type Rendered, type Template, type TemplateContext } from '../vtl/template.ts';
import { BodyNotJsonError } from '../vtl/vtl-error.ts';

/** What a template maps: a text, and its values where they are known already. */
interface Source {
  readonly text: string;
  readonly json?: JsonTree | undefined;
}
type Render = (call: Call, source: Source) => string | Refusal;
type RenderWithBlobs = (call: Call, source: Source) => Rendered | Refusal;

interface MappingTemplate {
  readonly render: Render;
  readonly renderWithBlobs: RenderWithBlobs;
}

export type MappingTemplates = ReadonlyMap<string, MappingTemplate>;

/** Mapping templates by content type, compiled. Throws for one that cannot be read, with place and line. */
export function compileTemplates(source: unknown, where: string): MappingTemplates {
  const templates = Object.entries(textsAt(source, where));
  return new Map(templates.map(([type, text]) => [type.toLowerCase(), compile(text, `${where} ${type}`)]));
}

function compile(text: string, where: string): MappingTemplate {
  let template: Template;
  try {
    template = compileTemplate(text);
  } catch (error) {
    throw new Error(`${where}: ${errorMessage(error)}`);
  }
  const run =
    <Output>(render: (context: TemplateContext) => Output) =>
    (call: Call, source: Source): Output | Refusal => {
      try {
        const scope = new CallTemplateContext(call, source);
        const output = render(scope);
        return scope.context.requestOverride === undefined ? output : failed('requestOverride not supported', where);
      } catch (error) {
        return failed(error, where);
      }
    };
  return { render: run(template.render), renderWithBlobs: run(template.renderWithBlobs) };
}

/** A class: a literal with a getter has a shape of its own each time, and that keeps alive what the getter can reach. */
class CallTemplateContext implements TemplateContext {
  readonly json: JsonTree | undefined;
  readonly parameters: Call['parameters'];
  readonly context: Record<string, unknown>;
  readonly stageVariables: Call['stageVariables'];
  readonly #source: Source;

  constructor({ parameters, context, stageVariables }: Call, source: Source) {
    this.json = source.json;
    this.parameters = parameters;
    this.context = { ...context };
    this.stageVariables = stageVariables;
    this.#source = source;
  }

  get body(): string {
    return this.#source.text;
  }
}

function failed(error: unknown, where: string): Refusal {
  // An engine that runs out of stack on deep nesting fails on what the client sent, not on the template.
  if (error instanceof BodyNotJsonError || error instanceof RangeError) return unreadable(error.message);
  return refuse('API_CONFIGURATION_ERROR', { detail: `${where}: ${String(error)}` });
}

export interface RequestMapping {
  text(call: Call): string | Refusal;
  /** For a service that takes blobs, see `Template.renderWithBlobs`. */
  withBlobs(call: Call): Rendered | Refusal;
}

/**
 * What goes to the integration: the body mapped by the template for its content type, or as it is, or 415.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
export function requestMapping(templates: MappingTemplates, passthrough: unknown, where: string): RequestMapping {
  const behavior = String(passthrough ?? 'when_no_match').toLowerCase();
  if (!['when_no_match', 'when_no_templates', 'never'].includes(behavior)) {
    throw new Error(`${where}: passthroughBehavior ${behavior} not supported`);
  }
  const passes = behavior === 'when_no_match' || (behavior === 'when_no_templates' && templates.size === 0);
  const refused = refuse('UNSUPPORTED_MEDIA_TYPE');
  return {
    text(call) {
      const template = templates.get(contentType(call));
      if (template) return template.render(call, call.payload);
      return passes ? call.payload.text : refused;
    },
    withBlobs(call) {
      const template = templates.get(contentType(call));
      if (template) return template.renderWithBlobs(call, call.payload);
      return passes ? { output: call.payload.text, mark: '', blobs: [] } : refused;
    },
  };
}
