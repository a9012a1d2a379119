/** A long holds so many digits; Flink reads texts of so many bytes into one, others into a BigDecimal. */
const longDigits = 18;

/**
 * A text → its digits as DECIMAL(precision, scale), as Flink's CAST reads it; null for what it does not read and what is too
 * large. A short text may end in any one character, and such a character alone is 0:
 * https://github.com/apache/flink/blob/release-1.20/flink-table/flink-table-common/src/main/java/org/apache/flink/table/data/binary/BinaryStringDataUtil.java
 */
export function decimalText(text: string, precision: number, scale: number): string | null {
  const isShort = precision <= longDigits && Buffer.byteLength(text) <= longDigits;
  const [, sign, whole = '', fraction = '', exponent = '0'] = (isShort ? short : long).exec(text) ?? [];
  const digits = whole + fraction;
  if (sign === undefined || (digits === '' && (!isShort || /^[ \n\t+-]*$/.test(text)))) return null;
  const power = Number(exponent) - fraction.length + scale;
  if (isShort && (Math.abs(power) > longDigits || whole.length + Number(exponent) > precision - scale)) return null;
  if (power > precision && /[1-9]/.test(digits)) return null;
  // What is further behind the point than there are digits makes no difference.
  const units = power < -digits.length ? 0n : shifted(BigInt(digits), Math.min(power, precision));
  if (units >= 10n ** BigInt(precision)) return null;
  const unscaled = units.toString().padStart(scale + 1, '0');
  return `${sign}${unscaled.slice(0, unscaled.length - scale)}.${unscaled.slice(unscaled.length - scale)}`;
}

const short = /^[ \n\t]*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+)|[^\d.\u0080-\uffff])?[ \n\t]*$/;
const long = /^[ \n\t]*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?[ \n\t]*$/;

/** Times a power of ten, half up. */
function shifted(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (value + divisor / 2n) / divisor;
}
