import { runPhase } from '../../load/phase.ts'
import { chatRequest } from '../../load/request.ts'
import type { Observed } from '../../report.ts'
import { shown } from '../../rows/row.ts'
import { offeredPerSecond } from '../../targets.ts'
import type { ServicesBed } from '../bed.ts'
import { keysReadOf, proven, searchesOf } from '../proof.ts'
import { memoryOfServices, type RunServiceRow } from './row.ts'

const patienceMs = 30_000

const measure = async (
  bed: ServicesBed,
  options: {
    readonly perSecond: number
    /** The layer whose answers count. */
    readonly layer: string
    readonly request: () => Buffer
    readonly from: string
    /** Lookups that the service says it has made. */
    readonly lookups: () => Promise<number>
  },
): Promise<Observed> => {
  const { perSecond, layer, request, from, lookups } = options
  const { random } = bed
  const { warmupSeconds, seconds } = bed.sizes.services
  const { connections, server } = bed.up()
  const work = () =>
    runPhase({ connections, perSecond, warmupSeconds, seconds, random, request, counted: [layer], patienceMs })
  const { result: phase, proof } = await proven(server.url, from, lookups, work, ({ latency }) => latency.count())
  const { backlog, settled } = await bed.settle()
  const latencyMs = phase.latency.percentiles()
  return {
    values: { ...latencyMs },
    count: phase.latency.count(),
    latencyMs,
    perSecond: phase.perSecond,
    failure: phase.errors > 0 ? `${phase.errors} errors` : settled ? null : 'the log lane has not caught up',
    details: {
      offeredPerSecond: perSecond,
      seconds,
      errors: phase.errors,
      layers: Object.fromEntries(Object.entries(phase.byLayer).map(([name, latency]) => [name, shown(latency)])),
      lookups: proof,
      generatorLateMs: shown(phase.late),
      backlog,
      servicesMb: memoryOfServices(bed),
    },
  }
}

/** Semantic hits on texts never seen, each of which Elasticsearch was asked for. */
export const semanticOverHttp: RunServiceRow = bed =>
  measure(bed, {
    perSecond: offeredPerSecond.semantic,
    layer: 'cold',
    request: () => chatRequest(bed.unseen()),
    from: 'Elasticsearch',
    lookups: () => searchesOf(bed.elasticsearch, bed.alias),
  })

/** Exact hits, for each of which a key was read from Redis. */
export const exactOverHttp: RunServiceRow = bed =>
  measure(bed, {
    perSecond: offeredPerSecond.exact,
    layer: 'exact',
    request: () => chatRequest(bed.random.pick(bed.learned)),
    from: 'Redis',
    lookups: () => keysReadOf(bed.services.each.redis.address),
  })
