import { expect, it } from 'vitest'
import { steadyClock } from '../../infra/runtime/steady-clock.ts'
import { type System, system } from '../gateway/system.ts'

const hourMs = 3_600_000

/** A system whose wall clock the test moves, as `serve` reads it. */
const withClock = async (configuration: Readonly<Record<string, object>> = {}) => {
  let offMs = 0
  const opened = await system(
    {},
    {
      clock: steadyClock(
        () => Date.now() + offMs,
        () => performance.now(),
      ),
      configuration,
    },
  )
  return {
    ...opened,
    jump: (ms: number): void => {
      offMs += ms
    },
  }
}

interface Answer {
  readonly turn_id: string
  readonly cached: string | null
  readonly latency_ms: number
}

const ask = async ({ post }: Pick<System, 'post'>, message: string, conversation?: string): Promise<Answer> => {
  const response = await post('/v1/chat', { message, conversation_id: conversation })
  expect(response.status).toBe(200)
  return (await response.json()) as Answer
}

it.each([
  ['back an hour', -hourMs],
  ['forward a day', 24 * hourMs],
])('while the clock jumps %s every turn is answered, under an id of its own', async (_what, ms) => {
  const served = await withClock()
  const asked: Promise<Answer>[] = []
  for (let at = 0; at < 30; at++) {
    if (at === 15) {
      await expect.poll(() => served.stub.calls().length).toBeGreaterThan(0)
      served.jump(ms)
    }
    asked.push(ask(served, `Is lamp number ${at} in stock?`))
  }
  const answers = await Promise.all(asked)
  expect(new Set(answers.map(({ turn_id }) => turn_id)).size).toBe(30)
  expect(Math.min(...answers.map(({ latency_ms }) => latency_ms))).toBeGreaterThanOrEqual(0)
  expect(Math.max(...answers.map(({ latency_ms }) => latency_ms))).toBeLessThan(60_000)
  expect((await served.get('/ready')).status).toBe(200)
})

it('a conversation keeps its order and its history over a clock that goes back an hour', async () => {
  const served = await withClock()
  const prompts: string[] = []
  await ask(served, 'I bought a lamp.', 'c1')
  served.jump(-hourMs)
  await ask(served, 'It is broken.', 'c1')
  const last = await ask(served, 'Can I send it back?', 'c1')
  const { messages } = served.turnstream.facts.event('PromptBuilt', `${last.turn_id}.prompt`).data
  prompts.push(...messages.filter(({ role }) => role === 'user').map(({ content }) => content))
  expect(prompts.join('\n')).toMatch(/I bought a lamp\..*It is broken\..*Can I send it back\?/s)
})

it('an entry does not outlive its time to live by more than the clock went back, and expires at once when it goes forward', async () => {
  const served = await withClock({ cache: { ttlMs: 2 * hourMs, exactTtlMs: 2 * hourMs } })
  const question = 'How do I return a lamp?'
  await ask(served, question)
  await served.turnstream.settled()
  served.jump(-hourMs)
  expect((await ask(served, question)).cached, 'an entry from the future').toBe('exact')
  served.jump(hourMs * 4)
  expect((await ask(served, question)).cached).toBeNull()
})
