import { describe, expect, it } from 'vitest'
import type { CuratedRow } from '../../infra/warm/rows.ts'
import { fromRecord } from '../../topics/wire.ts'
import { internalToken, type System, system } from './system.ts'

const row = (question: string, answer: string, more: Partial<CuratedRow> = {}): CuratedRow => ({
  at: `line of ${question}`,
  question,
  answer,
  scene: null,
  language: null,
  products: [],
  ...more,
})
const rows = [
  row('How long may I keep an item?', 'You may keep it for 30 days.', { scene: 'returns' }),
  row('Do you ship to Norway?', 'Yes, within five days.'),
]
const headers = { 'x-turnstream-token': internalToken }

const warm = async ({ post, turnstream }: System, given: readonly CuratedRow[] = rows, tenant?: string) => {
  const response = await post('/internal/warm', { rows: given, ...(tenant ? { tenant } : {}) }, headers)
  const result = (await response.json()) as {
    readonly taskId: string | null
    readonly warnings: readonly { readonly field: string }[]
    readonly error: { readonly details: { readonly rows: readonly object[] } }
  }
  await turnstream.settled()
  return { status: response.status, result }
}
const ask = async ({ post }: System, message: string, more: object = {}) =>
  (await (await post('/v1/chat', { message, ...more })).json()) as {
    message: string
    cached: string | null
    model: string
  }
const stored = async ({ turnstream }: System): Promise<number> => {
  let count = 0
  for (let partition = 0; partition < 4; partition++)
    for (const record of await turnstream.log.read({ topic: 'cache.entries', partition, offset: 0n }, 10_000))
      if (fromRecord(record).type === 'EntryStored') count++
  return count
}

describe('A cache that is warmed with answers that somebody has written', () => {
  it('serves them at once and to all, whether they name the scene or not, and no model is called', async () => {
    const turned = await system()
    expect(await warm(turned)).toMatchObject({
      status: 200,
      result: { rows: 2, written: 2, unchanged: 0, warnings: [] },
    })
    for (const more of [{}, { user_id: 'jane' }, { scene: 'returns' }])
      expect(await ask(turned, 'how long may I keep an item', more)).toMatchObject({
        message: 'You may keep it for 30 days.',
        cached: 'exact',
        model: 'curated',
      })
    expect(await ask(turned, 'Do you ship to Norway?')).toMatchObject({ cached: 'exact' })
    expect(turned.stub.calls()).toHaveLength(0)
  })
  it('writes nothing new for the same file again, and only what has changed for another', async () => {
    const turned = await system()
    await warm(turned)
    const before = await stored(turned)
    expect(await warm(turned)).toMatchObject({ result: { taskId: null, written: 0, unchanged: 2 } })
    expect(await stored(turned)).toBe(before)
    const changed = [rows[0]!, { ...rows[1]!, answer: 'Yes, within a week.' }]
    expect(await warm(turned, changed)).toMatchObject({ result: { written: 1, unchanged: 1 } })
    expect(await ask(turned, 'Do you ship to Norway?')).toMatchObject({
      message: 'Yes, within a week.',
      cached: 'exact',
    })
  })
  it('writes them anew after a policy change has claimed them, not those that it spares', async () => {
    const turned = await system()
    await warm(turned)
    await turned.post('/v1/policies', { scene: 'returns', match: {}, reason: 'test' })
    expect((await ask(turned, 'How long may I keep an item?')).cached).toBeNull()
    expect(await warm(turned)).toMatchObject({ result: { written: 1, unchanged: 1 } })
    expect(await ask(turned, 'How long may I keep an item?')).toMatchObject({ message: 'You may keep it for 30 days.' })
  })
  it('writes nothing where a row is bad, and says which field of which', async () => {
    const turned = await system()
    const bad = [...rows, row('Is it safe?', 'Yes.', { scene: 'nowhere' }), row('do you ship to norway', 'No.')]
    const { status, result } = await warm(turned, bad)
    expect(status).toBe(400)
    expect(result.error.details.rows).toEqual([
      expect.objectContaining({ at: 'line of Is it safe?', field: 'scene' }),
      {
        at: 'line of do you ship to norway',
        field: 'question',
        problem: 'is that of line of Do you ship to Norway? already',
      },
    ])
    expect(await stored(turned)).toBe(0)
  })
  it('keeps them for the tenant that they were written for, and from models that say otherwise', async () => {
    const turned = await system()
    await warm(turned, rows, 'another')
    expect((await ask(turned, 'Do you ship to Norway?')).cached).toBeNull()
    // The model's answer is in the cache by now; the one that somebody writes takes its place.
    await warm(turned)
    expect(await ask(turned, 'Do you ship to Norway?')).toMatchObject({ message: 'Yes, within five days.' })
  })
  it('warns of rows that no lookup will find', async () => {
    const { result } = await warm(await system(), [
      row('Where is my order?', 'On its way.'),
      row('Do you ship to Norway?', 'Ja.', { language: 'de' }),
    ])
    expect(result.warnings.map(({ field }) => field)).toEqual(['question', 'language'])
  })
  it('says how far it has come, and when it is done', async () => {
    const turned = await system()
    const many = Array.from({ length: 250 }, (_, n) => row(`Do you sell rug ${n}?`, `Rug ${n} is sold out.`))
    const { result } = await warm(turned, many)
    const response = await fetch(`${turned.url}/internal/tasks/${result.taskId}`, { headers })
    expect(await response.json()).toMatchObject({ kind: 'warming', state: 'completed', done: 250, total: 250 })
    expect(await turned.turnstream.caches.size()).toBe(500)
  })
})

