/**
 * The same string in memory of its own. A slice keeps all of the text alive that it was cut from, so whatever outlives
 * its text, as the key of a memory does, is detached first.
 */
export const detached = (slice: string): string => JSON.parse(JSON.stringify(slice)) as string
