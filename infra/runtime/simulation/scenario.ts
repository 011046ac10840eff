import type { LaneLimits } from '../lanes-work.ts'
import { type Random, seededRandom } from './random.ts'
import type { Kind } from './records.ts'

/** What one seed is about. Times are ms of virtual time. */
export interface Scenario {
  readonly topics: readonly string[]
  readonly partitions: number
  readonly processes: number
  readonly limits: LaneLimits & { readonly readBatch: number }
  /** In the order of their appearance. */
  readonly records: readonly {
    readonly atMs: number
    readonly topic: string
    readonly partition: number
    readonly lane: number
    readonly kind: Kind
  }[]
  /** Trouble begins no later than this; from then on everything is left to recover. */
  readonly troubleMs: number
  readonly troubles: number
  readonly sessionMs: number
  readonly failureRate: number
  readonly latency: { readonly minMs: number; readonly alpha: number; readonly maxMs: number }
  /** Share of effects that take no notice of an abort. */
  readonly deafness: number
}

const kindFor = (random: Random): Kind => {
  const draw = random.next()
  if (draw < 0.72) return 'plain'
  if (draw < 0.86) return 'ignored'
  return random.pick(['throws', 'throws', 'throwsAtOnce', 'unreadable', 'unplaceable', 'refused'] as const)
}

const limitsFor = (random: Random, hangs: boolean, records: number): Scenario['limits'] => {
  const highWater = random.int(1, 24)
  const common = {
    capacity: random.pick([1, 2, 3, 6, 12]),
    flushRecords: random.int(1, 20),
    flushMs: random.int(1, 200),
    readBatch: random.int(1, 16),
  }
  // Behind a call that hangs records pile up by design; with room for all of them nothing else may wait.
  if (hangs)
    return {
      ...common,
      capacity: common.capacity + 1,
      highWater: records * 2,
      lowWater: records,
      maxDone: records,
      maxSpan: Number.MAX_SAFE_INTEGER,
    }
  const [lowWater, maxDone, maxSpan] = [random.int(0, highWater - 1), random.int(1, 24), random.int(1, 200)]
  return { ...common, highWater, lowWater, maxDone, maxSpan }
}

/** The scenario of a seed: the same for ever. */
export const scenarioOf = (seed: number): { readonly scenario: Scenario; readonly random: Random } => {
  const random = seededRandom(seed)
  const hangs = random.chance(0.2)
  const topics = random.chance(0.25) ? ['questions', 'answers'] : ['questions']
  const count = random.int(10, 90)
  const lanes = random.int(1, 12)
  const partitions = random.int(1, 4)
  // A lane may be named by something else than the record key, and then it crosses partitions.
  const crossing = random.chance(0.4)
  const troubleMs = random.int(100, 1_500)
  const hung = hangs ? random.int(0, count - 1) : -1
  const records = Array.from({ length: count }, (_, index) => {
    const lane = random.int(1, lanes)
    return {
      // Half of it in one burst: a producer far faster than the effects.
      atMs: random.chance(0.5) ? troubleMs / 4 : random.next() * troubleMs,
      topic: random.pick(topics),
      lane,
      partition: crossing ? random.int(0, partitions - 1) : lane % partitions,
      kind: index === hung ? ('hangs' as const) : kindFor(random),
    }
  }).sort((a, b) => a.atMs - b.atMs)
  const scenario: Scenario = {
    topics,
    partitions,
    processes: random.pick([1, 2, 2, 2, 3]),
    limits: limitsFor(random, hangs, count),
    records,
    troubleMs,
    troubles: random.int(0, 20),
    sessionMs: random.int(20, 200),
    failureRate: random.pick([0, 0, 0.02, 0.1, 0.3]),
    latency: { minMs: random.int(1, 10), alpha: 1.05 + random.next(), maxMs: 2_000 },
    deafness: random.pick([0, 0.5, 1]),
  }
  return { scenario, random }
}
