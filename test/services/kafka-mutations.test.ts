import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs from 'kafkajs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { AnyDecider } from '../../infra/runtime/decide.ts'
import { runDecider } from '../../infra/runtime/deciders.ts'
import { createDecodedEvents } from '../../infra/runtime/decoded.ts'
import { createFacts } from '../../infra/runtime/facts.ts'
import { createPace } from '../../infra/runtime/pace.ts'
import { followViews } from '../../infra/runtime/views.ts'
import { startProviderStub } from '../../infra/stub/provider.ts'
import { type DomainEvent, idOf } from '../../processors/event.ts'
import { eventOf, turnOf } from '../../processors/fixtures.ts'
import type { EventIndex, NewRecord } from '../../processors/ports/log.ts'
import { decider } from '../../processors/processor.ts'
import { toRecord } from '../../topics/wire.ts'
import { checkAnswers, checkInvoice } from './answered.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { shared } from './needs.ts'
import { useWorkers } from './workers.scene.ts'
import { type Broken, type Read, readIndependently, type Worker } from './workers.ts'

/** For one step of a test: the test itself has longer, so that the step says what it waited for. */
const WITHIN_MS = 60_000
const TEST_MS = 180_000
const NEVER_MS = 3_600_000

/** Settles each turn. */
const settle = decider<null, null>({
  name: 'compress',
  inputs: ['chat.turns'],
  reactsTo: ['TurnReceived'],
  outputs: ['chat.prompts'],
  journal: [],
  initialState: () => null,
  evolve: state => state,
  gather: () => null,
  recall: () => null,
  decide: (_state, input) => {
    const { turnId, tenant, conversationId, solo, message } = (input as DomainEvent<'TurnReceived'>).data
    const entry = { turnId, receivedAtMs: 1, user: message, assistant: '' }
    const data = { turnId, tenant, conversationId, solo, entry, outstanding: false }
    return [
      eventOf('TurnSettled', data, { id: idOf.settled(turnId), key: input.key, subject: turnId, cause: input.id }),
    ]
  },
})

/** Throws where an event is there more than once. */
const checkOnce = (read: readonly Read[]): void => {
  for (const [id, those] of Map.groupBy(read, ({ headers }) => headers.ce_id))
    if (those.length > 1) throw new Error(`event ${id} is there ${those.length} times`)
}

