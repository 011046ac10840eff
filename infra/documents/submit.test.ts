import { expect, it } from 'vitest'
import { eventOf, policyOf } from '../../processors/fixtures.ts'
import { initialViews } from '../../processors/views.ts'
import type { TaskChanged } from '../../schemas/types.ts'
import { toRecord } from '../../topics/wire.ts'
import { standingOf } from './submit.ts'

const task = (number: number, change: string | null): TaskChanged => ({
  ...{ taskId: 'task', tenant: 'default', kind: 'ingestion', state: number === 2 ? 'completed' : 'running' },
  ...{ done: number, total: 2, detail: change && JSON.stringify({ change }) },
})

/** A system that reads the change of a policy only after its views were looked at so many times. */
const systemOf = (changes: readonly (string | null)[], lateBy: number) => {
  const records = new Map(
    changes.map((change, at) => {
      const id = `task.${at + 1}.done`
      return [
        id,
        { ...toRecord(eventOf('TaskChanged', task(at + 1, change), { id, key: 'task' }), 4), offset: BigInt(at) },
      ]
    }),
  )
  const waited: number[] = []
  let looked = 0
  const policies = [{ ...policyOf(), eventId: 'task.1.policy', epoch: 7, sinceMs: 0 }]
  return {
    waited,
    log: { find: (id: string) => records.get(id) ?? null },
    views: { current: () => ({ ...initialViews, policies: looked++ < lateBy ? [] : policies }) },
    policyInForce: async (epoch: number) => void waited.push(epoch),
  }
}

it('a task is completed once the last change that it made is in force, though it may be read later than the task', async () => {
  const system = systemOf(['task.1.policy', null], 3)
  expect(await standingOf(system as never, task(2, null))).toMatchObject({ state: 'completed' })
  expect(system.waited).toEqual([7])
})

it('one that has changed nothing waits for nothing', async () => {
  const system = systemOf([null, null], 0)
  await standingOf(system as never, task(2, null))
  expect(system.waited).toEqual([])
})
