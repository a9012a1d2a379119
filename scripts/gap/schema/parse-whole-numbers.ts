const end = 2 ** 63;
const minWhole = -(2n ** 63n);
const maxWhole = 2n ** 63n - 1n;
/** The largest double below 2⁶³. */
const lastInside = '9223372036854774784';

/**
 * `JSON.parse`, but the last whole numbers of 64 bits stay inside 64 bits. A double cannot tell 9223372036854775807, which a
 * bigint column holds, from 9223372036854775808, which it does not: the digits decide.
 */
export function parseWholeNumbers(json: string): unknown {
  if (!/\d{19}/.test(json)) return JSON.parse(json);
  const kept = json.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => {
    if (!/^-?\d{19}$/.test(token) || Math.abs(Number(token)) !== end) return token;
    const whole = BigInt(token);
    if (whole < minWhole || whole > maxWhole) return token;
    return whole < 0n ? `-${lastInside}` : lastInside;
  });
  return JSON.parse(kept);
}
