import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { estypes } from '@elastic/elasticsearch'
import { decodeValue, encodeValue } from '../../schemas/codec.ts'
import type { EntryStored } from '../../schemas/types.ts'
import { placeholder } from './placeholder.ts'
import type { EntryState } from './state.ts'

/** Raised when an index of an older layout must be folded again. */
export const layout = 3

export interface VectorOptions {
  readonly dimensions: number
  readonly quantisation: 'int8_hnsw' | 'int4_hnsw' | 'bbq_hnsw' | 'hnsw'
  readonly m: number
  readonly efConstruction: number
}

/** Longer ones are kept in the entry, and cannot be asked for. */
const keyword = { type: 'keyword', ignore_above: 1_024 } as const
const time = { type: 'date', format: 'epoch_millis' } as const

/**
 * One document for each entry that the log has named, with `gone` where it is no more: a document that were deleted would
 * be forgotten after `index.gc_deletes`, and a late writer could bring the entry back. And one for each position.
 */
export const mappings = ({
  dimensions,
  quantisation,
  m,
  efConstruction,
}: VectorOptions): estypes.MappingTypeMapping => ({
  dynamic: 'strict',
  properties: {
    kind: keyword,
    entryId: keyword,
    gone: { type: 'boolean' },
    held: { type: 'boolean' },
    changedAt: time,
    hotUntil: time,
    tenant: keyword,
    scene: keyword,
    scenes: keyword,
    language: keyword,
    identity: keyword,
    embeddingModel: keyword,
    version: keyword,
    policyEpoch: { type: 'long' },
    products: keyword,
    origin: keyword,
    model: keyword,
    pool: keyword,
    answerHash: keyword,
    turnId: keyword,
    askers: keyword,
    shared: { type: 'boolean' },
    storedAt: time,
    expiresAt: time,
    exactExpiresAt: time,
    // The whole entry, bit by bit: the vector that is searched is kept by Elasticsearch in a form of its own.
    entry: { type: 'binary' },
    vector: {
      type: 'dense_vector',
      dims: dimensions,
      index: true,
      similarity: 'cosine',
      // Pinned: what the server takes by itself for 384 dimensions finds 0.91 of the nearest where this finds 0.99.
      index_options: { type: quantisation, m, ef_construction: efConstruction },
    },
    partition: { type: 'integer' },
    next: { type: 'long' },
    logId: keyword,
  },
})

/** An entry's document in `_source`. */
export interface EntrySource {
  readonly entryId: string
  readonly held: boolean
  readonly changedAt: number
  readonly hotUntil?: number
  readonly entry?: string
}

/** The fields of `EntrySource`. */
export const sourceFields = ['entryId', 'held', 'changedAt', 'hotUntil', 'entry']

const pack = (entry: EntryStored): string => zstdCompressSync(encodeValue('EntryStored', entry)).toString('base64')

const unpack = (text: string): EntryStored =>
  decodeValue(zstdDecompressSync(Buffer.from(text, 'base64'))).data as EntryStored

/** Whether an entry can be found by its vector: one of another length has no place in the index, and one of zeros no cosine. */
export const isSearchable = (vector: Uint8Array | null, dimensions: number): vector is Uint8Array =>
  vector?.length === dimensions * Float32Array.BYTES_PER_ELEMENT && vector.some(byte => byte !== 0)

/** As Elasticsearch takes it: big-endian floats in base64. */
const vectorText = (vector: Uint8Array): string => Buffer.from(vector).swap32().toString('base64')

export const toDocument = (entryId: string, state: EntryState, dimensions: number): object => {
  const { entry, held, hotUntilMs, changedAtMs } = state
  const known = entry?.vector ?? null
  const vector = isSearchable(known, dimensions) ? vectorText(known) : placeholder(entryId, dimensions)
  const head = { kind: 'entry', entryId, gone: entry === null, held, changedAt: changedAtMs, vector }
  if (!entry) return head
  return {
    ...head,
    tenant: entry.tenant,
    scene: entry.scene,
    scenes: entry.scenes,
    language: entry.language,
    identity: entry.identity,
    embeddingModel: entry.embeddingModel,
    version: entry.version,
    policyEpoch: entry.policyEpoch,
    products: entry.products,
    origin: entry.origin,
    model: entry.model,
    pool: entry.pool,
    answerHash: entry.answerHash,
    turnId: entry.turnId,
    askers: entry.askers,
    shared: entry.shared,
    storedAt: entry.storedAtMs,
    expiresAt: entry.expiresAtMs,
    exactExpiresAt: entry.exactExpiresAtMs,
    entry: pack(entry),
    ...(hotUntilMs > 0 ? { hotUntil: hotUntilMs } : {}),
  }
}

export const fromSource = ({ entry, held, changedAt, hotUntil }: EntrySource): EntryState => ({
  entry: entry === undefined ? null : unpack(entry),
  held,
  hotUntilMs: hotUntil ?? 0,
  changedAtMs: changedAt,
})
