import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LmdbLog, openLmdbLog } from '../../infra/log/lmdb/open.ts'
import type { AnyDecider } from '../../infra/runtime/decide.ts'
import { type Running, runDecider } from '../../infra/runtime/deciders.ts'
import { createDecodedEvents } from '../../infra/runtime/decoded.ts'
import { createFacts } from '../../infra/runtime/facts.ts'
import { createPace } from '../../infra/runtime/pace.ts'
import { followViews, type ViewTail } from '../../infra/runtime/views.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, idOf } from '../../processors/event.ts'
import { at, eventOf, turnOf } from '../../processors/fixtures.ts'
import type { EventIndex } from '../../processors/ports/log.ts'
import { decider, type Facts } from '../../processors/processor.ts'
import type { TopicName } from '../../schemas/types.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { fromRecord, toRecord } from '../../topics/wire.ts'

const partitions = 4

/** Settles each turn with the number of turns its conversation has had: wrong if one is lost, repeated or out of order. */
const count = decider<{ turns: number }, null>({
  name: 'compress',
  inputs: ['chat.turns'],
  reactsTo: ['TurnReceived'],
  outputs: ['chat.prompts'],
  journal: ['TurnSettled'],
  initialState: () => ({ turns: 0 }),
  evolve: state => ({ turns: state.turns + 1 }),
  gather: () => null,
  recall: () => null,
  decide: ({ turns }, input) => {
    const { turnId, tenant, conversationId, solo, message } = (input as DomainEvent<'TurnReceived'>).data
    if (message === 'poison') throw new Error('this one cannot be decided')
    const entry = { turnId, receivedAtMs: turns + 1, user: message, assistant: '' }
    const data = { turnId, tenant, conversationId, solo, entry, outstanding: false }
    return [
      eventOf('TurnSettled', data, { id: idOf.settled(turnId), key: input.key, subject: turnId, cause: input.id }),
    ]
  },
})

let dir: string
let log: LmdbLog
let views: ViewTail
let running: Running[] = []

const open = async (seed?: number): Promise<void> => {
  log = await openLmdbLog({ dir, ...(seed === undefined ? {} : { unkind: { seed } }) })
  await log.createTopics(catalogue.map(topic => ({ ...topic, partitions: partitionsOf(topic, partitions) })))
  views = await followViews(log)
}
const run = async (definition: unknown = count, batch = 16, over = log, index: EventIndex = log): Promise<Running> => {
  const one = await runDecider({
    log: over,
    index,
    decider: definition as AnyDecider,
    facts: createFacts(index),
    decoded: createDecodedEvents(),
    pace: createPace(() => performance.now()),
    views,
    partitions,
    batch,
  })
  running.push(one)
  return one
}
const turn = (n: number, message = 'hello', conversation = n % 10) =>
  toRecord(
    eventOf('TurnReceived', turnOf({ turnId: `t${n}`, message }), {
      id: `t${n}`,
      key: `c${conversation}`,
      timeMs: at + n,
    }),
    partitions,
  )
const events = async <T>(topic: TopicName): Promise<T[]> => {
  const found: DomainEvent[] = []
  for (let partition = 0; partition < partitions; partition++)
    for (let offset = 0n; offset < (await log.end({ topic, partition })); ) {
      const records = await log.read({ topic, partition, offset }, 500)
      offset = records.at(-1)!.offset + 1n
      found.push(...records.map(fromRecord))
    }
  return found as T[]
}
const settledTurns = async () =>
  (await events<DomainEvent<'TurnSettled'>>('chat.prompts')).map(({ key, data }) => ({
    key,
    turnId: data.turnId,
    n: data.entry.receivedAtMs,
  }))

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnstream-deciders-'))
  running = []
})
afterEach(async () => {
  await Promise.all(running.map(one => one.stop()))
  views.stop()
  await log.close()
  rmSync(dir, { recursive: true })
})

const expectEachOnceInOrder = async (turns: number): Promise<void> => {
  await expect.poll(async () => (await settledTurns()).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(turns)
  const all = await settledTurns()
  expect(all).toHaveLength(turns)
  for (const [, ofKey] of Map.groupBy(all, ({ key }) => key)) {
    expect(ofKey.map(({ n }) => n)).toEqual(ofKey.map((_, i) => i + 1))
    expect(ofKey.map(({ turnId }) => Number(turnId.slice(1)))).toEqual(
      ofKey.map(({ turnId }) => Number(turnId.slice(1))).sort((a, b) => a - b),
    )
  }
}

describe('a decider decides each input once and in order per key', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'on a log that redelivers, rebalances and interleaves (seed %i), while owners come and go',
    async seed => {
      await open(seed)
      const first = await run()
      for (let n = 0; n < 150; n++) await log.append([turn(n)])
      await run()
      for (let n = 150; n < 300; n++) await log.append([turn(n)])
      await first.stop()
      await run()
      for (let n = 300; n < 400; n++) await log.append([turn(n)])
      await expectEachOnceInOrder(400)
    },
  )

  it('over restarts: the state is what was committed, not what was in memory', async () => {
    await open()
    for (let lap = 0; lap < 4; lap++) {
      const one = await run()
      await log.append(Array.from({ length: 50 }, (_, n) => turn(lap * 50 + n)))
      await expectEachOnceInOrder((lap + 1) * 50)
      await one.stop()
      views.stop()
      await log.close()
      await open()
    }
  })

  it('though the same turn arrives again, in the same batch or much later', async () => {
    await open()
    await run()
    await log.append([turn(1), turn(1), turn(2)])
    await expectEachOnceInOrder(2)
    await log.append([turn(1), turn(3, 'hello', 1)])
    await expectEachOnceInOrder(3)
  })
})

