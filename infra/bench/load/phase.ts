import { type LatencyRecorder, recordLatency } from '../../eval/latency.ts'
import type { Random } from '../../runtime/simulation/random.ts'
import { poissonArrivals } from './arrivals.ts'
import type { Connections } from './connections.ts'
import { openLoop, systemClock } from './open-loop.ts'

export interface PhaseOptions {
  readonly connections: Connections
  readonly perSecond: number
  readonly warmupSeconds: number
  readonly seconds: number
  readonly random: Random
  /** Makes the next request. */
  request(): Buffer
  /** Layers whose answers are timed; all of them where null. */
  readonly counted: readonly string[] | null
  /** For what is unanswered at the end. */
  readonly patienceMs: number
}

/** A phase of requests at a rate, its warm-up left out. */
export interface Phase {
  readonly sent: number
  /** With status 200. */
  readonly answered: number
  /** Not 200, connection broken, or unanswered when patience ended. */
  readonly errors: number
  /** Good answers a second, of whatever layer. */
  readonly perSecond: number
  /** Of the answers that count. */
  readonly latency: LatencyRecorder
  readonly byLayer: Readonly<Record<string, LatencyRecorder>>
  /** How late the generator itself sent. */
  readonly late: LatencyRecorder
  /** Too many unanswered requests ended it. */
  readonly gaveUp: boolean
}

/** A server that owes the requests of so many seconds does not hold the rate, and only its queue would be measured. */
const mostOwedSeconds = 5

/** What an answer may take after the last request without the rate counting as missed. */
const graceMs = 500

/** Sends requests as an open loop and sorts their latencies by the layer that answered. */
export const runPhase = async (options: PhaseOptions): Promise<Phase> => {
  const { connections, perSecond, warmupSeconds, seconds, random, request, counted, patienceMs } = options
  // By themselves, so that the phase that counts has exactly the requests of its rate.
  const warmUp = poissonArrivals(perSecond, warmupSeconds, random)
  const first = warmUp.length
  const counting = poissonArrivals(perSecond, seconds, random).map(ms => warmupSeconds * 1_000 + ms)
  const due = Float64Array.from([...warmUp, ...counting])
  // Made before: what is made while the server is measured is taken from its cores.
  const requests = Array.from(due, () => request())
  const latency = recordLatency()
  const late = recordLatency()
  const byLayer: Record<string, LatencyRecorder> = {}
  let good = 0
  let gaveUp = false

  const { sent, elapsedMs } = await openLoop({
    due,
    clock: systemClock,
    patienceMs,
    send: (index, done) => connections.send(requests[index]!, done),
    onSent: (index, lateMs) => {
      if (index >= first) late.record(lateMs)
    },
    onDone: (index, response, latencyMs) => {
      if (index < first || response?.status !== 200) return
      good++
      const layer = response.layer ?? 'none'
      byLayer[layer] ??= recordLatency()
      byLayer[layer].record(latencyMs)
      if (counted === null || counted.includes(layer)) latency.record(latencyMs)
    },
    enough: () => {
      gaveUp ||= connections.outstanding() > mostOwedSeconds * perSecond
      return gaveUp
    },
  })
  const inPhase = Math.max(0, sent - first)
  const took = elapsedMs / 1_000 - warmupSeconds
  const inTime = !gaveUp && took <= seconds + graceMs / 1_000
  return {
    sent: inPhase,
    answered: good,
    errors: inPhase - good,
    perSecond: good === 0 ? 0 : good / (inTime ? seconds : took),
    latency,
    byLayer,
    late,
    gaveUp,
  }
}
