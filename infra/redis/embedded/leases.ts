import type { ServingLeases } from '../../../processors/ports/leases.ts'

/** The lease of a process that is alone: it has applied what it has appended before it acknowledges that. */
export const createLeases = (): ServingLeases => {
  let open = true
  return {
    held: () => open,
    applied: () => undefined,
    settled: async (_epoch, signal) => signal.throwIfAborted(),
    trouble: () => (open ? null : 'the serving lease was given back'),
    close: async () => {
      open = false
    },
  }
}
