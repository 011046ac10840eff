import { setTimeout as sleep } from 'node:timers/promises'
import { turnstreamError } from '../../../../processors/errors.ts'
import type { NewRecord } from '../../../../processors/ports/log.ts'
import { toRecord } from '../../../../topics/wire.ts'
import { turnOf } from '../../../cli/events/turn.ts'
import { recordLatency } from '../../../eval/latency.ts'
import { poissonArrivals } from '../../load/arrivals.ts'
import type { Observed } from '../../report.ts'
import { type Arrived, readAnswers } from '../answers.ts'
import type { ServicesBed } from '../bed.ts'
import { memoryOfServices, type RunServiceRow } from './row.ts'

const patienceMs = 60_000

/** A turn as a platform produces it, whose answer the exact cache has. */
const repeatedTurn = (bed: ServicesBed): { readonly turnId: string; readonly record: NewRecord } => {
  const message = bed.random.pick(bed.learned)
  const event = turnOf({ message, tenant: 'default', model: 'auto' }, Date.now())
  return { turnId: event.id, record: toRecord(event, bed.partitions) }
}

/** A lookup that a busy service does not answer in time is a miss. More than one in so many would be another traffic. */
const mostMisses = 0.01

/** Those of a cache. Throws UNAVAILABLE where answers are missing, or too many came from elsewhere. */
const cachedAnswers = async (answers: readonly Promise<Arrived>[]): Promise<readonly Arrived[]> => {
  const given = await Promise.race([Promise.all(answers), sleep(patienceMs, null, { ref: false })])
  if (given === null) throw turnstreamError('UNAVAILABLE', `not all turns were answered within ${patienceMs} ms`)
  const cached = given.filter(({ source }) => source === 'exact')
  if (given.length - cached.length <= mostMisses * given.length) return cached
  const others = new Set(given.flatMap(({ source }) => (source === 'exact' ? [] : [source])))
  throw turnstreamError(
    'UNAVAILABLE',
    `${given.length - cached.length} of ${given.length} answers came from ${[...others].join(', ')}`,
  )
}

/** Turns produced to chat.turns now and then, and their answers from chat.answers: both as a messaging platform does. */
export const throughTopics: RunServiceRow = async (bed): Promise<Observed> => {
  const { turns, turnsPerSecond } = bed.sizes.services
  const answers = await readAnswers(bed.topics)
  const latency = recordLatency()
  try {
    const warmUp = Math.ceil(turns / 10)
    const due = poissonArrivals(turnsPerSecond, (turns + warmUp) / turnsPerSecond, bed.random)
    const start = performance.now()
    const dueMs = new Map<string, number>()
    const under: Promise<Arrived>[] = []
    for (const [index, at] of due.entries()) {
      await sleep(Math.max(0, start + at - performance.now()))
      const { turnId, record } = repeatedTurn(bed)
      if (index >= warmUp) dueMs.set(turnId, start + at)
      under.push(answers.of(turnId))
      // One that fails is an answer that never comes.
      bed.appender.append([record]).catch(() => undefined)
    }
    for (const { turnId, atMs } of await cachedAnswers(under)) {
      const due = dueMs.get(turnId)
      if (due !== undefined) latency.record(atMs - due)
    }
  } finally {
    await answers.close()
    await bed.settle()
  }
  const latencyMs = latency.percentiles()
  return {
    values: { ...latencyMs },
    count: latency.count(),
    latencyMs,
    perSecond: turnsPerSecond,
    failure: null,
    details: { offeredPerSecond: turnsPerSecond, servicesMb: memoryOfServices(bed) },
  }
}

const batch = 500

/** Turns with texts that the cache knows, in batches, as fast as Kafka takes them; over when the last is answered. */
export const laneThroughput: RunServiceRow = async (bed): Promise<Observed> => {
  const { laneTurns } = bed.sizes.services
  const made = Array.from({ length: laneTurns }, () => repeatedTurn(bed))
  const answers = await readAnswers(bed.topics)
  try {
    const given = cachedAnswers(made.map(({ turnId }) => answers.of(turnId)))
    given.catch(() => undefined)
    const start = performance.now()
    for (let from = 0; from < made.length; from += batch) {
      const records = made.slice(from, from + batch).map(({ record }) => record)
      const byPartition = Map.groupBy(records, ({ partition }) => partition)
      await Promise.all([...byPartition.values()].map(those => bed.appender.append(those)))
    }
    const appended = performance.now()
    const cached = await given
    const last = cached.reduce((latest, { atMs }) => Math.max(latest, atMs), 0)
    const rate = cached.length / ((last - start) / 1_000)
    return {
      values: { rate },
      count: cached.length,
      latencyMs: null,
      perSecond: rate,
      failure: null,
      details: {
        turns: made.length,
        batch,
        appendSeconds: (appended - start) / 1_000,
        seconds: (last - start) / 1_000,
        servicesMb: memoryOfServices(bed),
      },
    }
  } finally {
    await answers.close()
    // Turns that were not answered in time are still answered, and would slow down the rows to come.
    await bed.settle()
  }
}
