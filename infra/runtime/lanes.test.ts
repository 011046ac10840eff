import { describe, expect, it } from 'vitest'
import { turnstreamError } from '../../processors/errors.ts'
import { bench, fresh, output, owner, record, records, settled } from './lanes.fixture.ts'

const unavailable = () => turnstreamError('LOG_UNAVAILABLE', 'The log is away.')

describe('lanes', () => {
  it('given records of one lane, when they are offered, then they run one after another in offset order', async () => {
    const { lanes, starts, complete } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'a', 'a']))
    expect(starts).toEqual(['0/0'])
    await complete('0/0')
    expect(starts).toEqual(['0/0', '0/1'])
    await complete('0/1')
    expect(starts).toEqual(['0/0', '0/1', '0/2'])
  })

  it('given a lane that hangs, when others are offered, then they run beside it', async () => {
    const { lanes, complete, outputs } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['hangs', 'b', 'c', 'hangs']))
    await complete('0/1', '0/2')
    expect(outputs()).toEqual(['0/1', '0/2'])
  })

  it('given one lane on two topics of a group, when both have a record, then they do not run at once', async () => {
    const { lanes, runs, starts } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.assign(owner(0, 1, 'ratings'), fresh, 0n)
    lanes.offer(owner(0), [record(0, 0, 'a')])
    lanes.offer(owner(0, 1, 'ratings'), [record(0, 7, 'a', 'ratings')])
    expect(starts).toEqual(['0/0'])
    runs.get('0/0')!.resolve()
    await settled()
    expect(starts).toEqual(['0/0', '0/7'])
  })

  it('given a capacity of two, when many lanes are offered, then two are in flight and a free place is filled', async () => {
    const { lanes, starts, complete } = bench({ capacity: 2 })
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'b', 'c', 'd']))
    expect(starts).toEqual(['0/0', '0/1'])
    await complete('0/1')
    expect(starts).toEqual(['0/0', '0/1', '0/2'])
    expect(lanes.stats().inFlight).toBe(2)
  })

  it('given a busy partition, when another one has a record, then they take turns', async () => {
    const { lanes, starts, complete } = bench({ capacity: 1 })
    lanes.assign(owner(0), fresh, 0n)
    lanes.assign(owner(1), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'b', 'c']))
    lanes.offer(owner(1), records(1, ['x', 'y']))
    for (const id of ['0/0', '0/1', '1/0', '0/2', '1/1']) await complete(id)
    expect(starts).toEqual(['0/0', '0/1', '1/0', '0/2', '1/1'])
  })
})

describe('a record whose time has not come', () => {
  /** Record 0/0 waits until `comes` is called, or what it waits for fails. */
  const waiting = (capacity = 1) => {
    const time = Promise.withResolvers<void>()
    const signals: AbortSignal[] = []
    const ready = ({ offset }: { offset: bigint }, signal: AbortSignal): Promise<void> | null => {
      if (offset > 0n) return null
      signals.push(signal)
      return time.promise
    }
    const opened = bench({ capacity, ready })
    opened.lanes.assign(owner(0), fresh, 0n)
    opened.lanes.offer(owner(0), records(0, ['a', 'a', 'b']))
    return { ...opened, signals, time }
  }

  it('takes no place of others, runs when it has come, and those behind it in its lane after it', async () => {
    const { starts, complete, time, lanes } = waiting()
    expect(starts).toEqual(['0/2'])
    expect(lanes.stats()).toMatchObject({ inFlight: 1, partitions: [{ queued: 2 }] })
    time.resolve()
    await settled()
    expect(starts).toEqual(['0/2'])
    await complete('0/2')
    expect(starts).toEqual(['0/2', '0/0'])
    await complete('0/0')
    expect(starts).toEqual(['0/2', '0/0', '0/1'])
  })

  it('is left to the next owner where the partition moves meanwhile, and the wait is told to end', async () => {
    const { starts, complete, time, lanes, signals } = waiting()
    await complete('0/2')
    lanes.revoke(owner(0))
    expect(signals[0]?.aborted).toBe(true)
    time.reject(new Error('aborted'))
    await settled()
    expect(starts).toEqual(['0/2'])
    lanes.assign(owner(0, 2), fresh, 3n)
    lanes.offer(owner(0, 2), records(0, ['a', 'a']))
    await settled()
    expect(starts).toEqual(['0/2', '0/0'])
  })

  it('does not hold up a drain, which leaves it behind', async () => {
    const { complete, lanes, starts } = waiting()
    await complete('0/2')
    expect(await lanes.drain(60_000)).toMatchObject({ queued: 2, running: [], uncommitted: 0 })
    expect(starts).toEqual(['0/2'])
  })
})

