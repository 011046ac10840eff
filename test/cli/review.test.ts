import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, type Scratch, scratch, start, turnstream } from './turnstream.ts'

let at: Scratch
let server: Running
let url: string
const here = (): readonly string[] => ['--data-dir', at.dir]

beforeAll(async () => {
  at = scratch()
  server = start(['serve', '--port', '0', ...here()])
  await server.firstLine
  url = JSON.parse(readFileSync(join(at.dir, 'server.json'), 'utf8')).url
}, 60_000)
afterAll(async () => {
  server.child.kill('SIGKILL')
  await server.ended
  at.remove()
})

const post = async <T>(path: string, body: object): Promise<T> => {
  const headers = { 'content-type': 'application/json' }
  return (await (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as T
}
interface Answer {
  readonly turn_id: string
  readonly cached: string | null
  readonly message: string
}
const ask = (message: string): Promise<Answer> => post('/v1/chat', { message })
const review = (...args: readonly string[]) => turnstream(['review', ...args, ...here()])
const json = async <T = Record<string, unknown>>(...args: readonly string[]): Promise<T> =>
  JSON.parse((await review(...args, '--json')).stdout) as T
interface Listed {
  readonly open: number
  readonly reviews: readonly { review_id: string; entry_id: string; question: string; state: string }[]
}
/** Marks an answer; gives its review. */
const marked = async (message: string): Promise<string> => {
  const { turn_id } = await ask(message)
  const { feedback_id } = await post<{ feedback_id: string }>('/v1/feedback', { turn_id, helpful: false })
  await expect
    .poll(async () => ((await (await fetch(`${url}/v1/review`)).json()) as Listed).reviews.map(each => each.review_id))
    .toContain(`${feedback_id}.review`)
  return `${feedback_id}.review`
}

const returns = 'How long do I have to return an item?'
const payment = 'Which payment methods do you accept?'

describe('review', { timeout: 120_000 }, () => {
  it('lists what waits beside a running server, by scene, and shows all that led to it', async () => {
    expect(await review('list')).toMatchObject({ code: 0, stdout: 'nothing waits for a reviewer\n' })
    const ofReturns = await marked(returns)
    const ofPayment = await marked(payment)
    const { stdout } = await review('list')
    for (const text of [returns, payment, ofReturns, '2 marks open']) expect(stdout).toContain(text)
    const { open, reviews } = await json<Listed>('list', '--scene', 'payment')
    expect([open, reviews.map(({ review_id }) => review_id)]).toEqual([2, [ofPayment]])
    const shown = await review('show', ofPayment)
    expect(shown.code).toBe(0)
    for (const text of ['It can be decided: restore, edit, delete', 'No cache answered', payment])
      expect(shown.stdout).toContain(text)
    expect(await json('show', ofPayment)).toMatchObject({ chain: { answer: { source: 'faq' } }, also: [] })
  })

  it('restore, edit and delete count once the command has ended', async () => {
    const [first, second] = (await json<Listed>('list')).reviews
    expect(await json('restore', first!.review_id, '--by', 'ann')).toMatchObject({ by: 'ann', cached: true })
    expect((await ask(returns)).cached).toBe('exact')
    const file = join(at.dir, 'answer.txt')
    writeFileSync(file, 'We take cards.\nAnd cash.\n')
    const edited = await review('edit', second!.review_id, '--answer', file)
    expect(edited).toMatchObject({ code: 0, stdout: expect.stringContaining('the caches have it') })
    expect(await ask(payment)).toMatchObject({ cached: 'exact', message: 'We take cards.\nAnd cash.' })
    const third = await marked(payment)
    expect(await json('delete', third, '--reason', 'cash is gone')).toMatchObject({ cached: false })
    expect((await ask(payment)).cached).toBeNull()
    expect((await json<Listed>('list')).reviews).toEqual([])
    expect((await json<Listed>('list', '--all')).reviews.map(({ state }) => state)).toEqual(Array(3).fill('closed'))
    expect((await review('list', '--all')).stdout).toContain('restore by ann')
  })

  it('says what is wrong', async () => {
    expect(await review('show', 'nothing')).toMatchObject({ code: 1, stderr: expect.stringContaining('no review') })
    expect(await review('delete', 'nothing')).toMatchObject({ code: 1, stderr: expect.stringContaining('no review') })
    const [closed] = (await json<Listed>('list', '--all')).reviews
    expect(await review('delete', closed!.review_id)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^turnstream: the review was closed by ann at .*: restore\n$/),
    })
    expect(await review('edit', closed!.review_id)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--answer'),
    })
    expect(await review('edit', closed!.review_id, '--answer', join(at.dir, 'none'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot be read'),
    })
  })
})

