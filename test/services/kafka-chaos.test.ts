import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { openTable } from '../../infra/log/kafka/table.ts'
import { openTransactor } from '../../infra/log/kafka/transactor.ts'
import { openWire } from '../../infra/log/kafka/wire.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import { startProviderStub } from '../../infra/stub/provider.ts'
import type { NewRecord } from '../../processors/ports/log.ts'
import { checkAnswers, checkInvoice } from './answered.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { killAtRandom } from './killing.ts'
import { own } from './needs.ts'
import { assigned, useWorkers } from './workers.scene.ts'
import { type Read, readIndependently } from './workers.ts'

const PARTITIONS = 4
/** How long workers are killed; the full size is 3 minutes. */
const KILLS_MS = Number(process.env.CHAOS_MS ?? 15_000)

await describeOn('Workers on Kafka', { kafka: own('kafka') }, ({ kafka }) => {
  const brokers = kafka.address.split(',')
  const scene = useWorkers(brokers, { sessionTimeoutMs: 6_000 })
  const { start } = scene

  beforeEach(async () => {
    const spec = { partitions: PARTITIONS, cleanup: 'delete', retentionMs: null } as const
    await scene.log.createTopics([
      { ...spec, name: 'input' },
      { ...spec, name: 'output' },
    ])
  })

  const input = (i: number, key = `c${i % 40}`): NewRecord => ({
    topic: 'input',
    partition: (i % 40) % PARTITIONS,
    key: Buffer.from(key),
    value: Buffer.from(`${i}`),
    headers: { ce_id: `in.${i}` },
    timestampMs: Date.now(),
  })
  const valuesOf = (read: readonly Read[]): number[] => read.map(({ value }) => Number(value)).sort((a, b) => a - b)
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

  it('answer each record once, in order of its conversation, however often they are killed', {
    timeout: KILLS_MS + 180_000,
  }, async () => {
    let sent = 0
    let over = false
    const producing = (async () => {
      while (!over) {
        await scene.log.append([input(sent)])
        sent++
        await sleep(5)
      }
    })()
    const stub = await startProviderStub({ answer: () => 'Here is what to do.', firstTokenMs: 3, perTokenMs: 1 })
    onTestFinished(() => stub.close())
    const provider = { provider: stub.url }
    const names = ['one', 'two', 'three']
    const running = new Map(names.map(name => [name, start(name, provider)]))
    const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
    console.info(`CHAOS_SEED=${seed} CHAOS_MS=${KILLS_MS}`)
    const random = seededRandom(seed)
    const kills = await killAtRandom(running, name => start(name, provider), {
      forMs: KILLS_MS,
      random,
      pause: () => sleep(random.int(500, 3_500)),
    })
    over = true
    await producing
    const read = await readIndependently(brokers, `${scene.prefix}output`, all => all.length >= sent, 120_000)
    const extra = stub.invoice().length - sent
    console.info(`${kills} kills, ${sent} records sent, ${read.length} answered, ${extra} calls billed again`)
    checkAnswers(read, sent)
    checkInvoice(stub.invoice(), read)
  })

  it('cannot commit after they were stopped past their session and their partitions moved', async () => {
    const zombie = start('zombie', { callMs: 1_500 })
    await assigned(zombie)
    const count = 200
    for (let i = 0; i < count; i++) await scene.log.append([input(i)])
    // Records, not commits: of how many records a commit is depends on how fast they came.
    const committed = (): number => zombie.said.reduce((sum, said) => sum + Number(said.committed ?? 0), 0)
    await eventually('it has committed some', () => committed() > 20)
    // A call is under way when it is stopped, and over the moment it wakes up.
    await scene.log.append([input(count, 'slow')])
    await sleep(700)
    zombie.process.kill('SIGSTOP')
    start('heir', { callMs: 10 })
    const done = (all: readonly Read[]): boolean => all.length > count
    const before = await readIndependently(brokers, `${scene.prefix}output`, done, 40_000)
    expect(before.find(({ key }) => key === 'slow')?.headers.by).toBe('heir')
    zombie.process.kill('SIGCONT')
    const isTold = ({ refused, revoked }: Record<string, unknown>): boolean =>
      refused === 'LOG_FENCED' || revoked !== undefined
    await eventually('it is told', () => zombie.said.some(isTold))
    await sleep(1_000)
    const read = await readIndependently(brokers, `${scene.prefix}output`, all => all.length > count + 1, 3_000)
    checkAnswers(read, count + 1)
  }, 90_000)

  it('keep their place in the group through a call that is longer than the session', { timeout: 90_000 }, async () => {
    const callMs = Number(process.env.CALL_MS ?? 9_000)
    const worker = start('patient', { callMs })
    await assigned(worker)
    await scene.log.append([input(0, 'slow')])
    for (let i = 1; i < 60; i++) {
      await scene.log.append([input(i)])
      await sleep(20)
    }
    const all = await readIndependently(brokers, `${scene.prefix}output`, found => found.length >= 60, callMs + 60_000)
    expect(valuesOf(all)).toEqual(numbers(60))
    // All others of its partition were answered meanwhile.
    const [slow] = all.filter(({ key }) => key === 'slow')
    const last = all.findLast(({ partition }) => partition === slow!.partition)
    expect(last).toBe(slow)
    expect(worker.said.filter(each => 'assigned' in each).length).toBe(1)
    expect(worker.said.filter(each => 'revoked' in each)).toEqual([])
  })

  it('get their partition back when a transaction of theirs was fenced for no reason of the group', async () => {
    const worker = start('rightful')
    await assigned(worker)
    for (let i = 0; i < 40; i++) await scene.log.append([input(i)])
    await eventually('it has committed', () => worker.said.some(({ committed }) => Number(committed) > 0))
    const wire = await openWire({ brokers, clientId: 'test', requestTimeoutMs: 5_000 })
    const table = openTable(wire, scene.prefix)
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const transactionalId = `${scene.prefix}workers.${partition}`
      const id = { wire, table, transactionalId, lane: 'test', timeoutMs: 10_000 }
      await openTransactor({ ...id, outward: record => record }).begin()
    }
    await wire.close()
    for (let i = 40; i < 80; i++) await scene.log.append([input(i)])
    const read = await readIndependently(brokers, `${scene.prefix}output`, all => all.length >= 80, 30_000)
    checkAnswers(read, 80)
    expect(worker.said.some(({ refused }) => refused === 'LOG_FENCED')).toBe(true)
  }, 60_000)

  it('go on by themselves after the broker was killed and came back, with all that was acknowledged', {
    timeout: 120_000,
  }, async () => {
    const worker = start('lasting')
    await assigned(worker)
    const acknowledged: number[] = []
    let over = false
    const producing = (async () => {
      for (let i = 0; !over; i++) {
        await scene.log.append([input(i)]).then(
          () => acknowledged.push(i),
          () => sleep(50),
        )
        await sleep(5)
      }
    })()
    await sleep(2_000)
    await kafka.kill('SIGKILL')
    await kafka.restart()
    const then = acknowledged.length
    await eventually('more is acknowledged', () => acknowledged.length > then + 200, 40_000)
    over = true
    await producing
    const enough = (all: readonly Read[]): boolean => {
      const seen = new Set(all.map(({ value }) => Number(value)))
      return acknowledged.every(i => seen.has(i))
    }
    const read = await readIndependently(brokers, `${scene.prefix}output`, enough, 40_000)
    expect(enough(read)).toBe(true)
    // What was not acknowledged may be there, once for each time that it is in the input.
    const ids = new Map<string, number>()
    for (const { partition } of numbers(PARTITIONS).map(partition => ({ partition }))) {
      const at = { topic: 'input', partition }
      for (let offset = await scene.log.begin(at); offset < (await scene.log.end(at)); ) {
        const found = await scene.log.read({ ...at, offset }, 500)
        for (const { value } of found) ids.set(String(value), (ids.get(String(value)) ?? 0) + 1)
        offset = found.at(-1)!.offset + 1n
      }
    }
    for (const [value, those] of Map.groupBy(read, each => each.value)) expect(those.length).toBe(ids.get(value))
  })
})
