/** A double as Java's `Double.toString` writes it: `1.0`, `1.0E7`, `1.234E-4`, `Infinity`, `NaN`. */
export function javaDouble(value: number): string {
  return javaNumber(value, value.toExponential());
}

/** The same for a 32-bit float, whose digits are the fewest that tell it from its neighbours. */
export function javaFloat(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const candidate = value.toPrecision(digits);
    if (Math.fround(Number(candidate)) === value) return javaNumber(value, Number(candidate).toExponential());
  }
  return javaNumber(value, value.toExponential());
}

function javaNumber(value: number, scientific: string): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [, sign = '', first = '', rest = '', exponentText = '0'] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(scientific) ?? [];
  const exponent = Number(exponentText);
  if (exponent < -3 || exponent >= 7) return `${sign}${first}.${rest === '' ? '0' : rest}E${exponent}`;
  const digits = first + rest;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
