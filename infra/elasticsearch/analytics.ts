import { setTimeout as delay } from 'node:timers/promises'
import type { Client, estypes } from '@elastic/elasticsearch'
import { type DomainEvent, idOf, isType } from '../../processors/event.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import type { EventType, TopicName } from '../../schemas/types.ts'
import { ledgerDocument, ledgerMappings, turnDocument, turnMappings } from './analytics-documents.ts'
import { createBulk, type Write } from './bulk.ts'
import { type Following, follow } from './follow.ts'
import { untilDone } from './until-done.ts'

export interface AnalyticsOptions {
  readonly client: Client
  readonly log: Pick<EventLog, 'id' | 'read' | 'wait' | 'begin' | 'end'>
  /** Finds the resolution of a turn. */
  readonly facts: Pick<Facts, 'find'>
  readonly partitions: number
  /** Before the names of both data streams: `turnstream` gives turnstream-turns and turnstream-ledger. */
  readonly prefix: string
  readonly shards: number
  readonly replicas: number
  readonly flushBytes: number
  readonly flushEntries: number
  /** Whether question and answer are written. Personal. */
  readonly texts: boolean
  readonly onTrouble: (error: unknown) => void
}

/** Documents for analysts, one for each turn and one for each ledger line. Nothing reads them back. */
export interface Analytics {
  /** Resolves when what was in the log at the call is durable in Elasticsearch. */
  caughtUp(): Promise<void>
  /** Takes what is personal out of the documents of these turns, and out of the files they lie in. Rejects where Elasticsearch refuses or does not answer. */
  forget(turns: ReadonlySet<string>): Promise<void>
  trouble(): string | null
  close(): Promise<void>
}

interface Stream {
  readonly name: string
  readonly topic: TopicName
  readonly type: EventType
  readonly mappings: estypes.MappingTypeMapping
  /** Null for an event that has no document. */
  readonly documentOf: (event: DomainEvent) => { readonly id: string; readonly document: object } | null
}

/** Turns looked up at once. */
const forgottenAtOnce = 1_000

const batches = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))

interface PositionSource {
  readonly next: number
}

/** Writes the documents of these turns anew, each in the index in which it lies, without what is personal. */
const strip = async (client: Client, index: string, turns: readonly string[]): Promise<void> => {
  const { hits } = await client.search<Record<string, unknown>>({
    index,
    query: { terms: { turnId: [...turns] } },
    size: turns.length,
    seq_no_primary_term: true,
  })
  const operations = hits.hits.flatMap(({ _index, _id, _source, _seq_no, _primary_term }) => {
    const { question: _question, answer: _answer, detail: _detail, ...rest } = _source!
    return [{ index: { _index, _id, if_seq_no: _seq_no, if_primary_term: _primary_term } }, rest]
  })
  if (operations.length === 0) return
  const { errors, items } = await client.bulk({ operations })
  const refused = items.find(({ index: item }) => item?.error)?.index?.error
  if (errors) throw new Error(`${index} keeps a document as it is: ${refused?.reason ?? 'it does not say why'}`)
}

/** How long documents that were overwritten may stay on the disk, ms. */
const expungeMs = 90_000
const lookMs = 500

/**
 * Merges until no segment holds a document that was overwritten. They are kept while a replica might ask for them, which is looked at
 * every 30 s; and merged away only where they are many.
 */
const expunge = async (client: Client, index: string): Promise<void> => {
  const deleted = async (): Promise<number> => {
    await client.indices.refresh({ index })
    return (await client.indices.stats({ index, metric: 'docs' }))._all.total?.docs?.deleted ?? 0
  }
  const allow = (percent: string | null): Promise<unknown> =>
    client.indices.putSettings({ index, settings: { 'index.merge.policy.expunge_deletes_allowed': percent } })
  await allow('0')
  try {
    for (const until = performance.now() + expungeMs; (await deleted()) > 0; await delay(lookMs)) {
      if (performance.now() > until) throw new Error(`${index} has not merged away what was overwritten`)
      await client.indices.flush({ index })
      await client.indices.forcemerge({ index, only_expunge_deletes: true })
    }
  } finally {
    await allow(null)
  }
}

/**
 * Follows the log into two data streams. The id of a document is that of its turn, and documents are only ever created: what
 * is read again, by whomever, changes nothing. Positions are kept in an index of their own, by log, after what they cover.
 */
