import { expect, it } from 'vitest'
import { recordLatency } from '../../eval/latency.ts'
import { type LoadClock, openLoop } from './open-loop.ts'

const ok = { status: 200, layer: 'exact' }

/** Time that passes only while somebody sleeps; what is planned meanwhile happens at its instant. */
const virtualTime = () => {
  let nowMs = 0
  let planned: { readonly atMs: number; readonly run: () => void }[] = []
  const clock: LoadClock = {
    now: () => nowMs,
    sleep: async ms => {
      const untilMs = nowMs + ms
      for (;;) {
        planned.sort((a, b) => a.atMs - b.atMs)
        const next = planned[0]
        if (!next || next.atMs > untilMs) break
        planned = planned.slice(1)
        nowMs = next.atMs
        next.run()
      }
      nowMs = untilMs
    },
  }
  return {
    clock,
    plan: (atMs: number, run: () => void) => planned.push({ atMs, run }),
    skip: (ms: number) => (nowMs += ms),
  }
}

/** Answers one request after another in 1 ms each, and none while it stands still. */
const stallingServer = ({ clock, plan }: ReturnType<typeof virtualTime>, from: number, to: number) => {
  let freeAt = 0
  return (_index: number, done: (response: typeof ok) => void): void => {
    const begin = Math.max(clock.now(), freeAt)
    freeAt = (begin >= from && begin < to ? to : begin) + 1
    plan(freeAt, () => done(ok))
  }
}

const everyMs = (ms: number, count: number): Float64Array => Float64Array.from({ length: count }, (_, at) => at * ms)

it('charges a server that stands still for a second to every request that was due in that second', async () => {
  const time = virtualTime()
  const due = everyMs(10, 300)
  const latencies: number[] = []
  const late: number[] = []
  const recorded = recordLatency()
  const loop = await openLoop({
    due,
    clock: time.clock,
    send: stallingServer(time, 1_000, 2_000),
    onSent: (_index, ms) => late.push(ms),
    onDone: (index, _response, ms) => {
      latencies[index] = ms
      recorded.record(ms)
    },
    patienceMs: 10_000,
  })
  expect(loop).toMatchObject({ sent: 300, answered: 300, lost: 0 })
  expect(late).toEqual(Array.from(due, () => 0))
  for (const [index, ms] of latencies.entries()) {
    const dueMs = due[index]!
    if (dueMs < 1_000) expect(ms).toBe(1)
    if (dueMs >= 1_000 && dueMs < 2_000) expect(ms).toBeGreaterThan(2_000 - dueMs)
  }
  expect(recorded.percentiles().p99).toBeGreaterThan(950)
})

it('counts from the instant at which a request was due, also where the generator itself was late', async () => {
  const time = virtualTime()
  const late: number[] = []
  const latencies: number[] = []
  await openLoop({
    due: everyMs(10, 10),
    clock: {
      ...time.clock,
      sleep: async ms => {
        await time.clock.sleep(ms)
        if (time.clock.now() === 50) time.skip(500)
      },
    },
    send: stallingServer(time, 0, 0),
    onSent: (index, ms) => {
      late[index] = ms
    },
    onDone: (index, _response, ms) => {
      latencies[index] = ms
    },
    patienceMs: 1_000,
  })
  expect(late.slice(4)).toEqual([0, 500, 490, 480, 470, 460])
  expect(latencies.slice(4)).toEqual([1, 501, 492, 483, 474, 465])
})

it('gives up what is unanswered when patience ends, and what comes later does not count', async () => {
  const time = virtualTime()
  let counted = 0
  const loop = await openLoop({
    due: everyMs(1, 5),
    clock: time.clock,
    send: (index, done) => time.plan(index === 4 ? 9_000 : 5, () => done(ok)),
    onDone: () => counted++,
    patienceMs: 1_000,
  })
  await time.clock.sleep(20_000)
  expect(loop).toMatchObject({ sent: 5, answered: 4, lost: 1 })
  expect(counted).toBe(4)
})

it('ends before its time when it is told that it is enough', async () => {
  const time = virtualTime()
  let sent = 0
  const loop = await openLoop({
    due: everyMs(1, 1_000),
    clock: time.clock,
    send: (_index, done) => {
      sent++
      time.plan(time.clock.now() + 1, () => done(ok))
    },
    onDone: () => undefined,
    enough: () => sent >= 10,
    patienceMs: 100,
  })
  expect(loop).toMatchObject({ sent: 10, answered: 10 })
})
