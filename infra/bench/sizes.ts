import { indexEntries } from './targets.ts'

/** How much each row does. */
export interface Sizes {
  readonly name: 'quick' | 'standard'
  /** Articles of the help centre that are learned. */
  readonly articles: number
  /** Requests of the rows that send one at a time, after as many tenths to warm up. */
  readonly exactHits: number
  readonly semanticHits: number
  readonly misses: number
  /** Streams whose tokens are timed. */
  readonly streams: number
  readonly tokensPerStream: number
  readonly identical: number
  /** Streams at once, and for how long each of them is followed by another. */
  readonly concurrent: number
  readonly concurrentSeconds: number
  /** Search for the highest rate: where it begins relative to the target, how many rates it tries, for how long each. */
  readonly firstRate: number
  readonly trials: number
  readonly windowSeconds: number
  readonly warmupSeconds: number
  readonly mixedPerSecond: number
  readonly mixedSeconds: number
  /** Turns that are sent before a replay, where no mixed phase has left some. */
  readonly replayTurns: number
  /** Events in the log before the start is timed. */
  readonly startEvents: number
  readonly starts: number
  readonly memoryTurns: number
  readonly memorySampleMs: number
  /** How long the log lane may take after a phase before the bench goes on without it. */
  readonly settleSeconds: number
  readonly services: ServiceSizes
}

/** How much the rows on real services do. */
export interface ServiceSizes {
  /** Articles of the help centre that are learned. */
  readonly articles: number
  /** Entries in Elasticsearch beside what is learned. */
  readonly entries: number
  /** Of the phases of hits over HTTP, after a warm-up. */
  readonly warmupSeconds: number
  readonly seconds: number
  /** Turns by way of the topics alone, so many a second. */
  readonly turns: number
  readonly turnsPerSecond: number
  /** Turns of the log lane. */
  readonly laneTurns: number
  readonly lookups: number
  readonly policies: number
}

/** So that a small machine can try the rows of real services: BENCH_ENTRIES entries instead. */
const entriesOr = (entries: number): number => Number(process.env.BENCH_ENTRIES || entries)

const standard: Sizes = {
  name: 'standard',
  articles: Number.POSITIVE_INFINITY,
  exactHits: 3_000,
  semanticHits: 1_500,
  misses: 300,
  streams: 20,
  tokensPerStream: 200,
  identical: 1_000,
  concurrent: 1_000,
  concurrentSeconds: 60,
  firstRate: 1,
  trials: 5,
  windowSeconds: 10,
  warmupSeconds: 2,
  mixedPerSecond: 1_500,
  mixedSeconds: 60,
  replayTurns: 20_000,
  startEvents: 1_000_000,
  starts: 3,
  memoryTurns: 1_000_000,
  memorySampleMs: 1_000,
  settleSeconds: 120,
  services: {
    articles: 100,
    entries: entriesOr(indexEntries),
    warmupSeconds: 20,
    seconds: 60,
    turns: 600,
    turnsPerSecond: 10,
    laneTurns: 20_000,
    lookups: 2_000,
    policies: 200,
  },
}

/** For tests of the bench itself: its figures say nothing about the targets. */
const quick: Sizes = {
  name: 'quick',
  articles: 8,
  exactHits: 100,
  semanticHits: 40,
  misses: 10,
  streams: 2,
  tokensPerStream: 50,
  identical: 50,
  concurrent: 20,
  concurrentSeconds: 2,
  firstRate: 0.05,
  trials: 2,
  windowSeconds: 1,
  warmupSeconds: 0.2,
  mixedPerSecond: 100,
  mixedSeconds: 3,
  replayTurns: 100,
  startEvents: 6_000,
  starts: 1,
  memoryTurns: 500,
  memorySampleMs: 50,
  settleSeconds: 30,
  services: {
    articles: 4,
    entries: entriesOr(1_000),
    warmupSeconds: 0.5,
    seconds: 2,
    turns: 20,
    turnsPerSecond: 10,
    laneTurns: 200,
    lookups: 100,
    policies: 5,
  },
}

export const sizesOf = (isQuick: boolean): Sizes => (isQuick ? quick : standard)
