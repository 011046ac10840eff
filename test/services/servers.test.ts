import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ReviewList } from '../../infra/review/list.ts'
import type { Serving } from '../chaos/serving.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { shared } from './needs.ts'
import { customer, learn } from './servers.trouble.ts'
import { ask, askStreaming, metricOf, post, readyOf, type Servers, startServers } from './servers.ts'
import { type Read, readIndependently } from './workers.ts'

const needs = {
  kafka: shared('kafka'),
  registry: shared('registry'),
  redis: shared('redis'),
  elasticsearch: shared('elasticsearch'),
}

/** How a policy change stands. */
interface Standing {
  readonly state: string
  readonly epoch: number
  readonly prewarm: object
}

await describeOn('Two servers on Kafka, a registry, Redis and Elasticsearch', needs, services => {
  let servers: Servers
  let first: Serving
  let second: Serving
  let told = 0

  beforeAll(async () => {
    const { kafka, registry, redis, elasticsearch } = services
    servers = await startServers(
      {
        kafka: kafka.address,
        registry: registry.address,
        redis: redis.address,
        elasticsearch: elasticsearch.address,
      },
      {},
      // No two answers are the same, so an older one is known by its text.
      {
        perTokenMs: 20,
        firstTokenMs: 100,
        answer: messages => `Answer ${told++}, what to do: ${messages.at(-1)!.content.slice(0, 80)}`,
      },
    )
    first = await servers.start('first')
    second = await servers.start('second')
  }, 120_000)
  afterAll(() => servers?.stop())

  it('are ready with every part, once leases may be granted', async () => {
    for (const server of [first, second]) {
      await eventually('nothing is degraded', async () => Object.keys((await readyOf(server)).degraded).length === 0)
      for (const part of ['redis', 'elasticsearch', 'lease', 'analytics'])
        expect(await metricOf(server, `turnstream_part_up{part="${part}"}`)).toBe(1)
      expect(await metricOf(server, 'turnstream_part_up{part="embedded"}')).toBeUndefined()
    }
  }, 120_000)

  it('serve what the other has learnt, the same words from Redis, others from Elasticsearch', async () => {
    const learnt = await ask(first, 'How do I clean a velvet sofa?', { user_id: 'jane' })
    expect(learnt.cached).toBeNull()
    const again = () => ask(second, 'How do I clean a velvet sofa?', { user_id: 'jane' })
    await eventually('an exact hit', async () => (await again()).cached === 'exact')
    // None twice: an answer of its own would make the next one exact.
    const others = [
      'how do I clean the velvet sofa',
      'How do you clean a velvet sofa?',
      'How can I clean a velvet sofa?',
    ]
    const near = []
    for (const other of others) near.push(await ask(second, other, { user_id: 'jane' }))
    expect(near.map(({ cached }) => cached)).toContain('cold')
    for (const { cached, message } of near) if (cached === 'cold') expect(message).toBe(learnt.message)
  }, 120_000)

  it('take a mark on one and a verdict on the other, and what a reviewer has written is served by both at once', async () => {
    const question = 'How do I descale a steel kettle?'
    await learn([first, second], question)
    const { turn_id } = await ask(first, question, { user_id: customer })
    expect((await post(first, '/v1/feedback', { turn_id, helpful: false })).status).toBe(200)
    const list = async () => (await (await fetch(`${second.url}/v1/review`)).json()) as ReviewList
    const find = async () => (await list()).reviews.find(review => review.question === question)
    await eventually('the other has the review', async () => (await find()) !== undefined)
    const path = `/v1/review/${encodeURIComponent((await find())!.review_id)}`
    const given = await post(second, path, { verdict: 'edit', answer: 'With vinegar.', by: 'ann' })
    expect(await given.json()).toMatchObject({ verdict: 'edit', by: 'ann', cached: true })
    for (const server of [second, first])
      expect(await ask(server, question, { user_id: 'jim' })).toMatchObject({
        cached: 'exact',
        message: 'With vinegar.',
      })
    expect((await post(first, path, { verdict: 'delete', by: 'bob' })).status).toBe(409)
  }, 120_000)

  it('rest on a document that was handed in at one, and neither serves what rests on it once it has changed', async () => {
    const put = async (text: string): Promise<void> => {
      const document = { id: 'engraving', title: 'Engraving of cutlery', text }
      const response = await post(first, '/v1/documents', { documents: [document] })
      const { task_id } = (await response.json()) as { task_id: string }
      const state = async () =>
        ((await (await fetch(`${first.url}/v1/tasks/${task_id}`)).json()) as { state: string }).state
      await eventually('it is taken in', async () => (await state()) === 'completed')
    }
    const question = 'Can you engrave names on cutlery?'
    await put('Names are engraved on cutlery for 4 GBP a piece.')
    const learnt = await learn([first, second], question)
    expect(learnt.sources).toContain('engraving#1')
    await put('Names are engraved on cutlery for 5 GBP a piece.')
    for (const server of [second, first]) {
      const { message, sources } = await ask(server, question, { user_id: customer })
      expect(message).not.toBe(learnt.message)
      expect(sources).toContain('engraving#1')
    }
  }, 120_000)

  it('stream tokens to whoever asked, whichever of them makes the call', async () => {
    const streams = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        askStreaming(n % 2 === 0 ? first : second, `What about shelf number ${n}?`, { conversation_id: `s${n}` }),
      ),
    )
    for (const [n, { tokens, done }] of streams.entries()) {
      expect(tokens.length, `stream ${n}`).toBeGreaterThan(3)
      expect(tokens.join('')).toBe(done.message)
    }
  }, 120_000)

  it('make one call of identical questions that come to both at once, and all name it', async () => {
    const before = servers.stub.invoice().length
    // Each in a conversation of its own, so that their partitions, and with them their calls, are on both servers.
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        ask(n % 2 === 0 ? first : second, 'Do you repair scratched tables?', { user_id: `u${n}` }),
      ),
    )
    expect(new Set(answers.map(({ message }) => message)).size).toBe(1)
    const lost =
      (await metricOf(first, 'turnstream_flight_locks_lost_total'))! +
      (await metricOf(second, 'turnstream_flight_locks_lost_total'))!
    // A lock that could not be had in time may cost a call, and is told.
    expect(servers.stub.invoice().length - before).toBeLessThanOrEqual(1 + lost)
  }, 120_000)

  /**
   * Has a gateway sleep while a policy change about these words is put in force, and asks it when that is acknowledged: whether any
   * answer was an older one.
   */
  const sleepThroughChange = async (sleeper: Serving, words: string, question: string): Promise<boolean> => {
    const { message: older } = await learn([first, sleeper], question)
    // Connections that are open are read first when it wakes, before it can have heard of the change.
    await Promise.all(Array.from({ length: 10 }, () => ask(sleeper, question, { user_id: customer })))

    process.kill(sleeper.pid, 'SIGSTOP')
    // A broker holds an answer back for 100 ms: one that is given later would tell of the change.
    await delay(500)
    // All of them on the first day, and by lookups alone: else the others would take the answer out of the shared caches.
    const rollout = { share_per_day: 1 }
    const response = await post(first, '/v1/policies', { match: { keywords: [words] }, rollout, reason: 'test' })
    expect(response.status, await response.text()).toBe(200)
    const late = Array.from({ length: 10 }, () => ask(sleeper, question, { user_id: customer }))
    await delay(Number(process.env.STOPPED_MS ?? 3_000))
    process.kill(sleeper.pid, 'SIGCONT')
    return (await Promise.all(late)).some(({ message }) => message === older)
  }

  it('acknowledge a policy change when both follow it; one that sleeps meanwhile serves nothing older when it wakes', async () => {
    expect(await sleepThroughChange(second, 'lamp', 'How long may I keep a lamp before I send it back?')).toBe(false)
  }, 120_000)

  it('do so by their leases alone: a gateway that ignores its own serves something older', async () => {
    const careless = await servers.start('careless', 'serves without a lease')
    expect(await sleepThroughChange(careless, 'vase', 'How long may I keep a vase before I send it back?')).toBe(true)
    await careless.kill('SIGKILL')
  }, 120_000)

  /** Entries that were stored under a policy epoch, as the log has them. */
  const storedUnder = async (epoch: number): Promise<number> => {
    const { stdout } = await servers.run(['tail', 'cache.entries', '--exit-at-end'])
    const entries = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    return entries.filter(({ type, data }) => type === 'EntryStored' && data.policyEpoch === epoch).length
  }

  /** How many entries have their uses counted, once that are so many: no others are known to be frequent. */
  const counted = async (atLeast: number): Promise<number> => {
    const topic = `${servers.env.TURNSTREAM_KAFKA_PREFIX}turnstream.state`
    const entriesIn = (all: readonly Read[]): number => {
      const last = new Map(all.filter(({ key }) => key.startsWith('promote\0')).map(({ key, value }) => [key, value]))
      return [...last.values()].filter(value => value !== 'null' && JSON.parse(value).entry !== null).length
    }
    const brokers = services.kafka.address.split(',')
    return entriesIn(await readIndependently(brokers, topic, all => entriesIn(all) >= atLeast, 20_000))
  }

  it('ask anew what both have learnt before a change comes in force, and serve the new answers with it', async () => {
    const questions = [
      'How do I get wax out of a carpet?',
      'How do I keep a bench free of rust?',
      'What helps against mould on a curtain?',
    ]
    const older: string[] = []
    const before = await counted(1)
    for (const question of questions) older.push((await learn([first, second], question)).message)
    expect(await counted(before + questions.length)).toBeGreaterThanOrEqual(before + questions.length)
    const match = { keywords: ['wax', 'rust', 'mould'] }
    const change = { version: 'asked-anew', match, prewarm: true, reason: 'test' }
    const announced = await post(first, '/v1/policies', change)
    expect(announced.status).toBe(202)
    const standing = async ({ url }: Serving) =>
      (await (await fetch(`${url}${announced.headers.get('location')}`)).json()) as Standing
    for (const server of [first, second])
      await eventually('it is in force', async () => (await standing(server)).state === 'in_force')
    const { epoch, prewarm } = await standing(first)
    expect(prewarm).toMatchObject({ done: 3, total: 3, ended: 'done' })
    await eventually('the caches are given what waited', async () => (await storedUnder(epoch)) === questions.length)

    const calls = servers.stub.invoice().length
    for (const server of [first, second])
      for (const [n, question] of questions.entries()) {
        const { cached, message } = await ask(server, question, { user_id: customer })
        expect(cached, question).toBe('exact')
        expect(message).not.toBe(older[n])
      }
    expect(servers.stub.invoice()).toHaveLength(calls)
    expect((await post(second, '/v1/policies', change)).status).toBe(200)
  }, 120_000)

  it('have each conversation in one arm of an experiment, whichever of them is asked, and count it the same', async () => {
    const arms = [{ name: 'short', set: ['compress.passages=0'] }]
    const started = await post(first, '/v1/experiments', { name: 'passages', arms, by: 'ann' })
    expect(started.status, await started.clone().text()).toBe(200)
    const listed = async ({ url }: Serving) =>
      ((await (await fetch(`${url}/v1/experiments`)).json()) as { experiments: object[] }).experiments
    await eventually('both know of it', async () => (await listed(second)).length === 1)
    const turns: string[] = []
    for (let n = 0; n < 6; n++)
      for (const server of [first, second])
        turns.push((await ask(server, 'How do I oil a table?', { conversation_id: `oiled ${n}` })).turn_id)
    const armOf = async (turnId: string): Promise<string> => {
      const { experiment } = (await (await fetch(`${second.url}/v1/explain/${turnId}`)).json()) as {
        experiment: { arm: string } | null
      }
      return experiment?.arm ?? 'none'
    }
    const byConversation: string[][] = []
    for (let n = 0; n < 6; n++) byConversation.push([await armOf(turns[2 * n]!), await armOf(turns[2 * n + 1]!)])
    for (const [one, other] of byConversation) expect(other).toBe(one)
    expect(new Set(byConversation.flat())).toEqual(new Set(['control', 'short']))
    interface Shown {
      readonly results: readonly { readonly arm: string; readonly turns: number }[]
    }
    const countedBy = async ({ url }: Serving): Promise<readonly (readonly [string, number])[]> =>
      ((await (await fetch(`${url}/v1/experiments/passages`)).json()) as Shown).results.map(({ arm, turns }) => [
        arm,
        turns,
      ])
    const really = ['control', 'short'].map(arm => [arm, 2 * byConversation.filter(([of]) => of === arm).length])
    for (const server of [first, second]) await expect.poll(() => countedBy(server)).toEqual(really)
    expect((await post(second, '/v1/experiments/passages/stop', { by: 'bob' })).status).toBe(200)
  }, 120_000)

  it('have caches that are what the log says: a rebuild changes nothing', async () => {
    for (const store of ['redis', 'elasticsearch']) {
      const rebuilt = async () => {
        const { code, stdout, stderr } = await servers.run(['rebuild', store, '--json'], 'first')
        expect(code, stderr).toBe(0)
        return JSON.parse(stdout)
      }
      let result = await rebuilt()
      // What was learnt a moment ago may come meanwhile, and then nothing can be compared.
      for (let again = 0; again < 5 && result.caches[0].equal === null; again++) result = await rebuilt()
      expect(result).toMatchObject({ equal: true, caches: [{ layer: store, equal: true }] })
    }
  }, 120_000)

  it('leave a log in which every decision is decided again as recorded', async () => {
    for (const server of [first, second]) expect(await server.kill('SIGTERM')).toBe(0)
    const verified = await servers.run(['replay', '--verify', '--json'])
    expect(verified.code, verified.stderr).toBe(0)
    expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true, dead: 0 })
  }, 120_000)
})
