import { expect, it } from 'vitest'
import { system } from './system.ts'

const changes = Number(process.env.RACING_CHANGES ?? 12)
const askers = 8
const questions = [
  'How do I return a jacket?',
  'How long does a refund take?',
  'Do you ship abroad?',
  'Is there a fee?',
]

it(`${changes} policy changes leave no older answer to a request that is sent after they were acknowledged`, {
  timeout: 600_000,
}, async () => {
  // No two answers are the same: each says which call wrote it.
  let calls = 0
  const { post } = await system({ answer: () => `Answer ${++calls}.`, perTokenMs: 1 })
  let over = false
  /** Calls that had been begun when the last acknowledged change was posted: what they wrote is older. */
  let before = 0
  let after = 0
  let hits = 0
  const older: string[] = []
  const keepAsking = async (asker: number): Promise<void> => {
    for (let n = asker; !over; n++) {
      const mark = before
      const message = questions[n % questions.length]!
      const response = await post('/v1/chat', { message })
      const answer = (await response.json()) as { message: string; cached: string | null }
      if (mark > 0) after++
      if (answer.cached !== null) hits++
      const number = Number(/\d+/.exec(answer.message)?.[0])
      if (!(number > mark)) older.push(`${answer.message} to ${message}, where ${mark} had been begun`)
    }
  }
  const asking = Promise.all(Array.from({ length: askers }, (_, asker) => keepAsking(asker)))
  for (let n = 0; n < changes; n++) {
    const enough = hits + 60
    while (hits < enough) await new Promise(resolve => setTimeout(resolve, 2))
    const begun = calls
    const response = await post('/v1/policies', {
      match: {},
      reason: 'test',
      // All of them on the first day, by lookups alone, or cleaned up as well.
      ...(n % 2 === 0 ? { rollout: { share_per_day: 1 } } : {}),
    })
    expect(response.status).toBe(200)
    before = begun
  }
  while (hits < changes * 60 + 60) await new Promise(resolve => setTimeout(resolve, 2))
  over = true
  await asking
  expect(older).toEqual([])
  expect(after).toBeGreaterThan(changes * 30)
  console.log(`${after} requests after ${changes} changes, ${hits} hits, 0 older answers`)
})
