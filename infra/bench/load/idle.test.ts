import { expect, it } from 'vitest'
import { idle } from './idle.ts'

it('ends when the log lane has nothing left and every request is answered, and tells what was left at first', async () => {
  const left = [5, 0, 3, 0, 0]
  let outstanding = 2
  const settling = await idle(
    { outstanding: () => outstanding-- },
    { backlog: async () => left.shift() ?? Number.NaN },
    60,
  )
  expect(settling).toMatchObject({ backlog: 5, settled: true })
  expect(left).toEqual([])
})

it('says that it has not settled when the time is up', async () => {
  expect(await idle({ outstanding: () => 0 }, { backlog: async () => 7 }, 0)).toMatchObject({
    backlog: 7,
    settled: false,
  })
})