describe('room', () => {
  it('given the high-water mark is reached, when effects complete, then reading resumes at the low-water mark', async () => {
    const { lanes, complete } = bench({ highWater: 4, lowWater: 1 })
    lanes.assign(owner(0), fresh, 0n)
    expect(await lanes.room(owner(0))).toBe(4)
    lanes.offer(owner(0), records(0, ['a', 'b', 'c', 'd']))
    let room = 0
    void lanes.room(owner(0)).then(records => {
      room = records
    })
    await complete('0/0', '0/1')
    expect([room, lanes.stats().partitions[0]!.paused]).toEqual([0, true])
    await complete('0/2')
    expect(room).toBe(3)
  })

  it('given the log takes no commits, when effects complete, then what they gave back still counts as held', async () => {
    const { lanes, log, complete } = bench({ highWater: 2, lowWater: 0 })
    log.answer = () => new Promise(() => undefined)
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'b']))
    void lanes.room(owner(0))
    await complete('0/0', '0/1')
    expect(lanes.stats().partitions[0]).toMatchObject({ queued: 0, running: 0, uncommitted: 2, paused: true })
  })

  it('given a gap, when as many are done beyond it as the limit allows, then the partition waits for it to close', async () => {
    const { lanes, complete } = bench({ maxDone: 3 })
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['hangs', 'b', 'c']))
    await complete('0/1', '0/2')
    let room = 0
    void lanes.room(owner(0)).then(records => {
      room = records
    })
    await settled()
    expect(room).toBe(0)
    await complete('0/0')
    expect(room).toBe(3)
  })

  it('given a gap, when as much was read beyond it as the limit allows, accepted or not, then the partition waits for it to close', async () => {
    const { lanes, complete } = bench({ maxSpan: 3 })
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['hangs', '!', '!', 'b']))
    await complete('0/3')
    let room = 0
    void lanes.room(owner(0)).then(records => {
      room = records
    })
    await settled()
    expect(room).toBe(0)
    await complete('0/0')
    expect(room).toBe(100)
  })

  it('given a list of done offsets as long as allowed, when assigned, then there is room for the gap itself', async () => {
    const { lanes } = bench({ maxDone: 2 })
    lanes.assign(owner(0), { next: 0n, done: [1n, 2n] }, 3n)
    expect(await lanes.room(owner(0))).toBe(1)
  })

  it('given a reader that waits for room, when its partition is revoked, then it is told that there is none', async () => {
    const { lanes } = bench({ highWater: 1, lowWater: 0 })
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a']))
    const room = lanes.room(owner(0))
    lanes.revoke(owner(0))
    expect(await room).toBe(0)
  })
})

