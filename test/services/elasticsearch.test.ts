import { Client } from '@elastic/elasticsearch'
import { expect, onTestFinished, test } from 'vitest'
import { describeOn } from './describe-on.ts'
import { own } from './needs.ts'

await describeOn('An Elasticsearch of its own', { elasticsearch: own('elasticsearch') }, ({ elasticsearch }) => {
  test('finds the nearest vector within a filter, and still does after kill -9', async () => {
    const client = new Client({ node: elasticsearch.address })
    onTestFinished(() => client.close())
    const vector = {
      type: 'dense_vector',
      dims: 2,
      similarity: 'cosine',
      index_options: { type: 'int8_hnsw' },
    } as const
    await client.indices.create({
      index: 'survives',
      mappings: { properties: { tenant: { type: 'keyword' }, vector } },
    })
    const operations = [
      { index: { _id: 'near' } },
      { tenant: 'a', vector: [1, 0.1] },
      { index: { _id: 'far' } },
      { tenant: 'a', vector: [0, 1] },
      { index: { _id: 'other' } },
      { tenant: 'b', vector: [1, 0] },
    ]
    const { errors } = await client.bulk({ index: 'survives', refresh: true, operations })
    expect(errors).toBe(false)
    const nearest = async (): Promise<(string | undefined)[]> => {
      const knn = { field: 'vector', query_vector: [1, 0], k: 2, num_candidates: 10, filter: { term: { tenant: 'a' } } }
      return (await client.search({ index: 'survives', knn })).hits.hits.map(hit => hit._id)
    }
    expect(await nearest()).toEqual(['near', 'far'])
    await elasticsearch.kill('SIGKILL')
    await elasticsearch.restart()
    expect(await nearest()).toEqual(['near', 'far'])
  }, 90_000)
})
