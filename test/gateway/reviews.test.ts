import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { verifyLog } from '../../infra/replay/recorded.ts'
import type { ReviewItem } from '../../infra/review/item.ts'
import type { ReviewList } from '../../infra/review/list.ts'
import { openReviewQueue } from '../../infra/review/queue.ts'
import type { verdictOutcome } from '../../infra/review/verdicts.ts'
import { openSystem, type System } from './system.ts'

let on: System
beforeAll(async () => {
  on = await openSystem()
})
afterAll(() => on.close())

interface Answer {
  readonly turn_id: string
  readonly message: string
  readonly cached: string | null
}
const asked = async (message: string): Promise<Answer> => {
  const answer = (await (await on.post('/v1/chat', { message })).json()) as Answer
  await on.turnstream.settled()
  return answer
}
const list = async (query = ''): Promise<ReviewList> =>
  (await (await on.get(`/v1/review${query}`)).json()) as ReviewList
/** Marks an answer; gives the review that waits for its entry. */
const marked = async (turnId: string, comment: string | null = null): Promise<ReviewItem> => {
  const response = await on.post('/v1/feedback', { turn_id: turnId, helpful: false, comment })
  const { feedback_id } = (await response.json()) as { feedback_id: string }
  const { reviews } = await list('?state=all&limit=200')
  return reviews.find(({ review_id }) => review_id === `${feedback_id}.review`)!
}
type Outcome = z.infer<typeof verdictOutcome>
const decide = async (id: string, body: object) => {
  const response = await on.post(`/v1/review/${encodeURIComponent(id)}`, body)
  const answer = (await response.json()) as Outcome & { error?: { code: string; message: string; details: object } }
  return { status: response.status, ...answer }
}
let number = 0
/** A question that no test before has asked, learned, and marked. */
const learnedAndMarked = async () => {
  const question = `How do I return a jacket of kind ${'abcdefghijklmnopqrstuvwxyz'[number++]}?`
  const { turn_id } = await asked(question)
  return { question, turnId: turn_id, review: await marked(turn_id) }
}

it('a mark is listed with question, answer and what can be decided', async () => {
  const question = 'How long do I have to return an item?'
  await asked(question)
  const { turn_id } = await asked(question)
  const before = await list()
  expect(await marked(turn_id, 'not my country')).toMatchObject({
    state: 'open',
    scene: 'returns',
    turn_id,
    reason: 'unhelpful',
    comment: 'not my country',
    marks: 1,
    question,
    answer: `Answer to: ${question}`,
    source: 'exact',
    verdicts: ['restore', 'edit', 'delete'],
    closed: null,
  })
  expect((await list()).open).toBe(before.open + 1)
})

it('shows the whole chain that led to the answer', async () => {
  const { review, turnId } = await learnedAndMarked()
  const response = await on.get(`/v1/review/${encodeURIComponent(review.review_id)}`)
  expect(await response.json()).toMatchObject({
    review_id: review.review_id,
    also: [],
    chain: { turn_id: turnId, resolution: { outcome: 'none' }, reviews: [{ review_id: review.review_id }] },
  })
})

describe('a verdict counts once it is answered', () => {
  it('restore: the very next request is a hit', async () => {
    const { question, review } = await learnedAndMarked()
    expect(await decide(review.review_id, { verdict: 'restore', by: 'ann' })).toMatchObject({
      status: 200,
      verdict: 'restore',
      by: 'ann',
      entry_id: review.entry_id,
      closed: [review.review_id],
      cached: true,
    })
    expect(await asked(question)).toMatchObject({ cached: 'exact', message: `Answer to: ${question}` })
  })
  it('edit: the very next request gets what the reviewer wrote, as a question in other words does', async () => {
    const { question, review } = await learnedAndMarked()
    expect(await decide(review.review_id, { verdict: 'edit', answer: 'Within 60 days.' })).toMatchObject({
      status: 200,
      cached: true,
    })
    expect(await asked(question)).toMatchObject({ cached: 'exact', message: 'Within 60 days.' })
  })
  it('delete: the next request is answered by a model, and that answer may be learned', async () => {
    const { question, review } = await learnedAndMarked()
    expect(await decide(review.review_id, { verdict: 'delete', reason: 'wrong' })).toMatchObject({ cached: false })
    expect((await asked(question)).cached).toBeNull()
    expect((await asked(question)).cached).toBe('exact')
  })
  it('delete with block: no answer to the question is learned again', async () => {
    const { question, review } = await learnedAndMarked()
    await decide(review.review_id, { verdict: 'delete', block: true })
    for (let n = 0; n < 2; n++) expect((await asked(question)).cached).toBeNull()
  })
})

it('one verdict closes every review that waits for the entry, which is listed once', async () => {
  const { question, turnId, review } = await learnedAndMarked()
  const second = await marked((await asked(question)).turn_id)
  expect(second.entry_id).toBe(review.entry_id)
  const of = async () => (await list('?limit=200')).reviews.filter(({ entry_id }) => entry_id === review.entry_id)
  expect((await of()).map(({ review_id, marks }) => [review_id, marks])).toEqual([[review.review_id, 2]])
  expect((await decide(second.review_id, { verdict: 'restore' })).closed).toEqual([review.review_id, second.review_id])
  expect(await of()).toEqual([])
  const shown = (await (await on.get(`/v1/review/${encodeURIComponent(second.review_id)}`)).json()) as ReviewItem
  expect(shown.closed).toMatchObject({ verdict: 'restore', along: review.review_id })
  expect(turnId).not.toBe(shown.turn_id)
})

