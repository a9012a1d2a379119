import { randomUUID } from 'node:crypto';
import type { JsonTree } from '../../../json-text/json-tree.ts';
import { compileBlock, compileInterpolation } from './compile-block.ts';
import { compileExpression } from './compile-expression.ts';
import type { Compiler } from './compiler.ts';
import { Cursor, type Grammar } from './cursor.ts';
import { HostMap } from './host-map.ts';
import { InputVariable, type Parameters } from './input-variable.ts';
import { Overrides } from './overrides.ts';
import { parseBlock } from './parse-block.ts';
import { parsePrimary } from './parse-expression.ts';
import type { Blobs, Rendering, Unresolved } from './rendering.ts';
import { utilVariable } from './util-variable.ts';
import type { VtlValue } from './values.ts';
import { Variables } from './variables.ts';

/** What one rendering works on. */
export interface TemplateContext {
  /** The payload as it came, decoded as UTF-8; empty for none. */
  readonly body: string;
  /** The values of `body`, where the caller has them already: `body` is then read only for `$input.body`. */
  readonly json?: JsonTree | undefined;
  readonly parameters?: Parameters;
  /**
   * `$context`. Overrides are written into it: `requestOverride` (`header`, `path`, `querystring`) and
   * `responseOverride` (`status`, `header`), see RequestOverride and ResponseOverride.
   */
  readonly context?: Record<string, unknown>;
  readonly stageVariables?: Readonly<Record<string, string>>;
  /** Told of every reference without a value that is not written `$!…`, and of every unknown method or property. */
  readonly onUnresolved?: (unresolved: Unresolved) => void;
}

export interface Template {
  /** Throws BodyNotJsonError (the client's fault: 400) or VtlRenderError (500). May run any number of times. */
  render(context: TemplateContext): string;
  /** The same, with the texts that `$util.base64Encode` printed kept as they were before it. */
  renderWithBlobs(context: TemplateContext): Rendered;
}

/** An output with `mark` in the place of each of `blobs`, whose base64 belongs there. */
export interface Rendered {
  readonly output: string;
  readonly mark: string;
  readonly blobs: readonly string[];
}

/** Nobody outside of the process can know it, so that no text of a client's can be taken for a mark. */
const mark = randomUUID();

const names = ['input', 'util', 'context', 'stageVariables'];

const grammar: Grammar = { block: parseBlock, primary: parsePrimary };

function compilerWith(variables: Variables): Compiler {
  const compiler: Compiler = {
    number: (name) => variables.number(name),
    expression: (expression) => compileExpression(expression, compiler),
    block: (block) => compileBlock(block, compiler),
    interpolation: (body) => compileInterpolation(body, compiler),
  };
  return compiler;
}

/**
 * Reads a mapping template once, into functions. It takes the Velocity 1.7 of
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html and the variables of
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html.
 * Throws VtlSyntaxError with line and column, also for `#macro`, `#define`, `#evaluate`, `#include`, `#parse` and
 * `#literal`, which are refused by name.
 */
export function compileTemplate(text: string): Template {
  const variables = new Variables(names);
  const run = compileBlock(parseBlock(new Cursor(text, grammar)), compilerWith(variables));
  const render = (of: TemplateContext, blobs: Blobs | undefined): string => {
    const { json, parameters = {}, context = {}, stageVariables = {}, onUnresolved = () => {} } = of;
    const provided = [
      new InputVariable(of, parameters, json),
      utilVariable,
      new HostMap(context),
      new HostMap(stageVariables),
    ];
    const values: (VtlValue | undefined)[] = new Array(variables.count).fill(undefined);
    for (const [number, value] of provided.entries()) values[number] = value;
    const overrides = new Overrides(context);
    const rendering: Rendering = {
      output: '',
      blobs,
      variables: values,
      overrides,
      concatenations: new Map(),
      onUnresolved,
      reported: undefined,
    };
    run(rendering);
    return rendering.output;
  };
  return {
    render: (context) => render(context, undefined),
    renderWithBlobs(context) {
      const blobs: string[] = [];
      return { output: render(context, { mark, texts: blobs }), mark, blobs };
    },
  };
}
