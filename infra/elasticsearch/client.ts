import { Client } from '@elastic/elasticsearch'

export interface ClientOptions {
  readonly url: string
  readonly apiKey?: string
}

/** A client that never tries again by itself: who calls knows whether a second attempt is worth its time. */
export const openClient = ({ url, apiKey }: ClientOptions): Client =>
  new Client({ node: url, maxRetries: 0, requestTimeout: 30_000, ...(apiKey ? { auth: { apiKey } } : {}) })

/** The version that the node itself says it runs, such as 9.5.3. Rejects where it cannot be reached. */
export const serverVersion = async (client: Client): Promise<string> => {
  const { nodes } = await client.nodes.info({ filter_path: 'nodes.*.version' })
  const [node] = Object.values(nodes)
  if (!node) throw new Error('Elasticsearch names no node')
  return node.version
}
