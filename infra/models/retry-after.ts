/**
 * How long a provider asks to be left alone, ms: `retry-after-ms`, which OpenAI and Azure send, else `Retry-After` in seconds or as a date
 * (RFC 9110, 10.2.3). Null where it does not say, or says nothing that can be read.
 */
export const retryAfterMsOf = (headers: Headers, nowMs: number = Date.now()): number | null => {
  const inMs = Number(headers.get('retry-after-ms') ?? Number.NaN)
  if (inMs >= 0) return inMs
  const said = headers.get('retry-after')
  if (said === null || said.trim() === '') return null
  const seconds = Number(said)
  const ms = Number.isNaN(seconds) ? Date.parse(said) - nowMs : seconds * 1_000
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}
