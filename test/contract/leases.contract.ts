import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServingLeases } from '../../processors/ports/leases.ts'
import { eventually } from '../services/eventually.ts'

/** What every lease promises, embedded or real. */
export const leasesContract = (name: string, open: () => ServingLeases): void => {
  describe(`${name} keep the promises of a serving lease:`, () => {
    let leases: ServingLeases
    // Ever later, for the tests may share what their leases are kept in.
    let epoch = 0
    beforeEach(async () => {
      leases = open()
      leases.applied(++epoch)
      await eventually('the lease is held', () => leases.held())
    })
    afterEach(() => leases.close())

    it('it is held, and goes on being held', async () => {
      for (const end = performance.now() + 1_000; performance.now() < end; ) {
        expect(leases.held()).toBe(true)
        await new Promise(resolve => setTimeout(resolve, 20))
      }
      expect(leases.trouble()).toBeNull()
    })
    it('an epoch settles when it is applied', async () => {
      epoch += 3
      leases.applied(epoch)
      await leases.settled(epoch, AbortSignal.timeout(5_000))
      expect(leases.held()).toBe(true)
    })
    it('who waits for it may give up', async () => {
      await expect(leases.settled(epoch, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    })
    it('given back, it is not held', async () => {
      await leases.close()
      expect([leases.held(), leases.trouble()]).toEqual([false, expect.any(String)])
    })
  })
}
