import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { type ProviderStub, startProviderStub } from '../../infra/stub/provider.ts'
import { serve } from './serving.ts'

let dataDir: string
let stub: ProviderStub
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'turnstream-drain-'))
})
afterEach(async () => {
  await stub.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const post = (url: string, message: string, key: string): Promise<Response> =>
  fetch(`${url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ message }),
  })
const poolsOf = (options: object = {}): string[] => [
  '--set',
  `pools=${JSON.stringify({ small: { kind: 'openai', tier: 'small', baseUrl: `${stub.url}/v1`, model: 'demo-small', ...options } })}`,
]
const answersOf = async (): Promise<number> => {
  const log = await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })
  let answers = 0
  for (let partition = 0; partition < 4; partition++)
    answers += Number(await log.end({ topic: 'chat.answers', partition }))
  const { first } = await verifyLog({ log })
  expect(first).toEqual([])
  await log.close()
  return answers
}

it('SIGTERM in the middle of a call lets it finish: the client has its answer, and there is no second one afterwards', {
  timeout: 60_000,
}, async () => {
  stub = await startProviderStub({ answer: () => 'Here it is.', firstTokenMs: 1_500 })
  const server = await serve(dataDir, poolsOf())
  const answer = post(server.url, 'How do I return a jacket?', 'k1')
  await expect.poll(() => stub.calls().length).toBe(1)
  const code = server.kill('SIGTERM')
  // The signal takes its time to arrive: what comes before it does is answered.
  await expect.poll(() => fetch(`${server.url}/ready`).then(({ status }) => status)).toBe(503)
  await expect(post(server.url, 'And a rug?', 'k2').then(({ status }) => status)).resolves.toBe(503)
  expect((await answer).status).toBe(200)
  expect(await code).toBe(0)
  expect(stub.invoice()).toHaveLength(1)

  const again = await serve(dataDir, poolsOf())
  const repeated = (await (await post(again.url, 'How do I return a jacket?', 'k1')).json()) as { message: string }
  expect(repeated.message).toBe('Here it is.')
  expect(await again.kill('SIGTERM')).toBe(0)
  expect(stub.invoice()).toHaveLength(1)
  expect(await answersOf()).toBe(1)
})

it('a call that outlives the grace is cut, made again after the next start, and reported as ambiguous', {
  timeout: 60_000,
}, async () => {
  let slow = true
  stub = await startProviderStub({ answer: () => 'Here it is.', fault: () => (slow ? { kind: 'hang' } : null) })
  const server = await serve(dataDir, [...poolsOf(), '--set', 'server.drainMs=300'])
  const lost = post(server.url, 'How do I return a jacket?', 'k1').then(
    ({ status }) => status,
    () => 'cut',
  )
  await expect.poll(() => stub.calls().length).toBe(1)
  expect(await server.kill('SIGTERM')).toBe(0)
  expect(await lost).not.toBe(200)

  slow = false
  const again = await serve(dataDir, poolsOf())
  const answered = (await (await post(again.url, 'How do I return a jacket?', 'k1')).json()) as {
    message: string
    turn_id: string
  }
  expect(answered.message).toBe('Here it is.')
  const explained = (await (await fetch(`${again.url}/v1/explain/${answered.turn_id}`)).json()) as {
    calls: { ambiguous: boolean }[]
  }
  expect(explained.calls.map(({ ambiguous }) => ambiguous)).toEqual([true])
  expect(await again.kill('SIGTERM')).toBe(0)
  expect(await answersOf()).toBe(1)
})