await describeOn('A promise broken on purpose on Kafka', { kafka: shared('kafka') }, ({ kafka }) => {
  const brokers = kafka.address.split(',')
  const scene = useWorkers(brokers, { statePartitions: 1 })
  const { start } = scene

  const create = async (...names: readonly string[]): Promise<void> =>
    scene.log.createTopics(names.map(name => ({ name, partitions: 1, cleanup: 'delete', retentionMs: null })))
  const input = (i: number, key = `c${i % 4}`): NewRecord => ({
    ...{ topic: 'input', partition: 0, key: Buffer.from(key), value: Buffer.from(`${i}`) },
    headers: { ce_id: `in.${i}` },
    timestampMs: Date.now(),
  })
  const says = (worker: Worker, what: string): Promise<void> =>
    eventually(`it says ${what}`, () => worker.said.some(each => Number(each[what]) > 0), WITHIN_MS)
  const assigned = (): Promise<void> =>
    eventually(
      'a worker has the partition',
      () => scene.workers.some(({ said }) => said.some(each => 'assigned' in each)),
      WITHIN_MS,
    )
  /** All that answers the input once its progress is past it. */
  const answers = async (count: number): Promise<readonly Read[]> => {
    const at = { topic: 'input', partition: 0 }
    const isDone = async (): Promise<boolean> =>
      (await scene.log.progress('workers', at)).next >= (await scene.log.end(at))
    await eventually('the input is done', isDone, WITHIN_MS)
    return readIndependently(brokers, `${scene.prefix}output`, read => read.length >= count, 3_000)
  }

  describe('offsets committed before the outputs: a worker that is killed between the two', () => {
    const killedAt = async (point: string, broken?: Broken): Promise<readonly Read[]> => {
      await create('input', 'output')
      const names = ['one', 'two', 'three']
      for (const name of names) start(name, { broken })
      await assigned()
      await scene.log.append(Array.from({ length: 8 }, (_, i) => input(i)))
      const at = ({ said }: Worker): boolean => said.some(each => Number(each[point]) > 0)
      await eventually('one is there', () => scene.workers.some(at), WITHIN_MS)
      const struck = scene.workers.findIndex(at)
      await scene.workers[struck]!.kill()
      start(names[struck]!, { broken })
      return answers(8)
    }
    it('loses a turn', { timeout: TEST_MS }, async () => {
      const read = await killedAt('betweenOffsetsAndOutputs', 'commits early')
      expect(() => checkAnswers(read, 8)).toThrow(/record \d is lost: nothing answers it/)
    })
    it('loses none where both are one transaction', { timeout: TEST_MS }, async () => {
      checkAnswers(await killedAt('committing'), 8)
    })
  })

  describe('what was done out of order, redelivered to the next owner', () => {
    const takeOver = async (broken?: Broken): Promise<readonly Read[]> => {
      await create('input', 'output')
      const first = start('first', { callMs: 3_600_000 })
      await assigned()
      await scene.log.append([input(0, 'slow'), input(1), input(2)])
      await eventually(
        'all but the slow one are answered',
        () => first.said.reduce((sum, { committed }) => sum + Number(committed ?? 0), 0) === 2,
        WITHIN_MS,
      )
      await first.kill()
      start('next', { broken })
      return answers(3)
    }
    it('is answered twice by one that does not look what is done', { timeout: TEST_MS }, async () => {
      const read = await takeOver('forgets what is done out of order')
      expect(() => checkAnswers(read, 3)).toThrow('record 1 is answered 2 times')
    })
    it('is answered once by one that does', { timeout: TEST_MS }, async () => {
      checkAnswers(await takeOver(), 3)
    })
  })

  describe('a paid call during which the worker is killed', () => {
    const killedInMidCall = async (broken?: Broken) => {
      await create('input', 'output')
      const stub = await startProviderStub({ answer: () => 'one two three four five six', perTokenMs: 200 })
      onTestFinished(() => stub.close())
      const options = { broken, provider: stub.url }
      const first = start('first', options)
      await assigned()
      await scene.log.append([input(0)])
      await eventually('the call has come to the provider', () => stub.calls().length === 1, WITHIN_MS)
      await first.kill()
      start('next', options)
      const read = await answers(1)
      checkAnswers(read, 1)
      return { read, bills: () => stub.invoice() }
    }
    it('is billed again, which nobody says who takes every call for the first', { timeout: TEST_MS }, async () => {
      const { read, bills } = await killedInMidCall('takes every call for the first')
      expect(() => checkInvoice(bills(), read)).toThrow(/call in\.0 is billed 2 times, which is not reported/)
    })
    it('is billed again, and its answer says so', { timeout: TEST_MS }, async () => {
      const { read, bills } = await killedInMidCall()
      expect(bills().map(({ idempotencyKey }) => idempotencyKey)).toEqual(['in.0', 'in.0'])
      checkInvoice(bills(), read)
      expect(read.map(({ headers }) => headers.ambiguous)).toEqual(['true'])
    })
  })

  describe('an owner that was stopped past its session, and wakes up to what came after its heir had taken over', () => {
    const wakesUp = async (broken?: Broken) => {
      await create('input', 'output')
      const stub = await startProviderStub({ answer: () => 'Here is what to do.' })
      onTestFinished(() => stub.close())
      // It reads before it hears of its heir, which without this is a matter of luck.
      const zombie = start('zombie', { broken, provider: stub.url, heartbeatMs: NEVER_MS })
      await assigned()
      await scene.log.append([input(0)])
      await says(zombie, 'committed')
      zombie.process.kill('SIGSTOP')
      const heir = start('heir', { provider: stub.url })
      // What is appended before answers the fetch that the zombie has under way: it would wake up to that alone.
      await eventually('the heir has the partition', () => heir.said.some(each => 'assigned' in each), WITHIN_MS)
      await scene.log.append([input(1)])
      await says(heir, 'committed')
      // The first that the heir cannot hold for begun by another, as it may the one before.
      await scene.log.append([input(2)])
      const read = await answers(3)
      zombie.process.kill('SIGCONT')
      await eventually('it reads on', () => zombie.said.some(each => Number(each.read) > 0), WITHIN_MS)
      return { read, stub }
    }
    it('makes a paid call that nobody reports, if it takes what it owned for its own', {
      timeout: TEST_MS,
    }, async () => {
      const { read, stub } = await wakesUp('trusts its seat for ever')
      const bills = () => stub.invoice().filter(({ idempotencyKey }) => idempotencyKey === 'in.2')
      await eventually('it is billed again', () => bills().length === 2, WITHIN_MS)
      expect(() => checkInvoice(stub.invoice(), read)).toThrow(/call in\.[12] is billed 2 times, which is not reported/)
    })
    it('makes none where it looks how long ago it was heard of', { timeout: TEST_MS }, async () => {
      const { read, stub } = await wakesUp()
      // Time enough for a call that should not be.
      await sleep(1_000)
      checkAnswers(read, 3)
      checkInvoice(stub.invoice(), read)
      expect(read.map(({ headers }) => [headers.by, headers.ambiguous])[2]).toEqual(['heir', 'false'])
      expect(stub.calls().length).toBe(3)
    })
  })

  describe('a turn that is on the log twice, as after an append that nobody knew the outcome of', () => {
    const decideTwice = async (has: EventIndex['has']): Promise<readonly Read[]> => {
      const { log } = scene
      await create('chat.turns', 'chat.prompts', 'dead.letters', 'policy.changes', 'control')
      const views = await followViews(log)
      const running = await runDecider({
        ...{
          log,
          index: { has, settled: log.settled },
          views,
          partitions: 1,
          decider: settle as unknown as AnyDecider,
          facts: createFacts(log),
        },
        decoded: createDecodedEvents(),
        pace: createPace(() => performance.now()),
      })
      const turn = (id: string): NewRecord =>
        toRecord(eventOf('TurnReceived', turnOf({ turnId: id }), { id, key: 'c0' }), 1)
      const settled = (id: string): Promise<void> =>
        eventually(`${id} is settled`, () => log.has(idOf.settled(id)), WITHIN_MS)
      await log.append([turn('t1')])
      await settled('t1')
      await log.append([turn('t1'), turn('t2')])
      await settled('t2')
      await running.stop()
      views.stop()
      return readIndependently(brokers, `${scene.prefix}chat.prompts`, read => read.length >= 2, 10_000)
    }
    it('is decided twice where nobody looks for its derived ids', { timeout: TEST_MS }, async () => {
      const read = await decideTwice(() => false)
      expect(() => checkOnce(read)).toThrow(`event ${idOf.settled('t1')} is there 2 times`)
    })
    it('is decided once where they are looked for', { timeout: TEST_MS }, async () => {
      const read = await decideTwice(scene.log.has)
      checkOnce(read)
      expect(read.map(({ headers }) => headers.ce_id)).toEqual(['t1', 't2'].map(idOf.settled))
    })
  })

  describe('a record whose transaction was aborted', () => {
    const abortBetween = async (broken?: Broken): Promise<readonly Read[]> => {
      await create('input', 'output')
      const worker = start('reader', { broken })
      await assigned()
      await scene.log.append([input(0)])
      const client = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING })
      const producer = client.producer({ transactionalId: `${scene.prefix}other`, maxInFlightRequests: 1 })
      await producer.connect()
      const transaction = await producer.transaction()
      const messages = [{ key: 'c0', value: '99', partition: 0, headers: { ce_id: 'in.99' } }]
      await transaction.send({ topic: `${scene.prefix}input`, messages })
      await transaction.abort()
      await producer.disconnect()
      await scene.log.append([input(1)])
      await says(worker, 'committed')
      return answers(2)
    }
    it('is answered by one that reads what is not committed', { timeout: TEST_MS }, async () => {
      const read = await abortBetween('reads what is not committed')
      expect(() => checkAnswers(read, 2)).toThrow('record 99 is answered, which was never asked')
    })
    it('is never seen by one that reads what is committed', { timeout: TEST_MS }, async () => {
      checkAnswers(await abortBetween(), 2)
    })
  })
})
