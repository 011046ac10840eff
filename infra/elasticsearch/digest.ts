import { createHash } from 'node:crypto'
import { encodeValue } from '../../schemas/codec.ts'
import type { EntryStored } from '../../schemas/types.ts'
import { setOf } from '../cache/store.ts'
import { type EntrySource, fromSource, sourceFields } from './document.ts'
import type { Row, Snapshot } from './scan.ts'

/** A vector as the embedded cache keeps it: f64 expiry, u16 length of the set's name, the name, the floats. */
const packVector = ({ identity, embeddingModel, expiresAtMs }: EntryStored, vector: Uint8Array): Buffer => {
  const name = Buffer.from(setOf(identity, embeddingModel))
  const head = Buffer.alloc(10)
  head.writeDoubleLE(expiresAtMs)
  head.writeUInt16LE(name.length, 8)
  return Buffer.concat([head, name, vector])
}

/** Of documents of the same entry the newest; a mark may lie on another shard than the entry. */
async function* newest(rows: AsyncIterable<Row<EntrySource>>): AsyncGenerator<Row<EntrySource>> {
  let best: Row<EntrySource> | null = null
  for await (const row of rows) {
    if (best && best.source.entryId !== row.source.entryId) {
      yield best
      best = row
    } else if (!best || row.version > best.version) best = row
  }
  if (best) yield best
}

/** SHA-256 over all that the log determines: equal to the digest of the embedded cache that folded the same records. */
export const digestOf = async (snapshot: Snapshot): Promise<string> => {
  const hash = createHash('sha256')
  const rows = (query: object, entry = true): AsyncIterable<Row<EntrySource>> =>
    newest(
      snapshot.rows<EntrySource>({
        query: { bool: { filter: [{ term: { kind: 'entry' } }, query] } },
        fields: entry ? sourceFields : sourceFields.filter(field => field !== 'entry'),
        sort: 'entryId',
      }),
    )
  const live = { term: { gone: false } }
  for await (const { source } of rows(live)) {
    const { entry } = fromSource(source)
    hash.update(source.entryId).update(encodeValue('EntryStored', { ...entry!, vector: null }))
  }
  for await (const { source } of rows(live)) {
    const { entry } = fromSource(source)
    if (entry?.vector) hash.update(source.entryId).update(packVector(entry, entry.vector))
  }
  // Not only those that are held or hot: where an entry has two documents, the newer one may say that it is not.
  const hot: string[] = []
  for await (const { source } of rows({ exists: { field: 'held' } }, false)) {
    if (source.held) hash.update(`held ${source.entryId}`)
    if (source.hotUntil !== undefined) hot.push(`hot ${source.entryId} ${source.hotUntil}`)
  }
  for (const line of hot) hash.update(line)
  return hash.digest('hex')
}
