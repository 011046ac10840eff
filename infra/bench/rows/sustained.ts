import type { Bed } from '../bed.ts'
import { highestRate } from '../load/highest-rate.ts'
import { idle } from '../load/idle.ts'
import { runPhase } from '../load/phase.ts'
import { chatRequest } from '../load/request.ts'
import type { Observed } from '../report.ts'
import { sustainedP99Ms } from '../targets.ts'
import { type RunRow, semanticLayers, shown } from './row.ts'

/** The log lane may lag behind the answers, by no more than it makes good in this time once the load ends. */
const catchUpSeconds = 5
const patienceMs = 10_000
/** What answers that come late may take from the rate. */
const enoughOfRate = 0.99

const search = async (
  bed: Bed,
  options: { readonly target: number; readonly counted: readonly string[]; readonly request: () => Buffer },
): Promise<Observed> => {
  const { sizes, random } = bed
  const { connections, lane } = bed.up()
  const attempt = async (perSecond: number) => {
    const phase = await runPhase({
      connections,
      perSecond,
      warmupSeconds: sizes.warmupSeconds,
      seconds: sizes.windowSeconds,
      random,
      request: options.request,
      counted: options.counted,
      patienceMs,
    })
    const { backlog, seconds, settled } = await idle(connections, lane, sizes.settleSeconds)
    const latencyMs = phase.latency.percentiles()
    const hitShare = phase.latency.count() / Math.max(1, phase.answered)
    const laneHolds = settled && seconds <= catchUpSeconds
    return {
      perSecond,
      holds:
        latencyMs.p99 < sustainedP99Ms &&
        phase.errors === 0 &&
        !phase.gaveUp &&
        phase.perSecond >= enoughOfRate * perSecond &&
        laneHolds,
      answeredPerSecond: phase.perSecond,
      hitsPerSecond: phase.perSecond * hitShare,
      hitShare,
      errors: phase.errors,
      latencyMs: shown(phase.latency),
      generatorLateMs: shown(phase.late),
      backlog: { records: backlog, settleSeconds: seconds, settled, holds: laneHolds },
    }
  }
  const { best, tried } = await highestRate(options.target * sizes.firstRate, sizes.trials, attempt)
  return {
    values: { rate: best?.hitsPerSecond ?? 0 },
    count: tried.reduce((sum, { latencyMs }) => sum + latencyMs.requests, 0),
    latencyMs: best?.latencyMs ?? null,
    perSecond: best?.hitsPerSecond ?? null,
    failure: best ? null : 'no rate that was tried held',
    details: { windowSeconds: sizes.windowSeconds, tried },
  }
}

/** The highest rate of exact hits that holds. */
export const exactRate: RunRow = bed => {
  const requests = bed.learned.map(text => chatRequest(text))
  return search(bed, { target: 3_000, counted: ['exact'], request: () => bed.random.pick(requests) })
}

/** The wordings that miss come on top of the rate of hits. */
const offered = 640

/** The highest rate of semantic hits on texts never embedded that holds. */
export const semanticRate: RunRow = bed =>
  search(bed, { target: offered, counted: semanticLayers, request: () => chatRequest(bed.unseen()) })
