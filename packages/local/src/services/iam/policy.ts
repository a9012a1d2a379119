/**
 * Policy documents, compiled once and evaluated often. Pure: what a document says about one request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import type { Permission } from '../../service.ts';
import {
  asRecord,
  asTexts,
  type Condition,
  type ConditionContext,
  compileConditions,
  malformed,
} from './conditions.ts';
import { matchesPattern } from './pattern.ts';
import { compilePrincipals, type PrincipalTest, type Subject } from './principals.ts';
import { readVariables, type VariableText } from './variables.ts';

export { matchesPattern } from './pattern.ts';

export interface PolicyRequest extends Omit<Permission, 'context'> {
  /** Needed by resource policies; identity policies say nothing about the principal. */
  readonly principal?: Subject;
  readonly context?: ConditionContext;
}

export type Decision = 'Allow' | 'Deny' | 'NoMatch';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly principals: PrincipalTest | undefined;
  readonly actions: { readonly patterns: readonly string[]; readonly negated: boolean };
  /** Undefined in a trust policy, whose resource is the role itself. */
  readonly resources: { readonly patterns: readonly VariableText[]; readonly negated: boolean } | undefined;
  readonly conditions: readonly Condition[];
  /** Every key of the context that the statement reads, in its conditions or as a variable. */
  readonly keys: readonly string[];
}

const elements = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** Throws ServiceError `MalformedPolicyDocument` that names what is wrong or not supported. */
export function compilePolicy(document: unknown): Statement[] {
  const { Version, Id, Statement: statements, ...unknown } = asRecord(document, 'a policy document');
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw malformed(`policy element ${name} is not known`);
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    throw malformed(`policy version ${String(Version)} is not known`);
  }
  if (Id !== undefined && typeof Id !== 'string') throw malformed('policy element Id must be text');
  const list: unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.map((statement) => compileStatement(statement, Version === '2012-10-17'));
}

/**
 * As `compilePolicy`, for a policy of a role or user: its statements name resources, and no principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function compileIdentityPolicy(document: unknown): Statement[] {
  const statements = compilePolicy(document);
  for (const { resources, principals } of statements) {
    if (!resources) throw malformed('a statement of an identity-based policy needs Resource or NotResource');
    if (principals) throw malformed('a statement of an identity-based policy has no Principal');
  }
  return statements;
}

/** `hasVariables`: whether the version of its document knows policy variables. */
export function compileStatement(source: unknown, hasVariables = true): Statement {
  const statement = asRecord(source, 'a policy statement');
  const strange = Object.keys(statement).find((name) => !elements.has(name));
  if (strange !== undefined) throw malformed(`policy statement element ${strange} is not known`);
  const effect = statement.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed(`Effect must be Allow or Deny, not ${String(effect)}`);
  const actions = oneOf(statement, 'Action', 'NotAction');
  if (!actions) throw malformed('a policy statement needs Action or NotAction');
  const resources = oneOf(statement, 'Resource', 'NotResource');
  const patterns = resources?.patterns.map((text) => readVariables(text, hasVariables)) ?? [];
  const conditions = compileConditions(statement.Condition, hasVariables);
  return {
    effect,
    principals: compilePrincipals(statement.Principal, statement.NotPrincipal),
    actions: { patterns: actions.patterns.map((action) => action.toLowerCase()), negated: actions.negated },
    resources: resources && { patterns, negated: resources.negated },
    conditions,
    keys: [...conditions, ...patterns].flatMap(({ keys }) => keys),
  };
}

function oneOf(statement: Readonly<Record<string, unknown>>, name: string, negatedName: string) {
  const negated = statement[name] === undefined;
  if (!negated && statement[negatedName] !== undefined) {
    throw malformed(`a policy statement has either ${name} or ${negatedName}`);
  }
  const value = negated ? statement[negatedName] : statement[name];
  if (value === undefined) return undefined;
  return { patterns: asTexts(value, negated ? negatedName : name), negated };
}

/** Deny where any statement denies, else Allow where any allows. */
export function evaluate(statements: readonly Statement[], request: PolicyRequest): Decision {
  return evaluateWithReason(statements, request).decision;
}

/** `dependsOn`: context keys that statements about the action read, so that a cache knows what it may keep. */
export function evaluateWithReason(
  statements: readonly Statement[],
  request: PolicyRequest,
): { decision: Decision; dependsOn: ReadonlySet<string> } {
  const action = request.action.toLowerCase();
  const context: ConditionContext = request.context ?? {};
  const dependsOn = new Set<string>();
  let decision: Decision = 'NoMatch';
  for (const statement of statements) {
    if (!coversAction(statement, action)) continue;
    for (const key of statement.keys) dependsOn.add(key);
    if (!coversResourceAndPrincipal(statement, request, context)) continue;
    if (!statement.conditions.every((condition) => condition.holds(context))) continue;
    if (statement.effect === 'Deny') return { decision: 'Deny', dependsOn };
    decision = 'Allow';
  }
  return { decision, dependsOn };
}

function coversAction({ actions }: Statement, action: string): boolean {
  return actions.patterns.some((pattern) => matchesPattern(pattern, action)) !== actions.negated;
}

function coversResourceAndPrincipal(statement: Statement, request: PolicyRequest, context: ConditionContext): boolean {
  const { resources, principals } = statement;
  if (resources) {
    const fits = resources.patterns.some((pattern) => {
      const filled = pattern.fill(context);
      return filled !== undefined && matchesPattern(filled.text, request.resource, filled.literals);
    });
    if (fits === resources.negated) return false;
  }
  if (!principals) return true;
  return request.principal !== undefined && principals(request.principal, statement.effect);
}
