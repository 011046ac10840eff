import { expect, it } from 'vitest'
import { openDocuments } from '../../infra/documents/open.ts'
import { openPassages } from '../../infra/elasticsearch/passages.ts'
import { eventOf } from '../../processors/fixtures.ts'
import { describeOn } from '../services/describe-on.ts'
import { clientOf, uniqueName } from '../services/elasticsearch.kit.ts'
import { memoryLog } from '../services/elasticsearch.log.ts'
import { eventually } from '../services/eventually.ts'
import { shared } from '../services/needs.ts'
import { documentsContract } from './documents.contract.ts'

const wanted = {
  ...{ logId: 'log', dimensions: 384, replicas: 0, flushBytes: 4 * 2 ** 20, flushEntries: 500 },
  onTrouble: (error: unknown) => console.error('trouble', error),
}

await describeOn(
  'Passages of documents on Elasticsearch',
  { elasticsearch: shared('elasticsearch') },
  ({ elasticsearch }) => {
    documentsContract('the index', async () => {
      const client = clientOf(elasticsearch.address)
      const index = uniqueName()
      return {
        open: () => openPassages({ ...wanted, client, index }),
        dispose: async () => {
          await client.indices.delete({ index, ignore_unavailable: true })
          await client.close()
        },
      }
    })

    const passages = [{ heading: 'Returns', text: 'thirty days', vector: null }]
    const written = (documentId: string, revision = 1) =>
      eventOf(
        'PassagesWritten',
        {
          ...{ documentId, tenant: 'default', revision, contentHash: `${revision}`, title: 'T', scene: 'returns' },
          ...{ embeddingModel: 'test:1', passages },
        },
        { id: `${documentId}.${revision}`, key: `default/${documentId}` },
      )
    const query = { text: 'thirty days', vector: null, tenant: 'default', scene: 'returns' }

    it('an index that is lost, or of another log, is written again; what is there is not written twice', async () => {
      const client = clientOf(elasticsearch.address)
      const index = uniqueName()
      const { log, append } = memoryLog(1)
      append(written('a'), written('b'), written('a', 2))
      const serve = (logId = 'log') =>
        openDocuments({
          ...{ log, timeoutMs: 10_000, onTrouble: () => {} },
          store: openPassages({ ...wanted, client, index, logId, onTrouble: () => {} }),
        })
      const found = async (of: ReturnType<typeof serve>, revisions = {}): Promise<string[]> =>
        (await of.search(query, 5, revisions, AbortSignal.timeout(10_000)).catch(() => []))
          .map(({ documentId, revision }) => `${documentId}@${revision}`)
          .sort()
      const first = serve()
      await first.caughtUp()
      expect(await found(first, { 'default/a': 2 })).toEqual(['a@2', 'b@1'])
      expect(first.trouble()).toBe(null)
      await client.indices.delete({ index })
      await eventually('it is noticed and written again', async () => (await found(first)).length === 2)
      expect(first.trouble()).toBe(null)

      const { indexing: before } = (await client.indices.stats({ index })).indices![index]!.total!
      const second = serve()
      await second.caughtUp()
      expect(await found(second)).toEqual(['a@2', 'b@1'])
      const { indexing: after } = (await client.indices.stats({ index })).indices![index]!.total!
      expect(after!.index_total).toBe(before!.index_total)

      await Promise.all([first.close(), second.close()])
      const other = serve('another log')
      await other.caughtUp()
      expect(await found(other)).toEqual(['a@2', 'b@1'])
      // What is not there yet is waited for, and found when it comes.
      const waiting = found(other, { 'default/a': 3 })
      append(written('a', 3))
      expect(await waiting).toEqual(['a@3', 'b@1'])
      await other.close()
      await client.indices.delete({ index })
      await client.close()
    })
  },
)
