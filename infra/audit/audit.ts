import { turnstreamError } from '../../processors/errors.ts'
import { idOf } from '../../processors/event.ts'
import type { EventIndex } from '../../processors/ports/log.ts'
import type { PolicyInForce } from '../../processors/views.ts'
import { findEvent, type Served } from './served.ts'

/** What it is asked who was served by. */
export type Subject = { readonly policy: string } | { readonly entry: string } | { readonly model: string }

export interface Question {
  readonly subject: Subject
  /** Answered from and up to and with these instants, ms since 1970. */
  readonly fromMs: number
  readonly toMs: number
  /** One tenant's; null: everybody's. */
  readonly tenant: string | null
  /** Turns shown at most, the first ones. */
  readonly limit: number
}

/** One customer's turn. */
export interface AuditedTurn {
  readonly turn_id: string
  readonly at: string
  readonly tenant: string
  readonly conversation_id: string | null
  readonly user_id: string | null
  readonly scene: string
  readonly question: string
  readonly source: string
  readonly entry_id: string | null
  readonly similarity: number | null
  readonly model: string
  /** The change that was the last for its tenant and scene when the answer was made; null before the first. */
  readonly made_under: string | null
  /** That which was when it was served. */
  readonly served_under: string | null
  readonly why: string
}

/** The document of `turnstream audit --json`. All sums are exact, whatever the limit. */
export interface Audit {
  readonly subject: Subject
  readonly from: string | null
  readonly to: string | null
  readonly turns: number
  /** Those of them that were served after another change had come into force for them. */
  readonly outlived: number
  readonly bySource: Readonly<Record<string, number>>
  readonly first: string | null
  readonly last: string | null
  readonly rows: readonly AuditedTurn[]
}

type Scoped = Pick<Served, 'tenant' | 'scene'>

const isFor = ({ tenant, scene }: PolicyInForce, turn: Scoped): boolean =>
  (tenant === null || tenant === turn.tenant) && (scene === null || scene === turn.scene)

/**
 * Tells which change was the last for turns of a tenant and a scene at an epoch: changes of other tenants and scenes do not count. Null before
 * the first.
 */
const governing = (policies: readonly PolicyInForce[]): ((turn: Scoped, epoch: number) => PolicyInForce | null) => {
  const newestFirst = policies.toSorted((a, b) => b.epoch - a.epoch)
  const known = new Map<string, PolicyInForce | null>()
  return (turn, epoch) => {
    const scope = JSON.stringify([turn.tenant, turn.scene, epoch])
    let policy = known.get(scope)
    if (policy === undefined) {
      policy = newestFirst.find(each => each.epoch <= epoch && isFor(each, turn)) ?? null
      known.set(scope, policy)
    }
    return policy
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()
const edge = (ms: number): string | null => (Number.isFinite(ms) && ms > 0 ? iso(ms) : null)

const spanOf = (firstMs: number | null, lastMs: number | null): Pick<Audit, 'first' | 'last'> => ({
  first: firstMs === null ? null : iso(firstMs),
  last: lastMs === null ? null : iso(lastMs),
})

const cosine = (similarity: number | null): string => (similarity === null ? '' : ` at ${similarity.toFixed(3)}`)

const whyOf = (log: Pick<EventIndex, 'find'>, { turnId, source, entryId, model }: Served): string => {
  const resolution = findEvent(log, 'TurnResolved', idOf.resolved(turnId))?.data.resolution
  if (entryId !== null && source !== 'model' && source !== 'faq')
    return `the ${source} cache had entry ${entryId}${cosine(resolution?.similarity ?? null)}`
  const missed = resolution ? ` (${resolution.reason})` : ''
  if (entryId !== null) return `a miss${missed}; ${model} chose the answer of entry ${entryId}`
  const route = findEvent(log, 'TurnRouted', idOf.route(turnId))?.data
  const routed = route ? `, as ${route.tier} for ${route.reason}` : ''
  return `a miss${missed}${routed}; ${model} wrote it`
}

/** Throws USAGE for a version that no change on the log has, naming those that there are. */
const changeOf = (policies: readonly PolicyInForce[], version: string): PolicyInForce => {
  const policy = policies.find(each => each.version === version)
  if (policy) return policy
  const known = policies.map(each => each.version)
  const shown = known.slice(-10).join(', ')
  throw turnstreamError(
    'USAGE',
    `--policy ${version}: the log has no such change; ${known.length === 0 ? 'it has none at all' : `${known.length > 10 ? 'the last are' : 'it has'} ${shown}`}`,
  )
}

/**
 * Who was served by a policy version, an entry or a model between two instants, and why. By a policy version was served whoever got an answer
 * that was made while it was the last change for their tenant and scene, whenever they got it. Throws USAGE for a version that is not on the log.
 */
export const audit = (
  served: Iterable<Served>,
  { subject, fromMs, toMs, tenant, limit }: Question,
  log: Pick<EventIndex, 'find'>,
  policies: readonly PolicyInForce[],
): Audit => {
  const governedBy = governing(policies)
  const change = 'policy' in subject ? changeOf(policies, subject.policy) : null
  const isAbout = (turn: Served): boolean => {
    if (tenant !== null && turn.tenant !== tenant) return false
    if ('entry' in subject) return turn.entryId === subject.entry
    if ('model' in subject) return turn.model === subject.model
    return turn.madeUnder >= change!.epoch && governedBy(turn, turn.madeUnder) === change
  }
  const rowOf = (turn: Served): AuditedTurn => {
    const { turnId, atMs, scene, source, entryId, model } = turn
    const answered = findEvent(log, 'TurnAnswered', idOf.answered(turnId))?.data
    const received = findEvent(log, 'TurnReceived', turnId)?.data
    return {
      turn_id: turnId,
      at: iso(atMs),
      tenant: turn.tenant,
      conversation_id: received && !received.solo ? received.conversationId : null,
      user_id: received?.userId ?? null,
      scene,
      question: answered?.message ?? '',
      ...{ source, entry_id: entryId, similarity: answered?.similarity ?? null, model },
      made_under: governedBy(turn, turn.madeUnder)?.version ?? null,
      served_under: governedBy(turn, turn.servedUnder)?.version ?? null,
      why: whyOf(log, turn),
    }
  }

  const bySource: Record<string, number> = {}
  const rows: AuditedTurn[] = []
  let [turns, outlived] = [0, 0]
  let firstMs: number | null = null
  let lastMs: number | null = null
  for (const turn of served) {
    if (!isAbout(turn)) continue
    turns++
    bySource[turn.source] = (bySource[turn.source] ?? 0) + 1
    if (turn.servedUnder > turn.madeUnder && governedBy(turn, turn.servedUnder) !== governedBy(turn, turn.madeUnder))
      outlived++
    lastMs = turn.atMs
    firstMs ??= lastMs
    if (rows.length < limit) rows.push(rowOf(turn))
  }
  return { subject, from: edge(fromMs), to: edge(toMs), turns, outlived, bySource, ...spanOf(firstMs, lastMs), rows }
}