export const openAnalytics = (options: AnalyticsOptions): Analytics => {
  const { client, log, facts, partitions, prefix, shards, replicas, texts, onTrouble } = options
  const stop = new AbortController()
  const positionsIndex = `${prefix}.positions`
  let failing: string | null = null
  const failed = (error: unknown): void => {
    failing = (error as Error).message
  }

  const streams: readonly Stream[] = [
    {
      name: `${prefix}-turns`,
      topic: 'chat.answers',
      type: 'TurnAnswered',
      mappings: turnMappings,
      documentOf: event => {
        if (!isType(event, 'TurnAnswered')) return null
        const { turnId } = event.data
        const resolved = facts.find('TurnResolved', idOf.resolved(turnId))
        return { id: turnId, document: turnDocument(event.data, resolved?.data.resolution ?? null, texts) }
      },
    },
    {
      name: `${prefix}-ledger`,
      topic: 'cost.ledger',
      type: 'LedgerLine',
      mappings: ledgerMappings,
      documentOf: event =>
        isType(event, 'LedgerLine') ? { id: event.data.turnId, document: ledgerDocument(event.data) } : null,
    },
  ]

  const putTemplates = async (): Promise<void> => {
    const settings = { number_of_shards: shards, number_of_replicas: replicas }
    for (const { name, mappings } of streams)
      await client.indices.putIndexTemplate({
        name,
        index_patterns: [name],
        data_stream: {},
        priority: 500,
        template: { settings, mappings },
      })
    await client.indices.putIndexTemplate({
      name: positionsIndex,
      index_patterns: [positionsIndex],
      priority: 500,
      template: {
        settings: { number_of_shards: 1, number_of_replicas: replicas },
        mappings: {
          dynamic: 'strict',
          properties: {
            logId: { type: 'keyword' },
            topic: { type: 'keyword' },
            partition: { type: 'integer' },
            next: { type: 'long' },
          },
        },
      },
    })
  }
  const templates = untilDone(putTemplates, stop.signal, failed).catch(() => undefined)

  const carry = ({ name, topic, type, documentOf }: Stream): Following & { trouble(): string | null } => {
    const bulkOf = (index: string) => createBulk({ ...options, index, onRefused: onTrouble })
    const documents = bulkOf(name)
    const places = bulkOf(positionsIndex)
    const positions = new Map<number, bigint>()
    const positionId = (partition: number): string => `${log.id}/${topic}/${partition}`

    const readPositions = async (): Promise<void> => {
      const ids = Array.from({ length: partitions }, (_, partition) => positionId(partition))
      const { docs } = await client.mget<PositionSource>({ index: positionsIndex, ids }, { signal: stop.signal })
      // The index is made with the first position.
      for (const [partition, doc] of docs.entries())
        positions.set(partition, 'error' in doc || !doc.found ? 0n : BigInt(doc._source!.next))
    }
    const known = templates
      .then(() => untilDone(readPositions, stop.signal, failed))
      .then(() => {
        failing = null
      })
    known.catch(() => undefined)

    const positionOf = (partition: number, next: bigint): Write => {
      const version = Number(next)
      return {
        id: positionId(partition),
        bytes: 200,
        lines: [
          { index: { _id: positionId(partition), version, version_type: 'external' } },
          { logId: log.id, topic, partition, next: version },
        ],
      }
    }
    const following = follow({
      log,
      topic,
      partitions,
      onTrouble,
      taker: {
        types: [type],
        ready: () => known,
        position: partition => positions.get(partition)!,
        apply: async (partition, events, next) => {
          const writes = events.flatMap((event): Write[] => {
            const made = documentOf(event)
            if (!made) return []
            return [{ id: made.id, bytes: 1_000, lines: [{ create: { _id: made.id } }, made.document] }]
          })
          await documents.send(writes, stop.signal)
          await places.send([positionOf(partition, next)], stop.signal)
          positions.set(partition, next)
        },
      },
    })
    return { ...following, trouble: () => documents.trouble() ?? places.trouble() }
  }
  const carriers = streams.map(carry)

  return {
    caughtUp: async () => {
      await Promise.all(carriers.map(carrier => carrier.caughtUp()))
    },
    forget: async turns => {
      const index = streams[0]!.name
      await client.indices.refresh({ index })
      for (const some of batches([...turns], forgottenAtOnce)) await strip(client, index, some)
      await expunge(client, index)
    },
    trouble: () => {
      const said = failing ?? carriers.map(carrier => carrier.trouble()).find(trouble => trouble !== null)
      return said === null || said === undefined ? null : `Elasticsearch analytics: ${said}`
    },
    close: async () => {
      stop.abort()
      await Promise.all(carriers.map(carrier => carrier.stop()))
      await templates
    },
  }
}
