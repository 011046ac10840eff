import { expect, it } from 'vitest'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { wordEmbedding } from '../topology/fakes.ts'
import { type System, system } from './system.ts'

/** The answer that the provider stub gives: the passages that it was shown. */
const answer = (messages: readonly { role: string; content: string }[]): string =>
  messages[0]!.content
    .split('\n')
    .filter(line => line.includes('quokka'))
    .join(' ') || 'nothing is known'

interface Body {
  readonly turn_id: string
  readonly message: string
  readonly cached: string | null
  readonly sources: readonly string[]
}

const ask = async ({ post }: System, message: string): Promise<Body> =>
  (await (await post('/v1/chat', { message })).json()) as Body

const ended = async ({ get }: System, response: Response): Promise<void> => {
  expect(response.status, await response.clone().text()).toBe(202)
  const { task_id } = (await response.json()) as { task_id: string }
  const location = response.headers.get('location')!
  expect(location).toBe(`/v1/tasks/${task_id}`)
  await expect
    .poll(async () => (await (await get(location)).json()) as object, { timeout: 10_000 })
    .toMatchObject({ kind: 'ingestion', state: 'completed' })
}
const put = async (opened: System, text: string, id = 'quokkas'): Promise<void> =>
  ended(opened, await opened.post('/v1/documents', { documents: [{ id, title: 'Quokkas', text }] }))

it('answers rest on documents; of one that has changed none is served, and replay needs no store', async () => {
  const opened = await system({ answer }, { embedding: wordEmbedding })
  const question = 'May a quokka be kept by a customer?'
  expect(await ask(opened, 'Is the quokka lamp dimmable?')).toMatchObject({ message: 'nothing is known' })
  await put(opened, '## Keeping\n\nOne quokka may be kept by each customer.\n\n## Sofas\n\nSofas are for sitting.')
  const first = await ask(opened, question)
  expect(first).toMatchObject({ message: expect.stringContaining('One quokka may be kept'), cached: null })
  expect(first.sources).toContain('quokkas#1')
  expect(await ask(opened, question)).toMatchObject({ message: first.message, cached: 'exact' })

  // The same document changes nothing, another one no answer that does not rest on it.
  await put(opened, '## Keeping\n\nOne quokka may be kept by each customer.\n\n## Sofas\n\nSofas are for sitting.')
  await put(opened, 'Numbats are not kept.', 'numbats')
  await put(opened, 'Numbats may be kept.', 'numbats')
  expect(await ask(opened, question)).toMatchObject({ cached: 'exact' })

  await put(opened, '## Keeping\n\nNo quokka may be kept by a customer any more.')
  const second = await ask(opened, question)
  expect(second).toMatchObject({ message: expect.stringContaining('No quokka may be kept'), cached: null })
  expect(second.message).not.toContain('One quokka')
  expect(await ask(opened, question)).toMatchObject({ message: second.message, cached: 'exact' })

  expect(await (await opened.get('/v1/documents')).json()).toMatchObject({
    documents: [
      { id: 'numbats', revision: 2, passages: 1, scene: 'general' },
      { id: 'quokkas', title: 'Quokkas', revision: 2, passages: 1 },
    ],
  })
  await ended(opened, await fetch(`${opened.url}/v1/documents/quokkas`, { method: 'DELETE' }))
  const third = await ask(opened, question)
  expect(third).toMatchObject({ message: 'nothing is known', cached: null })
  expect(third.sources).not.toContain('quokkas#1')

  await opened.turnstream.settled()
  expect(await verifyLog({ log: opened.turnstream.log })).toMatchObject({ identical: true, dead: 0 })
})

it('what cannot be taken in is told, each with its place, and nothing is', async () => {
  const opened = await system({ answer })
  const refused = async (documents: unknown): Promise<string> => {
    const response = await opened.post('/v1/documents', { documents })
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: { message: string; details: object } }
    return `${error.message} ${JSON.stringify(error.details)}`
  }
  const good = { id: 'a', title: 'A', text: 'Some words.' }
  expect(await refused([])).toContain('at least one document')
  expect(await refused([{ ...good, id: 'a b#c' }])).toContain('documents[0].id')
  expect(await refused([good, { ...good, text: '# Only a heading' }])).toContain('a comes twice')
  expect(await refused([{ ...good, text: '# Only a heading' }])).toContain('has no words but headings')
  expect(await refused([{ ...good, text: '# H\nx\n'.repeat(301) }])).toContain('falls into 301 parts')
  expect(await refused([{ ...good, text: 'x'.repeat(200_001) }])).toContain('at most 200000 characters')
  expect(await refused([{ ...good, scene: 'nowhere' }])).toContain('unknown scene')
  expect((await fetch(`${opened.url}/v1/documents/a`, { method: 'DELETE' })).status).toBe(404)
  expect((await opened.get('/v1/tasks/nope')).status).toBe(404)
  expect(await (await opened.get('/v1/documents')).json()).toEqual({ documents: [] })
  // The longest one that is taken fits the log.
  const longest = Array.from({ length: 199_000 / 10 }, (_, n) => `word${String(n).padStart(5, '0')}`).join(' ')
  await put(opened, longest, 'longest')
  expect(await (await opened.get('/v1/documents')).json()).toMatchObject({ documents: [{ id: 'longest' }] })
})
