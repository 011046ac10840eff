import { expect, it } from 'vitest'
import { createPace } from './pace.ts'

it('lets work go on within a turn of the event loop until that has taken long, then waits for the next', async () => {
  let nowMs = 0
  const pace = createPace(() => nowMs)
  expect(pace.mayGoOn()).toBeUndefined()
  nowMs = 2.9
  expect(pace.mayGoOn()).toBeUndefined()
  nowMs = 3
  let others = false
  setImmediate(() => {
    others = true
  })
  await pace.mayGoOn()
  expect(others, 'others have had their turn').toBe(true)
  expect(pace.mayGoOn(), 'a new turn is young').toBeUndefined()
})