describe('progress', () => {
  it('given effects complete out of order, when committed, then outputs and exact progress are one commit', async () => {
    const { lanes, log, complete } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'b', 'c']))
    await complete('0/2')
    await complete('0/0')
    await complete('0/1')
    expect(log.commits.map(({ progress }) => progress)).toEqual([
      [{ topic: 'questions', partition: 0, next: 0n, done: [2n] }],
      [{ topic: 'questions', partition: 0, next: 1n, done: [2n] }],
      [{ topic: 'questions', partition: 0, next: 3n, done: [] }],
    ])
    expect(log.commits[0]).toMatchObject({ records: [output('0/2')], owners: [owner(0)] })
  })

  it('given an effect that writes state, when committed, then state is in the same commit', async () => {
    const { lanes, log, runs } = bench()
    const write = { store: 'calls', key: 'a', value: null }
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a']))
    runs.get('0/0')!.resolve({ records: [], state: [write] })
    await settled()
    expect(log.commits).toMatchObject([{ records: [], state: [write], progress: [{ next: 1n }] }])
  })

  it('given a commit under way, when others complete, then they wait and share the next one', async () => {
    const { lanes, log, complete } = bench()
    const first = Promise.withResolvers<void>()
    let inFlight = 0
    log.answer = () => (inFlight++ === 0 ? first.promise : Promise.resolve())
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'b', 'c']))
    await complete('0/0')
    await complete('0/1', '0/2')
    expect(inFlight).toBe(1)
    first.resolve()
    await settled()
    expect(log.commits.map(({ records }) => records.length)).toEqual([1, 2])
  })

  it('given progress with done offsets, when assigned, then they are skipped and stay in the progress', async () => {
    const { lanes, log, starts, complete } = bench()
    lanes.assign(owner(0), { next: 4n, done: [5n, 9n] }, 10n)
    lanes.offer(owner(0), records(0, ['a', 'b', 'c'], 4))
    expect(starts).toEqual(['0/4', '0/6'])
    await complete('0/6')
    await complete('0/4')
    expect(log.commits.map(({ progress: [only] }) => [only!.next, only!.done])).toEqual([
      [4n, [5n, 6n, 9n]],
      [7n, [9n]],
    ])
  })

  it('given progress that passes a done offset still to be read, when it is read, then it does not run again', async () => {
    const { lanes, log, starts, complete } = bench()
    lanes.assign(owner(0), { next: 4n, done: [5n] }, 6n)
    lanes.offer(owner(0), [record(0, 4, 'a')])
    await complete('0/4')
    expect(log.commits[0]!.progress[0]!.next).toBe(6n)
    lanes.offer(owner(0), records(0, ['b', 'c'], 5))
    expect(starts).toEqual(['0/4', '0/6'])
  })

  it('given records that are not accepted, when another one completes, then their progress rides along', async () => {
    const { lanes, log, complete } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['!', 'a', '!', '!']))
    await settled()
    expect(log.commits).toEqual([])
    await complete('0/1')
    expect(log.commits).toMatchObject([{ progress: [{ next: 4n, done: [] }] }])
  })

  it('given only records that are not accepted, when there are enough or time is up, then progress is committed', async () => {
    const { lanes, log, clock } = bench({ flushRecords: 3, flushMs: 500 })
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['!', '!', '!']))
    await settled()
    expect(log.commits).toMatchObject([{ records: [], progress: [{ next: 3n }] }])
    lanes.offer(owner(0), records(0, ['!'], 3))
    await clock.step()
    expect([log.commits.length, clock.nowMs()]).toEqual([2, 500])
  })

  it('given a record that lay on the log at the start, when it runs, then it is flagged as redelivered', () => {
    const { lanes, runs } = bench()
    lanes.assign(owner(0), fresh, 1n)
    lanes.offer(owner(0), records(0, ['a', 'b']))
    expect([runs.get('0/0')!.redelivered, runs.get('0/1')!.redelivered]).toEqual([true, false])
  })
})

