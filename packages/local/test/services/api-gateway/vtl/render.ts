import { compileTemplate, type TemplateContext } from '../../../../src/services/api-gateway/vtl/template.ts';

/** Renders a template with whatever a test needs to give; the body is `{}` unless given. */
export function render(template: string, given: Partial<TemplateContext> = {}): string {
  return compileTemplate(template).render({ body: '{}', ...given });
}

/** A template's output without the white space between lines, for templates that AWS documents with indentation. */
export function renderJson(template: string, given: Partial<TemplateContext> = {}): unknown {
  return JSON.parse(render(template, given));
}
