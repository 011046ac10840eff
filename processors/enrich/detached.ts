/**
 * The same string in memory of its own. A slice keeps all of the text alive that it was cut from, so whatever outlives
 * its text, as the key of a memory does, is detached first.
 */
export const detached = (slice: string): string => JSON.parse(JSON.stringify(slice)) as string

/**
 * The same bytes in memory of their own. Small buffers are cut from Node's pool, and a few bytes of one that are remembered keep 64 KiB alive.
 */
export const detachedBytes = (bytes: Uint8Array): Buffer => {
  const own = Buffer.allocUnsafeSlow(bytes.length)
  own.set(bytes)
  return own
}
