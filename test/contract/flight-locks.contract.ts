import { beforeEach, describe, expect, it } from 'vitest'
import type { Boarding, FlightLocks } from '../../processors/ports/flight-locks.ts'

const leading = (boarding: Boarding) => {
  if (boarding.kind !== 'leader') throw new Error(`a leader was expected, not ${JSON.stringify(boarding)}`)
  return boarding.lock
}
const soon = (): AbortSignal => AbortSignal.timeout(5_000)

/** What every lock on a flight promises, embedded or real. */
export const flightLocksContract = (
  name: string,
  create: () => { readonly locks: FlightLocks; readonly lost: string[] },
): void => {
  describe(`${name} keep the promises of one flight:`, () => {
    let locks: FlightLocks
    let lost: string[]
    beforeEach(() => {
      ;({ locks, lost } = create())
    })

    it('one leads, the others follow until it has ended', async () => {
      const all = await Promise.all(['a', 'b', 'c', 'd'].map(call => locks.board('k', call, 100)))
      expect(all.map(({ kind }) => kind).sort()).toEqual(['follower', 'follower', 'follower', 'leader'])
      const leader = ['a', 'b', 'c', 'd'][all.findIndex(({ kind }) => kind === 'leader')]
      const followers = all.filter(boarding => boarding.kind === 'follower')
      for (const follower of followers) expect(follower.leader).toBe(leader)
      const over = Promise.all(followers.map(follower => follower.over(soon())))
      let ended = false
      void over.then(() => {
        ended = true
      })
      await new Promise(resolve => setTimeout(resolve, 150))
      expect(ended).toBe(false)
      await leading(all.find(({ kind }) => kind === 'leader')!).release(null)
      await over
      expect(lost).toEqual([])
    })
    it('flights under different keys have nothing to do with each other', async () => {
      const both = await Promise.all([locks.board('k', 'a', 1), locks.board('l', 'b', 1)])
      expect(both.map(({ kind }) => kind)).toEqual(['leader', 'leader'])
    })
    it('one that has failed may be led by another', async () => {
      await leading(await locks.board('k', 'a', 1)).release(null)
      expect((await locks.board('k', 'b', 1)).kind).toBe('leader')
    })
    it('who had asked before it landed has its answer, who asks later flies again', async () => {
      await leading(await locks.board('k', 'call of t1', 100)).release(200)
      expect(await locks.board('k', 'b', 200)).toEqual({ kind: 'landed', leader: 'call of t1' })
      expect((await locks.board('k', 'c', 201)).kind).toBe('leader')
    })
    it('the same call leads again where its first process is gone, and the first learns of it', async () => {
      const first = leading(await locks.board('k', 'a', 1))
      const second = leading(await locks.board('k', 'a', 1))
      await first.release(150)
      expect(second.lost.aborted).toBe(false)
      expect(lost).toEqual(['a'])
      expect((await locks.board('k', 'b', 1)).kind).toBe('follower')
      await second.release(200)
      expect((await locks.board('k', 'b', 1)).kind).toBe('landed')
    })
    it('who follows may give up', async () => {
      await locks.board('k', 'a', 1)
      const follower = await locks.board('k', 'b', 1)
      if (follower.kind !== 'follower') throw new Error('a follower was expected')
      await expect(follower.over(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    })
  })
}
