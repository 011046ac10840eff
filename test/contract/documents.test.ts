import { expect, it, onTestFinished } from 'vitest'
import { openEmbeddedPassages } from '../../infra/documents/embedded.ts'
import { openDocuments } from '../../infra/documents/open.ts'
import type { PassageStore } from '../../infra/documents/store.ts'
import { eventOf } from '../../processors/fixtures.ts'
import { memoryLog } from '../services/elasticsearch.log.ts'
import { documentsContract } from './documents.contract.ts'

documentsContract('the embedded store', async () => ({
  open: () => openEmbeddedPassages(384),
  dispose: async () => {},
}))

const never = new AbortController().signal

/** A store on a server that is not there. */
const gone: PassageStore = {
  lost: () => never,
  ready: () => Promise.reject(new Error('gone')),
  apply: () => Promise.reject(new Error('gone')),
  search: () => Promise.reject(new Error('gone')),
  trouble: () => 'it is gone',
  close: async () => {},
}

it('who has no documents does without a store that is gone; who has some is told', async () => {
  const { log, append } = memoryLog(1)
  append(
    eventOf(
      'PassagesWritten',
      {
        ...{ documentId: 'a', tenant: 'default', revision: 1, contentHash: '', title: 'T', scene: 'returns' },
        ...{ embeddingModel: 'test:1', passages: [] },
      },
      { id: 'a.1', key: 'default/a' },
    ),
  )
  const documents = openDocuments({ log, store: gone, timeoutMs: 100, onTrouble: () => {} })
  onTestFinished(documents.close)
  await documents.caughtUp()
  const query = { text: 'words', vector: null, scene: 'returns' }
  expect(await documents.search({ ...query, tenant: 'another' }, 3, {}, never)).toEqual([])
  await expect(documents.search({ ...query, tenant: 'default' }, 3, {}, never)).rejects.toMatchObject({
    ...{ code: 'UNAVAILABLE', message: 'it is gone' },
  })
  expect(documents.trouble()).toBe('it is gone')
  expect(documents.list()).toMatchObject([{ documentId: 'a' }])
})