describe('A cache that is warmed from the log', () => {
  const fromLog = async ({ post, turnstream }: System, top: number) => {
    const response = await post('/internal/warm/from-log', { top }, headers)
    const { taskId, questions } = (await response.json()) as { taskId: string; questions: number }
    await expect.poll(() => turnstream.tasks.find(taskId)?.state).toBe('completed')
    await turnstream.settled()
    return { questions, task: turnstream.tasks.find(taskId)! }
  }
  const often = ['How do I return a jacket?', 'Can I pay later?', 'How do I clean a sofa?']

  it('has the most frequent questions answered again that stand alone and hold no details, and they are hits then', async () => {
    const turned = await system()
    for (const [n, question] of often.entries()) for (let times = 0; times < 5 - n; times++) await ask(turned, question)
    for (let times = 0; times < 9; times++) {
      await ask(turned, 'Where is my order FH-104233?')
      await ask(turned, 'And the other one?')
      await ask(turned, 'Do you ship to Norway?')
    }
    await turned.turnstream.settled()
    await turned.post('/v1/policies', { match: {}, reason: 'test' })
    await turned.turnstream.settled()
    const calls = turned.stub.calls().length
    const { questions, task } = await fromLog(turned, 2)
    expect(questions).toBe(2)
    expect(task).toMatchObject({ kind: 'warming', done: 2, total: 2 })
    expect(turned.stub.calls()).toHaveLength(calls + 2)
    const told = await Promise.all(often.map(question => ask(turned, question)))
    expect(told.map(({ cached }) => cached)).toEqual(['exact', 'exact', null])
  })
  it('asks no model for what the caches have', async () => {
    const turned = await system()
    for (const question of often) await ask(turned, question)
    await turned.turnstream.settled()
    const { task } = await fromLog(turned, 100)
    expect(task).toMatchObject({ done: 3, total: 3 })
    expect(turned.stub.calls()).toHaveLength(3)
  })
  it('is done at once where the log has no questions', async () => {
    expect((await fromLog(await system(), 100)).task).toMatchObject({ done: 0, total: 0, state: 'completed' })
  })
})
