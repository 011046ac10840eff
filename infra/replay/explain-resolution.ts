import type { DeciderConfiguration } from '../../processors/configuration.ts'
import { type Claimable, matches } from '../../processors/policy.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { entryIdOf } from '../../processors/resolve/identity.ts'
import { type EntryStored, type Resolution, topicOfEvent } from '../../schemas/types.ts'
import { partitionOf } from '../../topics/partition.ts'
import type { ViewTail } from '../runtime/views.ts'
import { decoded, enrichmentOf, firstOf, type Seen } from './explain-events.ts'
import { sentenceOf } from './explain-reason.ts'
import type { Explanation } from './explain-shape.ts'
import { iso } from './explain-steps.ts'

export interface ResolutionPorts {
  readonly log: Pick<EventLog, 'read' | 'offsetAt'>
  readonly views: Pick<ViewTail, 'at'>
  /** Partitions of keyed topics. */
  readonly partitions: number
}

/** Records are written for the entry in the order of their times, but those of other entries lie between them. */
const mostScanned = 20_000
const page = 500

/** The event that stored an entry at that time; null where retention has dropped it. */
const storedAs = async (
  { log, partitions }: ResolutionPorts,
  entryId: string,
  storedAtMs: number,
): Promise<EntryStored | null> => {
  const topic = topicOfEvent.EntryStored
  const partition = partitionOf(Buffer.from(entryId), partitions)
  let offset = await log.offsetAt({ topic, partition }, storedAtMs)
  for (let scanned = 0; scanned < mostScanned; scanned += page) {
    const records = await log.read({ topic, partition, offset }, page)
    // The key is the entry: the others need not be decoded.
    const own = records.filter(({ key }) => key !== null && Buffer.from(key).toString() === entryId)
    for (const { event } of own.flatMap(decoded))
      if (event.type === 'EntryStored' && event.data.storedAtMs === storedAtMs) return event.data
    if (records.length < page) return null
    offset = records.at(-1)!.offset + 1n
  }
  return null
}

const entryServed = async (ports: ResolutionPorts, { entryId, candidates }: Resolution) => {
  const served = candidates.find(candidate => candidate.entryId === entryId)
  if (!served) return null
  const stored = await storedAs(ports, served.entryId, served.storedAtMs)
  return {
    entry_id: served.entryId,
    learned_from: stored?.turnId ?? null,
    origin: stored?.origin ?? null,
    stored_at: iso(served.storedAtMs),
    policy_epoch: served.policyEpoch,
    version: served.version,
  }
}

/** What policy changes could claim: the question with its answer, as an entry would hold them, and the entries looked at. */
const claimables = (
  seen: readonly Seen[],
  { candidates, exactKey, views }: Resolution,
  { dataVersion, products }: Pick<DeciderConfiguration, 'dataVersion' | 'products'>,
): readonly Claimable[] => {
  const enrichment = enrichmentOf(seen)
  const tenant = firstOf(seen, 'TurnReceived')?.data.tenant
  if (!enrichment || tenant === undefined) return candidates
  const { normalised, scene, slots } = enrichment
  const answer = (firstOf(seen, 'TurnAnswered')?.data.text ?? '').toLowerCase()
  const passages = firstOf(seen, 'PromptBuilt')?.data.pending.passages ?? []
  const own: Claimable = {
    entryId: entryIdOf(exactKey),
    tenant,
    scenes: [scene, ...passages.map(passage => passage.scene)],
    policyEpoch: views.policyEpoch,
    version: dataVersion,
    products: [
      ...slots.filter(({ kind }) => kind === 'product').map(({ value }) => value),
      ...products.filter(name => answer.includes(name.toLowerCase())),
    ],
    sources: passages.map(({ id }) => id),
    keywords: `${normalised.toLowerCase()}\n${answer}`,
  }
  return [own, ...candidates]
}

/** What the caches were asked, what they had, and why it was served or not. */
export const explainResolution = async (
  ports: ResolutionPorts,
  seen: readonly Seen[],
): Promise<Explanation['resolution']> => {
  const turn = firstOf(seen, 'TurnReceived')?.data
  const resolution = firstOf(seen, 'TurnResolved')?.data.resolution ?? turn?.rider?.resolution
  if (!resolution) return null
  const { policyEpoch, controlVersion } = resolution.views
  const views = ports.views.at(resolution.views)
  const claimed = claimables(seen, resolution, views.configuration)
  const { timings } = resolution
  return {
    lane: turn?.rider ? 'fast' : 'log',
    outcome: resolution.outcome,
    reason: resolution.reason,
    sentence: sentenceOf(resolution),
    threshold: resolution.threshold,
    similarity: resolution.similarity,
    mode: resolution.mode,
    candidates: resolution.candidates.map(candidate => ({
      entry_id: candidate.entryId,
      question: candidate.question,
      similarity: candidate.similarity,
      layer: candidate.layer,
      stored_at: iso(candidate.storedAtMs),
      policy_epoch: candidate.policyEpoch,
      guards: resolution.guards
        .filter(({ entryId }) => entryId === candidate.entryId)
        .map(({ guard, verdict, detail }) => ({ guard, verdict, detail })),
    })),
    entry: await entryServed(ports, resolution),
    policy_epoch: policyEpoch,
    configuration_version: controlVersion,
    policies: views.policies
      .filter(policy => claimed.some(each => matches(policy, each)))
      .map(({ version, epoch, sinceMs, scene, reason }) => ({ version, epoch, since: iso(sinceMs), scene, reason })),
    timings_ms: {
      enrich: timings.enrichMs,
      embed: timings.embedMs,
      exact: timings.exactMs,
      semantic: timings.semanticMs,
    },
  }
}
