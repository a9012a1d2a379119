import { errorMessage } from '../../error-message.ts';
import { type LinearPattern, linearPattern } from '../../linear-pattern.ts';
import { ServiceError } from '../../service.ts';

/**
 * Filter patterns of plain text: all terms, `"a phrase"`, `?one ?or ?another`, `-without`, `%regex%`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * Throws `InvalidParameterException` for patterns over JSON fields or columns.
 */
export function compileFilter(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (/^[{[]/.test(text)) {
    throw new ServiceError(
      'InvalidParameterException',
      'Filter patterns for JSON or columns are not supported by the local runtime (see SUPPORT.md)',
    );
  }
  const wanted: ((message: string) => boolean)[] = [];
  const optional: ((message: string) => boolean)[] = [];
  const unwanted: ((message: string) => boolean)[] = [];
  for (const [, sign, phrase, regex, word = ''] of text.matchAll(/([?-])?(?:"([^"]*)"|%([^%]+)%|(\S+))/g)) {
    const list = sign === '?' ? optional : sign === '-' ? unwanted : wanted;
    const compiled = regex === undefined ? undefined : compileRegex(regex);
    list.push((message) => (compiled ? compiled.test(message) : message.includes(phrase ?? word)));
  }
  return (message) =>
    wanted.every((test) => test(message)) &&
    (optional.length === 0 || optional.some((test) => test(message))) &&
    !unwanted.some((test) => test(message));
}

function compileRegex(source: string): LinearPattern {
  try {
    return linearPattern(source);
  } catch (error) {
    throw new ServiceError('InvalidParameterException', errorMessage(error));
  }
}
