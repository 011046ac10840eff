import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import kafkajs from 'kafkajs'
import { describe, it, type TestContext } from 'vitest'
import { openMember, type Seat } from '../../infra/log/kafka/membership.ts'
import { openOffsets } from '../../infra/log/kafka/offsets.ts'
import { type KafkaLog, openKafkaLog } from '../../infra/log/kafka/open.ts'
import { fetchCommitted } from '../../infra/log/kafka/progress.ts'
import { type KafkaRules, kafkaRules } from '../../infra/log/kafka/rules.ts'
import { openSession, type Session } from '../../infra/log/kafka/session.ts'
import { openTable } from '../../infra/log/kafka/table.ts'
import { openTransactor } from '../../infra/log/kafka/transactor.ts'
import { openWire, type Wire } from '../../infra/log/kafka/wire.ts'
import type { Commit, Membership, NewRecord } from '../../processors/ports/log.ts'
import { bytes, commitInTime, followAll, held } from '../contract/log.contract.kit.ts'
import { checkAnswers } from './answered.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { shared } from './needs.ts'
import { type Read, readIndependently } from './workers.ts'

/** The fences are for who does not even look at the clock. */
const unaware: KafkaRules = { ...kafkaRules, leaseMs: () => Number.POSITIVE_INFINITY }
const noTransactionalId: Partial<KafkaRules> = { transactionalId: () => randomUUID() }
const noGeneration: Partial<KafkaRules> = { committer: () => ({ memberId: '', generationId: -1 }) }

const fences = {
  both: unaware,
  'the transactional id alone': { ...unaware, ...noGeneration },
  'the generation alone': { ...unaware, ...noTransactionalId },
  neither: { ...unaware, ...noTransactionalId, ...noGeneration },
} satisfies Record<string, KafkaRules>
type Fence = keyof typeof fences

const SESSION_MS = 6_000
/** Such an owner is put out of the group, and is not told: the same as one that is stopped, at a moment that a test chooses. */
const NEVER_MS = 3_600_000

interface Scene {
  readonly prefix: string
  /** A log of the scene, by its name. */
  open(name: string, heartbeatMs?: number): Promise<KafkaLog>
}
type Finish = TestContext['onTestFinished']

const outcome = (commit: Promise<unknown>): Promise<string> =>
  commit.then(
    () => 'committed',
    error => error.code ?? String(error),
  )
const answerBy = (name: string): NewRecord => ({
  ...{ topic: 'output', partition: 0, key: bytes('c0'), value: bytes('0') },
  headers: { by: name },
  timestampMs: Date.now(),
})
/** What answers record 0 of the input. */
const answering = (name: string, member: Membership): Commit => ({
  records: [answerBy(name)],
  progress: [{ topic: 'input', partition: 0, next: 1n, done: [] }],
  owners: [held(member, 'input')],
})
const byWhom = (read: readonly Read[]): string[] => read.map(({ headers }) => headers.by!)

