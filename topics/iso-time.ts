const milliseconds = Array.from({ length: 1_000 }, (_, ms) => `${String(ms).padStart(3, '0')}Z`)
let last = { second: Number.NaN, text: '' }

/**
 * ISO 8601 with milliseconds, as `Date.prototype.toISOString` has it. Events of one moment follow each other, so the part down
 * to the second is kept for the next call. Throws RangeError where a Date would.
 */
export const isoTime = (timeMs: number): string => {
  const second = Math.floor(timeMs / 1_000)
  if (second === last.second && Number.isInteger(timeMs)) return last.text + milliseconds[timeMs - second * 1_000]
  const text = new Date(timeMs).toISOString()
  // Left to Date: fractions, which it cuts towards 1970, and years of five digits, whose last second ends early.
  if (Number.isInteger(timeMs) && text.length === 24) last = { second, text: text.slice(0, -4) }
  return text
}
