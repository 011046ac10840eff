import { z } from 'zod'

/** Event time as a line gives it. */
export const eventTime = z.union([z.iso.datetime({ offset: true }), z.int().min(0)], {
  error: 'must be a time like 2026-05-01T12:00:00Z, or ms since 1970',
})
