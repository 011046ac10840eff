import { env, pipeline } from '@huggingface/transformers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { vectorToBytes } from '../../processors/enrich/vector.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import { openMiniLm } from './minilm.ts'

const texts = [
  'How do I return an item?',
  'WHERE is my order #A-1042?!',
  'Wie ändere ich meine Lieferadresse – und wann?',
  '如何退货',
  'لا أستطيع تسجيل الدخول',
  '🙂🙃 e\u0301 ﬁ ㎏',
  'a',
  '',
  'the same words again and again '.repeat(60),
]

let ours: EmbeddingModel
let theirs: Awaited<ReturnType<typeof openPipeline>>

const openPipeline = () => {
  env.allowRemoteModels = false
  env.localModelPath = new URL('../../models/', import.meta.url).pathname
  return pipeline('feature-extraction', 'all-MiniLM-L6-v2', {
    dtype: 'q8',
    use_external_data_format: true,
    session_options: { intraOpNumThreads: 1 },
  })
}

beforeAll(async () => {
  ours = await openMiniLm({ workers: 1, cacheEntries: 0 })
  theirs = await openPipeline()
}, 60_000)
afterAll(async () => {
  await ours.close()
  await theirs.dispose()
})

it.each(texts)('the vector of "%s" has the bytes that the pipeline of transformers.js gives', async text => {
  const [embedding] = await ours.embed([text])
  const { data } = await theirs(text, { pooling: 'mean', normalize: true })
  expect(vectorToBytes(embedding!.vector).equals(vectorToBytes(data as Float32Array))).toBe(true)
})
