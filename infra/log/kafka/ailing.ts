import type { Part } from './copy/part.ts'

/** Partitions that cannot be fetched just now. They rest between two attempts, and the others of their broker go on meanwhile. */
export interface Ailing {
  /** Notes that a partition could not be fetched, and tells of it once that has lasted. */
  failed(part: Part, error: Error): void
  /** Notes that a partition was fetched. */
  went(part: Part): void
  /** Those of the partitions that do not rest. */
  awake(parts: readonly Part[]): Part[]
}

/** Leaders move and topics become known within moments: that is nothing to tell of. */
const TELL_AFTER_MS = 1_000
const REST_MS = 100

/** `now` is monotonic, ms. */
export const createAiling = (tell: (error: Error) => void, now: () => number): Ailing => {
  const since = new Map<Part, { readonly firstMs: number; readonly lastMs: number }>()
  return {
    failed: (part, error) => {
      const firstMs = since.get(part)?.firstMs ?? now()
      since.set(part, { firstMs, lastMs: now() })
      if (now() - firstMs >= TELL_AFTER_MS) tell(error)
    },
    went: part => void since.delete(part),
    awake: parts => (since.size === 0 ? [...parts] : parts.filter(part => !isResting(since.get(part), now()))),
  }
}

const isResting = (ailed: { readonly lastMs: number } | undefined, nowMs: number): boolean =>
  ailed !== undefined && nowMs - ailed.lastMs < REST_MS
