import { setImmediate as turnOfLoop } from 'node:timers/promises'
import { foldedTypes } from '../../processors/entry.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import { admit } from '../../processors/learn/admit.ts'
import { looksAtKeywords } from '../../processors/policy.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import { groupOf } from '../../processors/resolve/evidence.ts'
import { evolveViews, initialViews, type Views } from '../../processors/views.ts'
import type { EntryStored } from '../../schemas/types.ts'
import type { Log } from '../log/in-use.ts'
import { isErased } from '../privacy/seal.ts'
import { createFacts } from '../runtime/facts.ts'
import { isViewTopic } from '../runtime/views.ts'
import { readLag } from '../shadow/lag.ts'
import { isFromOutside } from '../shadow/outside.ts'
import { inEventTime } from '../shadow/traffic.ts'
import { readMarks } from '../whatif/marks.ts'
import { answerHashOf } from '../whatif/outcomes.ts'
import { type Arm, createArm, joined, missed } from './arm.ts'
import { createQuestions } from './around.ts'
import { type Asked, createAsking } from './asked.ts'
import { type Holding, holdingAfter, holdingWith } from './holding.ts'

export interface SweepOptions {
  readonly log: Log
  /** Event time, ms since 1970; both ends belong to the range. */
  readonly fromMs: number
  readonly toMs: number
  /** Whether it begins with an empty cache. */
  readonly cold: boolean
  /** What each configuration sets otherwise; see `combinationsOf`. */
  readonly sets: readonly (readonly string[])[]
  readonly embedding: EmbeddingModel
  readonly signal: AbortSignal
  readonly onProgress: (turns: number) => void
}

/** What became of the turns in one configuration: per turn the number of the entry's question, `missed` or `joined`. */
export interface Course {
  readonly set: readonly string[]
  readonly served: Int32Array
  readonly exact: number
  /** Hits of which the log says whether they were right, by marks or by what a model said to that very turn; those of them that were wrong. */
  readonly judged: number
  readonly wrong: number
  /** Of each turn, 1e-12 USD where a model is asked. */
  readonly missCost: Float64Array
}

export interface Courses {
  readonly turnIds: readonly string[]
  /** Of each turn, which question it asks. */
  readonly questions: Int32Array
  readonly distinct: number
  /** The first sets nothing otherwise. */
  readonly courses: readonly Course[]
  /** What really was a hit. */
  readonly recordedHits: number
  /** Texts that had to be embedded. */
  readonly embedded: number
}

/** Turns. */
const breathEvery = 50

const journal: ReadonlySet<string> = new Set([...foldedTypes, ...admit.journal])
const typeOf = ({ headers }: StoredRecord): string => headers.ce_type?.slice('turnstream.'.length) ?? ''

/** Numbers that come one by one. */
const growing = <T extends Int32Array | Float64Array>(make: (length: number) => T) => {
  let values = make(1_024)
  let length = 0
  return {
    push: (value: number): void => {
      if (length === values.length) {
        const longer = make(length * 2)
        longer.set(values)
        values = longer
      }
      values[length++] = value
    },
    at: (n: number): number | undefined => (n < length ? values[n] : undefined),
    all: (): T => values.slice(0, length) as T,
  }
}

interface Lesson {
  readonly atMs: number
  readonly asked: Asked
  readonly n: number
  readonly arms: readonly number[]
}

/**
 * Runs many configurations over the turns of a range in one pass: what the log says of a turn is read once, its neighbours are searched once among all
 * questions that any configuration has an entry of, and each judges those that it has itself, by the judgement and the admission of the caches. Unlike a
 * shadow it follows the caches and what a miss costs, and nothing else. Throws UNAVAILABLE where the range has no turn, CONFIG_INVALID.
 */