describe('trouble', () => {
  it('an input that makes the decider throw lies in dead.letters, leaves no trace in the state, and the next one is decided', async () => {
    await open()
    await run()
    await log.append([turn(1), turn(11, 'poison'), turn(21)])
    await expect
      .poll(async () => (await settledTurns()).map(({ turnId, n }) => [turnId, n]))
      .toEqual([
        ['t1', 1],
        ['t21', 2],
      ])
    const [dead] = await events<DomainEvent<'DeadLettered'>>('dead.letters')
    expect(dead?.data).toMatchObject({
      topic: 'chat.turns',
      processor: 'compress',
      code: 'DECIDER_THREW',
      message: 'this one cannot be decided',
    })
    expect(dead?.data.value?.equals(turn(11, 'poison').value!)).toBe(true)
    expect(dead).toMatchObject({ subject: 't11', cause: 't11' })
  })

  it.each(['reads its views by', 'gathers'])('what it %s may be found a moment after its input', async how => {
    await open()
    const asks = (facts: Facts, input: DomainEvent) => facts.event('TurnReceived', input.id)
    const early = {
      ...count,
      ...(how === 'gathers'
        ? { gather: (input: DomainEvent, facts: Facts) => asks(facts, input) && null }
        : { readsAt: (input: DomainEvent, facts: Facts) => asks(facts, input) && null }),
    }
    let settled = 0
    const index: EventIndex = {
      ...log,
      find: id => (settled > 0 ? log.find(id) : null),
      settled: async () => void settled++,
    }
    await run(early, 16, log, index)
    await log.append([turn(1), turn(2)])
    await expectEachOnceInOrder(2)
    expect(await events('dead.letters')).toEqual([])
    expect(settled).toBeGreaterThan(0)
  })

  it('what is not on the log at all is looked for again before its input is buried', async () => {
    await open()
    const gather = (_: DomainEvent, facts: Facts) => facts.event('TurnReceived', 'nobody') && null
    let settled = 0
    await run({ ...count, gather }, 16, log, { ...log, settled: async () => void settled++ })
    await log.append([turn(1)])
    await expect
      .poll(async () => (await events<DomainEvent<'DeadLettered'>>('dead.letters')).map(({ data }) => data.code))
      .toEqual(['GATHER_FAILED'])
    expect(settled).toBe(3)
  })

  it('a key of any length has its state, and holds nobody up', async () => {
    await open()
    await run()
    const long = 'k'.repeat(5_000)
    const keyed = (n: number) =>
      toRecord(
        eventOf('TurnReceived', turnOf({ turnId: `t${n}` }), { id: `t${n}`, key: long, timeMs: at + n }),
        partitions,
      )
    await log.append([keyed(1), keyed(2)])
    await expect.poll(async () => (await settledTurns()).map(({ n }) => n)).toEqual([1, 2])
  })

  it('a record that is damaged on the disk is buried by its place, and what lies before and after it is decided', async () => {
    await open()
    await log.append([turn(1), turn(11), turn(21), turn(31)])
    const { partition } = turn(1)
    const damaged: LmdbLog = {
      ...log,
      read: async (at, limit) => {
        if (
          at.topic === 'chat.turns' &&
          at.partition === partition &&
          at.offset <= 2n &&
          at.offset + BigInt(limit) > 2n
        )
          throw turnstreamError('RECORD_UNDECODABLE', 'torn', { details: { offset: '2' } })
        return log.read(at, limit)
      },
    }
    await run(count, 16, damaged)
    await expect.poll(async () => (await settledTurns()).map(({ turnId }) => turnId)).toEqual(['t1', 't11', 't31'])
    await expect
      .poll(async () => (await events<DomainEvent<'DeadLettered'>>('dead.letters')).map(({ data }) => data))
      .toEqual([
        expect.objectContaining({ topic: 'chat.turns', partition, offset: 2, value: null, code: 'RECORD_UNDECODABLE' }),
      ])
  })

  it('a read that fails for the moment stops nobody for good', { timeout: 10_000 }, async () => {
    await open()
    let failures = 1
    const flaky: LmdbLog = {
      ...log,
      read: async (at, limit) => {
        if (at.topic === 'chat.turns' && failures-- > 0) throw new Error('the disk hiccups')
        return log.read(at, limit)
      },
    }
    await log.append([turn(1)])
    await run(count, 16, flaky)
    await expect.poll(async () => (await settledTurns()).length, { timeout: 5_000 }).toBe(1)
  })

  it('a gathering that fails for the moment is tried again; one that goes on failing buries its input only', async () => {
    await open()
    let failures = 2
    await run({
      ...count,
      gather: (input: DomainEvent) => {
        if (input.id === 't1' && failures-- > 0) throw turnstreamError('GATHER_FAILED', 'for the moment')
        if (input.id === 't2') throw turnstreamError('GATHER_FAILED', 'for good')
        return null
      },
    })
    await log.append([turn(1), turn(2), turn(3)])
    await expect.poll(async () => (await settledTurns()).map(({ turnId }) => turnId).sort()).toEqual(['t1', 't3'])
    await expect
      .poll(async () => (await events<DomainEvent<'DeadLettered'>>('dead.letters')).map(({ subject }) => subject))
      .toEqual(['t2'])
  })

  it('an owner whose partitions have moved commits nothing more', async () => {
    await open()
    let release = (): void => undefined
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    await run({ ...count, gather: () => held.then(() => null) })
    await log.append([turn(0), turn(1), turn(2), turn(3)])
    await new Promise(resolve => setTimeout(resolve, 50))
    const second = await run()
    // Half of the partitions have moved; the first owner wakes up with decisions for all of them in hand.
    release()
    await expectEachOnceInOrder(4)
    expect(second.decided()).toBeGreaterThanOrEqual(0)
  })
})