describe('a partition that moves', () => {
  it('given running and queued effects, when revoked, then they are aborted, dropped and never committed', async () => {
    const { lanes, log, starts, runs, complete } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'a', 'b']))
    lanes.revoke(owner(0))
    expect([...runs.values()].map(({ signal }) => signal.aborted)).toEqual([true, true])
    await complete('0/0', '0/2')
    expect([log.commits, starts]).toEqual([[], ['0/0', '0/2']])
  })

  it('given an old run that is deaf, when its record comes back at once, then it waits for it and only it commits', async () => {
    const { lanes, log, starts, runs, complete } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a']))
    const old = runs.get('0/0')!
    lanes.revoke(owner(0))
    lanes.assign(owner(0, 2), fresh, 1n)
    lanes.offer(owner(0, 2), records(0, ['a', 'b']))
    expect(starts).toEqual(['0/0', '0/1'])
    old.resolve({ records: [output('old')] })
    await settled()
    expect([starts, log.commits]).toEqual([['0/0', '0/1', '0/0'], []])
    await complete('0/0')
    expect(log.commits).toMatchObject([{ records: [output('0/0')], owners: [owner(0, 2)] }])
  })

  it('given a deaf run, when its partition is lost and others have work, then it still counts as in flight', async () => {
    const { lanes, starts } = bench({ capacity: 1 })
    lanes.assign(owner(0), fresh, 0n)
    lanes.assign(owner(1), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a']))
    lanes.offer(owner(1), records(1, ['x']))
    lanes.revoke(owner(0))
    expect([starts, lanes.stats().inFlight]).toEqual([['0/0'], 1])
  })

  it('given a zombie, when the log fences its commit, then the ownership is dead and says so', async () => {
    const { lanes, log, ended, runs, complete } = bench()
    log.answer = async () => {
      throw turnstreamError('LOG_FENCED', 'The partition has moved.')
    }
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'b']))
    await complete('0/0')
    expect(ended).toMatchObject([{ code: 'LOG_FENCED' }])
    expect([runs.get('0/1')!.signal.aborted, lanes.stats().partitions]).toEqual([true, []])
  })

  it('given a zombie that nobody has told, when it wakes up, then nothing queued or offered runs, and others go on', async () => {
    let lost = -1
    const { lanes, starts, ended, complete } = bench({ capacity: 1, isHeld: ({ partition }) => partition !== lost })
    lanes.assign(owner(0), fresh, 0n)
    lanes.assign(owner(1), fresh, 0n)
    lanes.offer(owner(1), [record(1, 0, 'a'), record(1, 1, 'b')])
    lanes.offer(owner(0), [record(0, 0, 'b'), record(0, 1, 'c')])
    lost = 0
    await complete('1/0')
    expect(starts).toEqual(['1/0', '1/1'])
    await complete('1/1')
    lanes.offer(owner(0), [record(0, 2, 'd')])
    expect(starts).toEqual(['1/0', '1/1'])
    expect(ended).toMatchObject([{ code: 'LOG_FENCED', message: expect.stringContaining('questions/0 was lost') }])
    expect(lanes.stats()).toMatchObject({ inFlight: 0, partitions: [{ partition: 1 }] })
  })

  it('given an ownership that has ended, when its reader still offers, then nothing runs', () => {
    const { lanes, starts } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.assign(owner(0, 2), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a']))
    expect(starts).toEqual([])
  })
})