await describeOn('Two owners of one partition on Kafka', { kafka: shared('kafka') }, ({ kafka }) => {
  const brokers = kafka.address.split(',')
  // Most of the time is spent waiting for sessions to end.
  const concurrently = { timeout: 60_000, concurrent: true }

  const sceneOf = (rules: KafkaRules, onTestFinished: Finish): Scene => {
    const prefix = `${randomBytes(4).toString('hex')}.`
    const dir = mkdtempSync(join(tmpdir(), 'turnstream-fences-'))
    const logs: KafkaLog[] = []
    onTestFinished(async () => {
      await Promise.all(logs.map(log => log.close()))
      rmSync(dir, { recursive: true })
    })
    const spec = { partitions: 1, cleanup: 'delete', retentionMs: null } as const
    return {
      prefix,
      open: async (name, heartbeatMs = 500) => {
        const own = { dir: join(dir, name), heartbeatMs, sessionTimeoutMs: SESSION_MS, statePartitions: 1 }
        const log = await openKafkaLog({ brokers, prefix, rules, ...own })
        logs.push(log)
        await log.createTopics(['input', 'output'].map(topic => ({ ...spec, name: topic })))
        return log
      },
    }
  }
  const wireOf = async (onTestFinished: Finish): Promise<Wire> => {
    const wire = await openWire({ brokers, clientId: 'test', requestTimeoutMs: 5_000 })
    onTestFinished(() => wire.close())
    return wire
  }
  const answers = ({ prefix }: Scene, count: number): Promise<readonly Read[]> =>
    readIndependently(brokers, `${prefix}output`, read => read.length >= count, 10_000)

  /** One owner that nobody hears of any more and that does not know it, and another that has its partition. */
  const twoOwners = async (scene: Scene) => {
    const zombie = await scene.open('zombie', NEVER_MS)
    const former = await followAll(zombie, 'workers', ['input'])
    const heir = await scene.open('heir')
    const present = await followAll(heir, 'workers', ['input'])
    return { zombie, former, heir, present }
  }

  describe('a former owner that answers what its heir answers as well', () => {
    const bothAnswer = async (scene: Scene, first: 'zombie' | 'heir') => {
      const { zombie, former, heir, present } = await twoOwners(scene)
      const answer = {
        zombie: () => outcome(zombie.commit(answering('zombie', former))),
        heir: () => outcome(heir.commit(answering('heir', present))),
      }
      const second = first === 'zombie' ? 'heir' : 'zombie'
      return { [first]: await answer[first](), [second]: await answer[second]() }
    }
    for (const fence of ['both', 'the transactional id alone', 'the generation alone'] as const)
      for (const first of ['zombie', 'heir'] as const)
        it(`is refused by ${fence}, where the ${first} is first`, concurrently, async context => {
          const scene = sceneOf(fences[fence], context.onTestFinished)
          context.expect(await bothAnswer(scene, first)).toEqual({ zombie: 'LOG_FENCED', heir: 'committed' })
          const read = await answers(scene, 1)
          checkAnswers(read, 1)
          context.expect(byWhom(read)).toEqual(['heir'])
        })
    it('is refused by nothing else: without either there are two answers', concurrently, async context => {
      const scene = sceneOf(fences.neither, context.onTestFinished)
      context.expect(await bothAnswer(scene, 'zombie')).toEqual({ zombie: 'committed', heir: 'committed' })
      const read = await answers(scene, 2)
      context.expect(byWhom(read)).toEqual(['zombie', 'heir'])
      context.expect(() => checkAnswers(read, 1)).toThrow('record 0 is answered 2 times')
    })
  })

  describe('a former owner that commits records and no progress', () => {
    const commitsOnlyRecords = async (scene: Scene): Promise<string> => {
      const { zombie, former } = await twoOwners(scene)
      const owners = [held(former, 'input')]
      return outcome(zombie.commit({ records: [answerBy('zombie')], progress: [], owners }))
    }
    it('is refused by the transactional id', concurrently, async context => {
      const scene = sceneOf(fences['the transactional id alone'], context.onTestFinished)
      context.expect(await commitsOnlyRecords(scene)).toBe('LOG_FENCED')
    })
    const passing = ['the generation alone', 'neither'] as const
    it.for(passing)(
      'goes through where there is %s, for only offsets carry a generation',
      concurrently,
      async (fence, context) => {
        const scene = sceneOf(fences[fence], context.onTestFinished)
        context.expect(await commitsOnlyRecords(scene)).toBe('committed')
        context.expect(byWhom(await answers(scene, 1))).toEqual(['zombie'])
      },
    )
  })

  describe('a transaction that a former owner has left open', () => {
    const leaveOpen = async (
      transactionalId: string,
      topic: string,
      onTestFinished: Finish,
    ): Promise<kafkajs.Transaction> => {
      const client = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING })
      const producer = client.producer({ transactionalId, maxInFlightRequests: 1, transactionTimeout: 60_000 })
      await producer.connect()
      const transaction = await producer.transaction()
      onTestFinished(async () => {
        await transaction.abort().catch(() => undefined)
        await producer.disconnect()
      })
      await transaction.send({ topic, messages: [{ partition: 0, key: 'c0', value: '0' }] })
      return transaction
    }
    /** How far readers get on the output once the heir has the partition; the open transaction is the first thing there. */
    const takeOver = async (rules: KafkaRules, onTestFinished: Finish): Promise<() => Promise<bigint>> => {
      const scene = sceneOf(rules, onTestFinished)
      const heir = await scene.open('heir')
      await leaveOpen(rules.transactionalId(`${scene.prefix}workers`, 0), `${scene.prefix}output`, onTestFinished)
      await followAll(heir, 'workers', ['input'])
      const wire = await wireOf(onTestFinished)
      const offsets = openOffsets(wire, openTable(wire, scene.prefix))
      return () => offsets.stable({ topic: 'output', partition: 0 })
    }
    it('is ended by the transactional id as soon as it is taken', concurrently, async context => {
      const stable = await takeOver(fences['the transactional id alone'], context.onTestFinished)
      await eventually('readers go on', async () => (await stable()) > 0n)
    })
    it('counts for nothing in what an onlooker is told of the progress of its group', concurrently, async context => {
      const scene = sceneOf(fences.both, context.onTestFinished)
      const onlooker = await scene.open('onlooker')
      const input = { topic: 'input', partition: 0 }
      const topics = [{ topic: `${scene.prefix}input`, partitions: [{ partition: 0, offset: '1' }] }]
      const offsets = { consumerGroupId: `${scene.prefix}workers`, topics }
      const open = await leaveOpen(`${scene.prefix}former`, `${scene.prefix}output`, context.onTestFinished)
      await open.sendOffsets(offsets)
      context.expect(await onlooker.progress('workers', input)).toMatchObject({ next: 0n })
      await open.commit()
      context.expect(await onlooker.progress('workers', input)).toMatchObject({ next: 1n })
    })
    it(
      'of another group hides state for a while, and nobody is given a partition without it',
      concurrently,
      async context => {
        const scene = sceneOf(fences.both, context.onTestFinished)
        const [former, heir] = [await scene.open('former'), await scene.open('heir')]
        const before = await followAll(former, 'workers', ['input'])
        const state = `${scene.prefix}turnstream.state`
        const open = await leaveOpen(`${scene.prefix}others`, state, context.onTestFinished)
        const write = { store: 'workers', key: 'c0', value: bytes('1') }
        const committing = former.commit({ ...answering('former', before), state: [write] })
        await answers(scene, 1)
        await before.leave()
        const atFirst: Promise<Uint8Array | null>[] = []
        const after = await heir.join('workers', ['input'], {
          onAssigned: () => atFirst.push(heir.state('workers', 'c0')),
          onRevoked: () => undefined,
        })
        context.expect(after.assigned()).toEqual([])
        await open.abort()
        await committing
        await eventually('the heir has the partition', async () => after.assigned().length > 0)
        context.expect((await Promise.all(atFirst)).map(String)).toEqual(['1'])
      },
    )
    const passing = ['the generation alone', 'neither'] as const
    it.for(passing)(
      'stays open where there is %s: readers stand still until it times out',
      concurrently,
      async (fence, context) => {
        const stable = await takeOver(fences[fence], context.onTestFinished)
        context.expect(await stable()).toBe(0n)
      },
    )
  })

  describe('a former owner that takes the transactional id back, as one does whose connection broke', () => {
    const zombieOf = async (rules: KafkaRules, { prefix }: Scene, onTestFinished: Finish): Promise<Session> => {
      const wire = await wireOf(onTestFinished)
      const table = openTable(wire, prefix)
      await Promise.all(['input', 'output'].map(topic => table.topic(topic)))
      const group = `${prefix}workers`
      const { promise: seated, resolve } = Promise.withResolvers<Seat>()
      const member = openMember({
        ...{ wire, group, topics: [`${prefix}input`], partitions: 1, lane: 'join' },
        ...{ sessionTimeoutMs: SESSION_MS, rebalanceTimeoutMs: 10_000, heartbeatMs: NEVER_MS, leaseMs: NEVER_MS },
        onSeat: resolve,
        onGone: async () => undefined,
        onTrouble: () => undefined,
      })
      onTestFinished(() => member.leave())
      const committer = rules.committer(await seated)
      const transactor = openTransactor({
        ...{ wire, table, lane: 'transactions', timeoutMs: 10_000, outward: record => record },
        transactionalId: rules.transactionalId(group, 0),
      })
      const progress = () => fetchCommitted(wire, table, group, ['input'], 0)
      return openSession({
        ...{ group, committer, partition: 0, generation: await transactor.begin(), rideMs: 500 },
        committed: await progress(),
        fetchCommitted: progress,
        // It does not know what became of its last request, and begins anew.
        transactor: { ...transactor, isBroken: () => true },
        find: async () => [],
        onFenced: () => undefined,
      })
    }
    const takesItBack = async (fence: Fence, onTestFinished: Finish) => {
      const scene = sceneOf(fences[fence], onTestFinished)
      const heir = await scene.open('heir')
      const zombie = await zombieOf(fences[fence], scene, onTestFinished)
      const present = await followAll(heir, 'workers', ['input'])
      const { records, progress } = answering('zombie', present)
      const told = { zombie: await outcome(zombie.commit(records, progress)) }
      return { scene, heir, present, told: { ...told, heir: await outcome(heir.commit(answering('heir', present))) } }
    }
    it(
      'is refused by the generation; the heir is fenced as well, and has its partition back',
      concurrently,
      async context => {
        const { scene, heir, present, told } = await takesItBack('both', context.onTestFinished)
        context.expect(told).toEqual({ zombie: 'LOG_FENCED', heir: 'LOG_FENCED' })
        await commitInTime(heir, present, () => answering('heir', present))
        const read = await answers(scene, 1)
        checkAnswers(read, 1)
        context.expect(byWhom(read)).toEqual(['heir'])
      },
    )
    it('has none to take back where the generation is alone', concurrently, async context => {
      const { told } = await takesItBack('the generation alone', context.onTestFinished)
      context.expect(told).toEqual({ zombie: 'LOG_FENCED', heir: 'committed' })
    })
    it(
      'commits where the transactional id is alone: still one answer, though not by the heir',
      concurrently,
      async context => {
        const { scene, told } = await takesItBack('the transactional id alone', context.onTestFinished)
        context.expect(told).toEqual({ zombie: 'committed', heir: 'LOG_FENCED' })
        const read = await answers(scene, 1)
        checkAnswers(read, 1)
        context.expect(byWhom(read)).toEqual(['zombie'])
      },
    )
    it('answers a second time without either', concurrently, async context => {
      const { scene, told } = await takesItBack('neither', context.onTestFinished)
      context.expect(told).toEqual({ zombie: 'committed', heir: 'committed' })
      const read = await answers(scene, 2)
      context.expect(() => checkAnswers(read, 1)).toThrow('record 0 is answered 2 times')
    })
  })
})
