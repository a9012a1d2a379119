/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
import type { Principal } from '../../service.ts';
import { asRecord, asTexts, malformed } from './conditions.ts';

/** A caller as policies see it: a session is its role, and has an ARN of its own besides. */
export interface Subject extends Principal {
  readonly sessionArn?: string;
}

/** Whether a statement with this effect speaks of `subject`. */
export type PrincipalTest = (subject: Subject, effect: 'Allow' | 'Deny') => boolean;

/** Undefined when the statement names none, as in identity policies. */
export function compilePrincipals(principal: unknown, notPrincipal: unknown): PrincipalTest | undefined {
  if (principal !== undefined && notPrincipal !== undefined) {
    throw malformed('a policy statement has either Principal or NotPrincipal');
  }
  if (notPrincipal !== undefined) {
    const named = compileList(notPrincipal);
    return (subject) => !named(subject, 'Deny');
  }
  return principal === undefined ? undefined : compileList(principal);
}

function compileList(source: unknown): PrincipalTest {
  if (source === '*') return () => true;
  const tests: PrincipalTest[] = [];
  for (const [kind, value] of Object.entries(asRecord(source, 'Principal'))) {
    const names = asTexts(value, `Principal ${kind}`);
    if (kind === 'AWS') tests.push(...names.map(compileAws));
    else if (kind === 'Service')
      tests.push((subject) => subject.service !== undefined && names.includes(subject.service));
    // People from outside do not sign in to a runtime on one machine: such a principal is never the caller.
    else if (kind !== 'Federated' && kind !== 'CanonicalUser') throw malformed(`Principal ${kind} is not known`);
  }
  return (subject, effect) => tests.some((test) => test(subject, effect));
}

/**
 * An account (`arn:aws:iam::ID:root` or its number) stands for the account itself: a Deny hits everyone in it, an Allow
 * only lets the account's own policies decide, so it matches no role or user directly.
 */
function compileAws(name: string): PrincipalTest {
  if (name === '*') return () => true;
  const account = /^\d{12}$/.test(name) ? name : /^arn:aws:iam::(\d{12}):root$/.exec(name)?.[1];
  if (account === undefined) return (subject) => subject.arn === name || subject.sessionArn === name;
  const root = rootArn(account);
  return (subject, effect) =>
    subject.arn === root || (effect === 'Deny' && subject.service === undefined && accountOf(subject.arn) === account);
}

export function rootArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:root`;
}

function accountOf(arn: string): string | undefined {
  return arn.split(':')[4];
}