it('the same verdict given again is answered as the first time, another one with who closed it', async () => {
  const { review } = await learnedAndMarked()
  const first = await decide(review.review_id, { verdict: 'restore', by: 'ann' })
  expect(await decide(review.review_id, { verdict: 'restore', by: 'bob' })).toMatchObject({
    status: 200,
    by: 'ann',
    at: first.at,
  })
  expect(await decide(review.review_id, { verdict: 'delete', by: 'bob' })).toMatchObject({
    status: 409,
    error: { code: 'REVIEW_CLOSED', message: `the review was closed by ann at ${first.at}: restore` },
  })
})

it('of verdicts given at the same moment exactly one counts', async () => {
  const { question, review } = await learnedAndMarked()
  const outcomes = await Promise.all(
    ['a', 'b', 'c', 'd'].map(by => decide(review.review_id, { verdict: 'edit', answer: `Said by ${by}.`, by })),
  )
  expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
  const { by } = outcomes.find(({ status }) => status === 200)!
  expect(await asked(question)).toMatchObject({ cached: 'exact', message: `Said by ${by}.` })
})

it('an answer that no cache may have can only be closed', async () => {
  const review = await marked((await asked('Where is my order FH-104233?')).turn_id)
  expect(review).toMatchObject({ entry_id: null, verdicts: ['delete'] })
  expect(await decide(review.review_id, { verdict: 'restore' })).toMatchObject({
    status: 400,
    error: {
      code: 'BAD_REQUEST',
      message: expect.stringContaining('nothing to restore'),
      details: { fields: [{ field: 'verdict', problem: 'must be one of delete' }] },
    },
  })
  expect(await decide(review.review_id, { verdict: 'delete' })).toMatchObject({ status: 200, cached: false })
})

it('pages follow one another, by scene too', async () => {
  for (let n = 0; n < 3; n++) await learnedAndMarked()
  const whole = (await list('?limit=200')).reviews.map(({ review_id }) => review_id)
  const paged: string[] = []
  for (let after = ''; ; ) {
    const { reviews, next } = await list(`?limit=2${after}`)
    paged.push(...reviews.map(({ review_id }) => review_id))
    if (next === null) break
    after = `&after=${encodeURIComponent(next)}`
  }
  expect(paged).toEqual(whole)
  expect((await list('?scene=shipping')).reviews).toEqual([])
  const inScene = (await list('?scene=returns&limit=200')).reviews
  expect(inScene.length).toBeGreaterThan(2)
  expect(new Set(inScene.map(({ scene }) => scene))).toEqual(new Set(['returns']))
})

describe('what is wrong is told by field', () => {
  it.each<[string, object, string]>([
    ['no verdict', {}, 'verdict: must be one of restore, edit, delete'],
    ['another verdict', { verdict: 'keep' }, 'verdict: must be one of restore, edit, delete'],
    ['an edit without an answer', { verdict: 'edit' }, 'answer: must be given with the verdict edit'],
    ['an answer without an edit', { verdict: 'restore', answer: 'x' }, 'answer: must be given with the verdict edit'],
    ['an empty answer', { verdict: 'edit', answer: ' \n' }, 'answer: must not be empty'],
    ['an answer of control characters', { verdict: 'edit', answer: 'a\u0000b' }, 'answer: must not hold control'],
    ['an endless answer', { verdict: 'edit', answer: 'a'.repeat(32_001) }, 'answer: must have at most 32000'],
    ['a block without a delete', { verdict: 'restore', block: true }, 'block: may be true with the verdict delete'],
    ['a field that is none', { verdict: 'delete', why: 1 }, 'unknown field why'],
  ])('%s', async (_, body, message) => {
    const { review } = await learnedAndMarkedOnce()
    const answer = await decide(review.review_id, body)
    expect(answer).toMatchObject({ status: 400, error: { code: 'BAD_REQUEST' } })
    expect(answer.error!.message).toContain(message)
  })
  it.each<[string, number, string]>([
    ['/v1/review?state=closed', 400, 'state: must be open or all'],
    ['/v1/review?limit=0', 400, 'limit: must be at least 1'],
    ['/v1/review?limit=many', 400, 'limit: must be a whole number'],
    ['/v1/review?scene=nowhere', 400, 'unknown scene'],
    ['/v1/review?after=nothing', 404, 'no review has this id'],
    ['/v1/review/nothing', 404, 'no review has this id'],
  ])('GET %s', async (path, status, message) => {
    const response = await on.get(path)
    const { error } = (await response.json()) as { error: { message: string; request_id: string } }
    expect([response.status, error.message]).toEqual([status, expect.stringContaining(message)])
    expect(error.request_id).toBe(response.headers.get('x-request-id'))
  })
  it('a verdict on no review', async () => {
    expect(await decide('nothing', { verdict: 'delete' })).toMatchObject({
      status: 404,
      error: { code: 'UNKNOWN_REVIEW' },
    })
  })
  let once: Awaited<ReturnType<typeof learnedAndMarked>> | null = null
  const learnedAndMarkedOnce = async () => {
    once ??= await learnedAndMarked()
    return once
  }
})

it('all of it is decided again byte for byte, and the queue folded anew is what it was', async () => {
  await on.turnstream.settled()
  const verified = await verifyLog({ log: on.turnstream.log, states: true })
  expect(verified.first).toEqual([])
  expect(verified.byProcessor.review!.events).toBeGreaterThan(10)
  expect(verified.byProcessor.restore!.events).toBeGreaterThan(5)
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-queue-'))
  const { log, partitions, reviews } = on.turnstream
  const fresh = await openReviewQueue({ dir, log, partitions, onTrouble: error => expect.unreachable(String(error)) })
  const { before, after, equal } = await reviews.rebuild()
  expect(equal).toBe(true)
  expect((await fresh.rebuild()).before).toEqual(after)
  expect(before.open).toBe((await list()).open)
  await fresh.close()
  rmSync(dir, { recursive: true })
})