describe('trouble', () => {
  it('given a log that is away, when it is back, then the outputs that waited are committed', async () => {
    const { lanes, log, clock, complete, outputs } = bench()
    let attempts = 0
    log.answer = async () => {
      if (attempts++ < 3) throw unavailable()
    }
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a']))
    await complete('0/0')
    expect(outputs()).toEqual([])
    while (await clock.step());
    expect([outputs(), attempts]).toEqual([['0/0'], 4])
  })

  it('given a commit that landed without an answer, when it is tried again, then it is not written twice', async () => {
    const { lanes, log, clock, complete, outputs } = bench()
    log.answer = async commit => {
      log.commits.push(commit)
      log.progress = commit.progress[0]!
      throw unavailable()
    }
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a']))
    await complete('0/0')
    while (await clock.step());
    expect(outputs()).toEqual(['0/0'])
    expect(lanes.stats().partitions[0]).toMatchObject({ uncommitted: 0 })
  })

  it('given an effect that throws, when it settles, then a dead letter is committed and its lane goes on', async () => {
    const { lanes, starts, runs, outputs } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'a']))
    runs.get('0/0')!.reject(new Error('poison'))
    await settled()
    expect([starts, outputs()]).toEqual([['0/0', '0/1'], ['dead 0/0: poison']])
  })

  it('given a record that cannot be placed, when it is offered, then it is a dead letter and others go on', async () => {
    const laneOf = () => {
      throw new Error('undecodable')
    }
    const { lanes, log, outputs } = bench({ laneOf })
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', '!']))
    await settled()
    expect(outputs()).toEqual(['dead 0/0: undecodable'])
    expect(log.commits.at(-1)!.progress[0]!.next).toBe(1n)
  })

  it('given outputs that the log refuses, when others share the commit, then only theirs become a dead letter', async () => {
    const { lanes, log, complete, runs, outputs } = bench()
    log.answer = async ({ records: all }) => {
      if (all.some(({ topic }) => topic === 'nowhere')) throw turnstreamError('UNKNOWN_TOPIC', 'no such topic')
    }
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'b', 'c']))
    runs.get('0/0')!.resolve()
    runs.get('0/1')!.resolve({ records: [{ ...output('lost'), topic: 'nowhere' }] })
    await complete('0/2')
    expect(outputs()).toEqual(['0/0', 'dead 0/1: no such topic', '0/2'])
    expect(log.commits.at(-1)!.progress[0]).toMatchObject({ next: 3n, done: [] })
  })

  it('given a defect for which there is no dead letter, when it shows, then the partition stands still and says so', async () => {
    const onFailure = () => {
      throw new Error('defect')
    }
    const { lanes, ended, runs } = bench({ onFailure })
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'b']))
    runs.get('0/0')!.reject(new Error('poison'))
    await settled()
    expect(ended).toMatchObject([{ message: 'defect' }])
    expect(lanes.stats().partitions).toEqual([])
  })
})

describe('drain', () => {
  it('given running effects, when they finish in time, then they are committed and only what had not begun is left', async () => {
    const { lanes, clock, complete, outputs } = bench({ capacity: 1 })
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a', 'b']))
    const drained = lanes.drain(1_000)
    await complete('0/0')
    expect(await drained).toEqual({ queued: 1, running: [], uncommitted: 0 })
    expect([outputs(), clock.nowMs()]).toEqual([['0/0'], 0])
  })

  it('given an effect that outlasts the grace, when it is over, then it is aborted and named', async () => {
    const { lanes, clock, runs, complete, outputs } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a']))
    const drained = lanes.drain(1_000)
    await clock.step()
    expect(await drained).toEqual({
      queued: 0,
      running: [{ topic: 'questions', partition: 0, offset: 0n }],
      uncommitted: 0,
    })
    expect([clock.nowMs(), runs.get('0/0')!.signal.aborted]).toEqual([1_000, true])
    await complete('0/0')
    expect(outputs()).toEqual([])
  })

  it('given a log that is away, when the grace is over, then what could not be committed is counted', async () => {
    const { lanes, log, clock, complete } = bench()
    log.answer = () => Promise.reject(unavailable())
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a']))
    await complete('0/0')
    const drained = lanes.drain(50)
    while (await clock.step());
    expect(await drained).toEqual({ queued: 0, running: [], uncommitted: 1 })
  })

  it('given skipped records, when draining, then their progress is committed without waiting', async () => {
    const { lanes, log } = bench()
    lanes.assign(owner(0), fresh, 0n)
    lanes.offer(owner(0), records(0, ['!']))
    await lanes.drain(1_000)
    expect(log.commits).toMatchObject([{ progress: [{ next: 1n }] }])
  })

  it('given a drain, when records are offered or partitions assigned, then nothing more starts', async () => {
    const { lanes, starts } = bench()
    lanes.assign(owner(0), fresh, 0n)
    await lanes.drain(0)
    lanes.assign(owner(1), fresh, 0n)
    lanes.offer(owner(0), records(0, ['a']))
    lanes.offer(owner(1), records(1, ['a']))
    expect([starts, await lanes.room(owner(1))]).toEqual([[], 0])
  })
})
