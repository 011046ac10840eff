import { idle } from '../load/idle.ts'
import { runPhase } from '../load/phase.ts'
import { answersAfter } from '../traffic/manners.ts'
import { type MixedKind, mixedShares } from '../traffic/mixed.ts'
import { type RunRow, semanticLayers, shown } from './row.ts'
import { mixedOf } from './traffic.ts'

const modelMs = 50
const patienceMs = 30_000
/** The phase starts on a server that is awake. */
const warmupSeconds = 1

/** The peak of a support desk: all kinds of questions at once, at the rate of the target. */
export const mixedPeak: RunRow = async bed => {
  const { sizes, provider, corpus, random } = bed
  const { connections, lane } = bed.up()
  const traffic = mixedOf(bed)
  const asked: Partial<Record<MixedKind, number>> = {}
  provider.behave(answersAfter(corpus, modelMs))
  const callsBefore = provider.calls()
  const phase = await runPhase({
    connections,
    perSecond: sizes.mixedPerSecond,
    warmupSeconds,
    seconds: sizes.mixedSeconds,
    random,
    request: () => {
      const { kind, request } = traffic.next()
      asked[kind] = (asked[kind] ?? 0) + 1
      return request
    },
    counted: null,
    patienceMs,
  })
  const { backlog, seconds, settled } = await idle(connections, lane, sizes.settleSeconds)
  const layers = Object.entries(phase.byLayer)
  const hits = layers.filter(([layer]) => layer === 'exact' || (semanticLayers as readonly string[]).includes(layer))
  const answered = phase.latency.count()
  const hitShare = hits.reduce((sum, [, latency]) => sum + latency.count(), 0) / Math.max(1, answered)
  return {
    values: { rate: phase.perSecond, errors: phase.errors, hits: hitShare },
    count: answered,
    latencyMs: phase.latency.percentiles(),
    perSecond: phase.perSecond,
    failure: settled ? null : `the log lane had not caught up ${sizes.settleSeconds} s after the load`,
    details: {
      offeredPerSecond: sizes.mixedPerSecond,
      seconds: sizes.mixedSeconds,
      gaveUp: phase.gaveUp,
      shares: mixedShares,
      asked,
      layers: Object.fromEntries(layers.map(([layer, latency]) => [layer, shown(latency)])),
      modelCalls: provider.calls() - callsBefore,
      modelMs,
      generatorLateMs: shown(phase.late),
      backlog: { records: backlog, settleSeconds: seconds, settled },
    },
  }
}
