import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { open, type RootDatabase } from 'lmdb'
import { LRUCache } from 'lru-cache'
import { bytesToVector } from '../../processors/enrich/vector.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import { decodeValue, encodeValue } from '../../schemas/codec.ts'
import type { Candidate, EntryStored } from '../../schemas/types.ts'
import { createFlatSet, type VectorSet } from '../index/flat.ts'

/** A read model of `cache.entries`: what is folded, and how far. */
export interface CacheModel extends CacheReader {
  /** Next offset to apply of each partition. */
  position(partition: number): bigint
  /** Applies events of one partition in order, with the position they lead to. Visible to lookups when it returns. */
  apply(partition: number, events: readonly DomainEvent[], next: bigint): void
  size(): number
  /** SHA-256 over all that the log determines: two models that folded the same log have the same digest. */
  digest(): string
  /** Forgets everything; positions start again from 0. */
  clear(): void
  close(): Promise<void>
}

interface Meta {
  readonly logId: string
  /** The boot it was written under: unsynced pages of an earlier boot may be torn. */
  readonly boot: string
}

const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return 'unknown'
  }
}

/**
 * The caches embedded: entries and exact keys in LMDB, answers compressed, vectors in memory, one set for each identity,
 * so that every filter is inside the search. It is a read model, so it is not synced: after a power cut, or when it
 * belongs to another log, it opens empty and is folded again.
 */