export const runSweep = async (options: SweepOptions): Promise<Courses> => {
  const { log, fromMs, toMs, cold, sets, embedding, signal, onProgress } = options
  const facts = createFacts(log)
  const marks = await readMarks(log, facts)
  const lagMs = await readLag(log)
  const asking = createAsking(facts, embedding, signal)
  const questions = createQuestions(embedding.dimensions)
  let views: Views = initialViews
  const arms: readonly Arm[] = [[], ...sets].map(createArm)
  for (const arm of arms) arm.under(views)

  const tallies = arms.map(() => ({
    served: growing(length => new Int32Array(length)),
    ...{ exact: 0, judged: 0, wrong: 0 },
  }))
  const missCosts = new Map<string, ReturnType<typeof growing<Float64Array>>>()
  const clusters = new Map<string, number>()
  const questionOf = growing(length => new Int32Array(length))
  const turnNumbers = new Map<string, number>()
  let recordedHits = 0

  /** Applies an event of an entry in the configurations that it concerns; where the same is held, it is done once. */
  const applyTo = (event: DomainEvent, concerned: Iterable<number>): void => {
    const n = questions.numberOf(event.key)
    const after = new Map<Holding, Holding>()
    for (const at of concerned) {
      const arm = arms[at]!
      const before = arm.holding(n)
      const made = after.get(before) ?? holdingAfter(before, event)
      after.set(before, made)
      if (made !== before) arm.hold(n, made)
    }
    if (isType(event, 'EntryStored')) questions.add(event.data)
  }

  const lessons: Lesson[] = []
  const learn = ({ asked: { proposal }, n, arms: learners }: Lesson): void => {
    const made = new Map<Holding, Map<string, Holding>>()
    for (const at of learners) {
      const arm = arms[at]!
      const before = arm.holding(n)
      const byLife = made.get(before) ?? new Map<string, Holding>()
      made.set(before, byLife)
      const after = byLife.get(arm.lifeClass) ?? holdingWith(before, proposal!, facts, arm.views)
      byLife.set(arm.lifeClass, after)
      arm.hold(n, after)
    }
    questions.add(proposal!.data as unknown as EntryStored)
  }
  const learnUntil = (nowMs: number): void => {
    while (lessons.length > 0 && lessons.at(-1)!.atMs <= nowMs) learn(lessons.pop()!)
  }
  const schedule = (lesson: Lesson): void => {
    const at = lessons.findLastIndex(({ atMs }) => atMs > lesson.atMs)
    lessons.splice(at + 1, 0, lesson)
  }

  const hashes = new WeakMap<EntryStored, string>()
  const hashOf = (entry: EntryStored): string => {
    const known = hashes.get(entry) ?? answerHashOf(entry.answer)
    hashes.set(entry, known)
    return known
  }
  /** What the log says of an entry as an answer to a turn; null where nobody knows. */
  const isRight = ({ turn, said }: Asked, entry: EntryStored): boolean | null =>
    marks.isRight(turn.turnId, hashOf(entry)) ?? (said === null ? null : groupOf(entry) === said)

  /** What customers and reviewers have said something of: in each configuration the question whose entry was served, or comes of the answer; none where another answer was given. */
  const told = new Map<string, Int32Array>()
  const nothing = -1
  const ask = (asked: Asked): void => {
    const { timeMs, turn, proposal, missMs } = asked
    const n = questions.numberOf(asked.entryId)
    const around = questions.around(asked, looksAtKeywords(views.policies))
    const learners: number[] = []
    const about = marks.has(turn.turnId) ? new Int32Array(arms.length).fill(n) : null
    if (about) told.set(turn.turnId, about)
    for (const [at, arm] of arms.entries()) {
      const tally = tallies[at]!
      const hit = arm.resolve(asked, n, around)
      if (hit) {
        const served = questions.numberOf(hit.entry.entryId)
        tally.served.push(served)
        if (about) about[at] = hashOf(hit.entry) === asked.told ? served : nothing
        if (hit.exact) tally.exact++
        const right = isRight(asked, hit.entry)
        if (right !== null) tally.judged++
        if (right === false) tally.wrong++
        continue
      }
      const joins = proposal !== null && arm.joins(n, timeMs, timeMs + missMs)
      tally.served.push(joins ? joined : missed)
      if (proposal !== null) learners.push(at)
    }
    for (const arm of arms) {
      const costs = missCosts.get(arm.costClass) ?? growing(length => new Float64Array(length))
      missCosts.set(arm.costClass, costs)
      if (costs.at(turnNumbers.size) === undefined) costs.push(arm.missCost(asked))
    }
    const { textHash } = asked.enrichment
    const cluster = clusters.get(textHash) ?? clusters.size
    clusters.set(textHash, cluster)
    questionOf.push(cluster)
    turnNumbers.set(turn.turnId, turnNumbers.size)
    if (asked.wasHit) recordedHits++
    if (learners.length > 0) schedule({ atMs: timeMs + missMs + lagMs, asked, n, arms: learners })
    onProgress(turnNumbers.size)
  }

  const restored = new Set<string>()
  /** In each configuration the entry that gave the answer of which something was said. */
  const takeOut = (event: DomainEvent<'EntryInvalidated'>, concerned: Int32Array): void => {
    for (const [n, group] of Map.groupBy(arms.keys(), at => concerned[at]!)) {
      if (n === nothing) continue
      const entryId = questions.entryId(n)
      applyTo({ ...event, key: entryId, data: { ...event.data, entryId } }, group)
    }
  }
  const happen = (event: DomainEvent): void => {
    if (isType(event, 'EntryInvalidated')) {
      const concerned = event.data.reason === 'unhelpful' ? told.get(event.subject) : undefined
      if (concerned === undefined) applyTo(event, arms.keys())
      else takeOut(event, concerned)
      return
    }
    if (isType(event, 'EntryRestored')) restored.add(event.id)
    // What a configuration learns by itself is not taken from the log.
    const isOwn = isType(event, 'EntryStored') && event.data.origin !== 'curated' && !restored.has(event.cause ?? '')
    if (!isOwn) applyTo(event, arms.keys())
  }

  const howOf = (record: StoredRecord): 'view' | 'stood' | 'happens' | 'asked' | null => {
    if (record.timestampMs > toMs) return null
    if (isViewTopic(record.topic)) return 'view'
    const isBefore = record.timestampMs < fromMs
    if (record.topic === 'chat.turns') return !isBefore && isFromOutside(record) && !isErased(record) ? 'asked' : null
    const type = typeOf(record)
    if (isBefore) return !cold && journal.has(type) ? 'stood' : null
    return type === 'EntryStored' || type === 'EntryInvalidated' || type === 'EntryRestored' ? 'happens' : null
  }
  const wanted = new Set(['policy.changes', 'control', 'cache.entries', 'chat.turns'])
  for await (const { event, record, how } of inEventTime(log, wanted, howOf)) {
    signal.throwIfAborted()
    learnUntil(event.timeMs)
    if (how === 'view') {
      views = evolveViews(views, event, Number(record.offset))
      for (const arm of arms) arm.under(views)
    } else if (how === 'stood') applyTo(event, arms.keys())
    else if (how === 'happens') happen(event)
    else if (isType(event, 'TurnReceived')) {
      const asked = await asking.read(event, views)
      if (asked) ask(asked)
      // Reads of the log wait for nothing, so that nobody else would have a turn: neither a signal nor other threads.
      if (turnNumbers.size % breathEvery === 0) await turnOfLoop()
    }
  }
  if (turnNumbers.size === 0)
    throw turnstreamError('UNAVAILABLE', 'no turn was answered in this range: there is nothing to sweep over')
  const costs = new Map([...missCosts].map(([name, values]) => [name, values.all()]))
  return {
    turnIds: [...turnNumbers.keys()],
    questions: questionOf.all(),
    distinct: clusters.size,
    courses: arms.map(({ set, costClass }, at) => {
      const { served, exact, judged, wrong } = tallies[at]!
      return { set, served: served.all(), exact, judged, wrong, missCost: costs.get(costClass)! }
    }),
    recordedHits,
    embedded: asking.embedded,
  }
}
