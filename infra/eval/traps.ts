import { type Configuration, type DeciderConfiguration, deciderPart } from '../../processors/configuration.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { Message, Resolution } from '../../schemas/types.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { openCachePath } from './path.ts'
import { sampled, type TrapRow } from './rows.ts'

export interface TrapsEvaluationOptions {
  readonly rows: readonly TrapRow[]
  readonly configuration: Configuration
  readonly limit?: number
  readonly seed?: number
  /** The configured MiniLM by default. */
  readonly embedding?: EmbeddingModel
  readonly onProgress?: (done: number, total: number) => void
  /** Called with each row as it is judged. */
  readonly onRow?: (row: TrapRow, outcome: TrapOutcome) => void
}

/** What became of the second question of a row. */
export interface TrapOutcome {
  readonly served: boolean
  readonly reason: string
  readonly detail: string | null
  /** To the nearest entry; null where the caches were not asked or held none. */
  readonly similarity: number | null
}

/** Rows of a kind, and how many of them were answered from the cache; then the traps among them. */
export interface KindServed {
  readonly cases: number
  readonly served: number
  readonly traps: number
  readonly falseServes: number
}

/** The document that `eval traps --json` prints. Shares are in [0, 1]; 0 of nothing is 0. */
export interface TrapsEvaluation {
  readonly traps: number
  readonly falseServes: number
  readonly falseServeRate: number
  readonly sameCases: number
  readonly sameServed: number
  readonly sameServeRate: number
  readonly byKind: Readonly<Record<string, KindServed>>
}

const epochMs = Date.UTC(2026, 0, 1)
/** Askers come so far apart, longer than the usual delay window. */
const spacingMs = 60_000
/** A system that shares after more askers than this shares too late for this evaluation. */
const mostAskers = 5

const share = (part: number, of: number): number => (of === 0 ? 0 : part / of)

const messages = (history: TrapRow['history_a']): readonly Message[] =>
  (history ?? []).map(said => (typeof said === 'string' ? { role: 'user', content: said } : said))

const outcomeOf = (served: boolean, { reason, detail, similarity }: Resolution): TrapOutcome => ({
  served,
  reason,
  detail,
  similarity,
})

interface Judged {
  readonly row: TrapRow
  readonly served: boolean
}

const servedOf = (judged: readonly Judged[]): KindServed => {
  const traps = judged.filter(({ row }) => !row.same)
  return {
    cases: judged.length,
    served: judged.filter(({ served }) => served).length,
    traps: traps.length,
    falseServes: traps.filter(({ served }) => served).length,
  }
}

/** Asks the first question until its answer is served, then the second. On an empty cache of its own. */
const judgeRow = async (
  row: TrapRow,
  configuration: DeciderConfiguration,
  embedding: EmbeddingModel,
): Promise<TrapOutcome> => {
  const path = await openCachePath(configuration, embedding)
  try {
    let timeMs = epochMs
    const ask = (text: string, tenant = 'default', history: TrapRow['history_a'], asker: string) => {
      timeMs += spacingMs
      return path.lookUp({
        turnId: `${row.id}.${asker}`,
        text,
        tenant,
        scene: row.scene ?? null,
        asker: `u_eval_${asker}`,
        history: messages(history),
        timeMs,
      })
    }
    for (let asker = 1; asker <= mostAskers; asker++) {
      const found = await ask(row.a, row.tenant_a, row.history_a, String(asker))
      if (found.served || found.resolution.reason === 'bypass') break
      await path.learn(found, row.answer ?? `The answer to ${row.id}.`, timeMs)
    }
    const { served, resolution } = await ask(row.b, row.tenant_b, row.history_b, 'other')
    return outcomeOf(served !== null, resolution)
  } finally {
    await path.close()
  }
}

/**
 * Sends pairs of questions through the cache path of the product, each pair on an empty cache. Of a pair that means the
 * same, the second should be served the answer of the first; of a trap, never. Deterministic.
 */
export const evaluateTraps = async (options: TrapsEvaluationOptions): Promise<TrapsEvaluation> => {
  const { configuration, onProgress = () => {}, onRow = () => {} } = options
  const rows = sampled(options.rows, options.limit, options.seed)
  const embedding = options.embedding ?? (await openMiniLm(configuration.embedding))
  const decider = deciderPart(configuration)
  const judged: Judged[] = []
  try {
    for (const row of rows) {
      const outcome = await judgeRow(row, decider, embedding)
      judged.push({ row, served: outcome.served })
      onRow(row, outcome)
      onProgress(judged.length, rows.length)
    }
  } finally {
    if (!options.embedding) await embedding.close()
  }
  const all = servedOf(judged)
  const sameCases = all.cases - all.traps
  const sameServed = all.served - all.falseServes
  const kinds = [...new Set(judged.map(({ row }) => row.kind))].sort()
  return {
    traps: all.traps,
    falseServes: all.falseServes,
    falseServeRate: share(all.falseServes, all.traps),
    sameCases,
    sameServed,
    sameServeRate: share(sameServed, sameCases),
    byKind: Object.fromEntries(kinds.map(kind => [kind, servedOf(judged.filter(({ row }) => row.kind === kind))])),
  }
}