describe('invalidate', { timeout: 120_000 }, () => {
  const invalidate = (...args: readonly string[]) => turnstream(['invalidate', ...args, ...here()])

  it('counts what it would take, and then takes it', async () => {
    await ask(returns)
    await expect.poll(async () => (await ask(returns)).cached).toBe('exact')
    const args = ['--scene', 'returns', '--keyword', 'RETURN', '--reason', 'new law']
    const dry = await invalidate(...args, '--dry-run', '--json')
    expect(JSON.parse(dry.stdout)).toMatchObject({
      dry_run: true,
      entries: 1,
      scenes: { returns: 1 },
      examples: [{ entry_id: expect.stringMatching(/^semantic_cache:returns:/), question: expect.any(String) }],
    })
    expect((await ask(returns)).cached).toBe('exact')
    const done = await invalidate(...args, '--policy-version', 'v1')
    expect(done).toMatchObject({ code: 0, stdout: 'policy v1 is in force, epoch 0\n' })
    expect((await ask(returns)).cached).toBeNull()
    const listed = await turnstream(['policy', 'list', '--json', ...here()])
    expect(JSON.parse(listed.stdout).policies).toEqual([
      expect.objectContaining({ version: 'v1', scene: 'returns', reason: 'new law' }),
    ])
  })

  it('names an entry as explain names it', async () => {
    await expect.poll(async () => (await ask(returns)).cached).toBe('exact')
    const { turn_id } = await ask(returns)
    const { stdout } = await turnstream(['explain', turn_id, '--json', ...here()])
    const id = JSON.parse(stdout).resolution.entry.entry_id as string
    const dry = await invalidate('--entry', id, '--reason', 'r', '--dry-run')
    expect(dry.stdout).toContain('would take 1 of ')
    expect((await invalidate('--entry', id, '--reason', 'r')).code).toBe(0)
    expect((await ask(returns)).cached).toBeNull()
  })

  it.each<[readonly string[], string]>([
    [['--reason', 'r'], 'say which entries: --entry'],
    [['--all', '--scene', 'returns', '--reason', 'r'], '--all takes every entry'],
    [['--scene', 'returns'], '--reason'],
    [['--scene', 'nowhere', '--reason', 'r'], 'unknown scene'],
    [['--scene', 'nowhere', '--reason', 'r', '--dry-run'], 'unknown scene'],
    [['--all', '--reason', 'r', '--share-per-day', '0'], 'above 0'],
  ])('refuses %j', async (args, message) => {
    expect(await invalidate(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) })
  })
})

describe('without a server', { timeout: 120_000 }, () => {
  it('the queue is read from the log, and a verdict is followed to the end', async () => {
    const id = await marked('How do I start a return?')
    server.child.kill('SIGTERM')
    await server.ended
    expect((await json<Listed>('list')).reviews.map(({ review_id }) => review_id)).toEqual([id])
    expect(await json('restore', id)).toMatchObject({ verdict: 'restore', by: 'command', cached: true })
    expect((await json<Listed>('list')).reviews).toEqual([])
    const verified = await turnstream(['replay', '--verify', '--json', ...here()])
    expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true })
    const rebuilt = await turnstream(['rebuild', 'all', '--json', ...here()])
    expect(JSON.parse(rebuilt.stdout)).toMatchObject({ equal: true })
  })
  it('there is no queue where there is no log', async () => {
    const nowhere = scratch()
    const { code, stderr } = await turnstream(['review', 'list', '--data-dir', nowhere.dir])
    nowhere.remove()
    expect(code).toBe(3)
    expect(stderr).toContain(nowhere.dir)
  })
})