export const openCache = async (options: { dir: string; logId: string; dimensions: number }): Promise<CacheModel> => {
  const { dir, logId, dimensions } = options
  mkdirSync(dir, { recursive: true })
  let env = openEnv(dir)
  const expected: Meta = { logId, boot: bootId() }
  const found = env.root.get('meta') as Meta | undefined
  if (found && (found.logId !== expected.logId || found.boot !== expected.boot)) {
    await env.root.close()
    rmSync(dir, { recursive: true })
    mkdirSync(dir, { recursive: true })
    env = openEnv(dir)
  }
  const { root, entries, exact, held } = env
  root.putSync('meta', expected)

  const sets = new Map<string, VectorSet>()
  const setOf = (identity: string, model: string): VectorSet => {
    const key = `${identity}/${model}`
    const known = sets.get(key)
    if (known) return known
    const created = createFlatSet(dimensions)
    sets.set(key, created)
    return created
  }
  const candidates = new LRUCache<string, Candidate>({ max: 20_000 })
  const read = (entryId: string): EntryStored | null => {
    const bytes = entries.get(entryId)
    return bytes ? (decodeValue(bytes).data as EntryStored) : null
  }
  const candidateOf = (entryId: string): Candidate | null => {
    const known = candidates.get(entryId)
    if (known) return known
    const entry = read(entryId)
    if (!entry) return null
    const candidate: Candidate = {
      entryId,
      layer: 'cold',
      similarity: 1,
      question: entry.question,
      slots: entry.slots,
      answerHash: entry.answerHash,
      tenant: entry.tenant,
      scene: entry.scene,
      scenes: entry.scenes,
      language: entry.language,
      identity: entry.identity,
      embeddingModel: entry.embeddingModel,
      policyEpoch: entry.policyEpoch,
      version: entry.version,
      products: entry.products,
      keywords: `${entry.question}\n${entry.answer}`.toLowerCase(),
      shared: entry.shared,
      askers: entry.askers,
      storedAtMs: entry.storedAtMs,
      expiresAtMs: entry.expiresAtMs,
    }
    candidates.set(entryId, candidate)
    return candidate
  }

  const remove = (entryId: string): void => {
    const entry = read(entryId)
    if (!entry) return
    const set = setOf(entry.identity, entry.embeddingModel)
    set.remove(entryId)
    if (set.size === 0) sets.delete(`${entry.identity}/${entry.embeddingModel}`)
    candidates.delete(entryId)
    entries.removeSync(entryId)
    exact.removeSync(entry.exactKey)
  }
  const applyOne = (event: DomainEvent): void => {
    switch (event.type) {
      case 'EntryStored': {
        const { data } = event
        // It may have been admitted just before it was marked: until a reviewer restores it, it stays out.
        if (held.doesExist(data.entryId)) return
        candidates.delete(data.entryId)
        entries.putSync(data.entryId, encodeValue('EntryStored', data))
        exact.putSync(data.exactKey, { entryId: data.entryId, expiresAtMs: data.exactExpiresAtMs })
        if (data.vector)
          setOf(data.identity, data.embeddingModel).add(data.entryId, bytesToVector(data.vector), data.expiresAtMs)
        return
      }
      case 'EntryInvalidated': {
        if (event.data.review) held.putSync(event.data.entryId, true)
        // An entry made under a later epoch already follows the change that claims it.
        const entry = read(event.data.entryId)
        if (entry && (event.data.reason !== 'policy' || entry.policyEpoch < event.data.policyEpoch))
          remove(entry.entryId)
        return
      }
      case 'EntryRestored':
        held.removeSync(event.data.entryId)
        return
      case 'EntryEvicted':
        remove(event.data.entryId)
    }
  }

  for (const { value } of entries.getRange()) {
    const entry = decodeValue(value).data as EntryStored
    if (entry.vector)
      setOf(entry.identity, entry.embeddingModel).add(entry.entryId, bytesToVector(entry.vector), entry.expiresAtMs)
  }

  return {
    exact: (exactKey, nowMs) => {
      const known = exact.get(exactKey)
      if (!known || known.expiresAtMs <= nowMs) return null
      const candidate = candidateOf(known.entryId)
      return candidate && { ...candidate, layer: 'exact' }
    },
    nearest: ({ identity, embeddingModel, vector, limit, nowMs }) =>
      (sets.get(`${identity}/${embeddingModel}`)?.search(vector, limit, nowMs) ?? []).flatMap(({ id, similarity }) => {
        const candidate = candidateOf(id)
        return candidate ? [{ ...candidate, similarity }] : []
      }),
    answer: entryId => {
      const entry = read(entryId)
      if (!entry) return null
      const { answer: text, model, pool, sources, promptTokens, completionTokens } = entry
      return { text, model, pool, sources, promptTokens, completionTokens }
    },
    entry: read,
    entries: (after, limit) =>
      [...entries.getRange({ ...(after === null ? {} : { start: after, exclusiveStart: true }), limit })].map(
        ({ value }) => decodeValue(value).data as EntryStored,
      ),
    position: partition => BigInt((root.get(`position/${partition}`) as string | undefined) ?? '0'),
    apply: (partition, events, next) => {
      root.transactionSync(() => {
        for (const event of events) applyOne(event)
        root.putSync(`position/${partition}`, String(next))
      })
    },
    size: () => entries.getCount(),
    digest: () => {
      const hash = createHash('sha256')
      for (const { key, value } of entries.getRange()) hash.update(key).update(value)
      for (const { key, value } of exact.getRange()) hash.update(key).update(JSON.stringify(value))
      for (const key of held.getKeys()) hash.update(`held ${key}`)
      return hash.digest('hex')
    },
    clear: () => {
      root.transactionSync(() => {
        entries.clearSync()
        exact.clearSync()
        held.clearSync()
        for (const key of [...root.getKeys({ start: 'position/', end: 'position0' })]) root.removeSync(key)
      })
      sets.clear()
      candidates.clear()
    },
    close: () => root.close(),
  }
}

const openEnv = (dir: string) => {
  const root: RootDatabase<unknown, string> = open({ path: dir, noSync: true, maxDbs: 4 })
  return {
    root,
    entries: root.openDB<Buffer, string>('entries', { encoding: 'binary', compression: true }),
    exact: root.openDB<{ entryId: string; expiresAtMs: number }, string>('exact', {}),
    /** Entries that wait for a reviewer. */
    held: root.openDB<boolean, string>('held', {}),
  }
}
