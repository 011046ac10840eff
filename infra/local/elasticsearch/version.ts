interface Root {
  readonly version?: { readonly number?: string }
  readonly tagline?: string
}

interface Nodes {
  readonly nodes: Readonly<Record<string, { readonly version: string }>>
}

const get = async <T>(url: string, path: string): Promise<T> => {
  const { origin, username, password } = new URL(url)
  const credentials = username === '' ? {} : { authorization: `Basic ${btoa(`${username}:${password}`)}` }
  const response = await fetch(new URL(path, origin), { headers: credentials, signal: AbortSignal.timeout(5_000) })
  if (!response.ok) throw new Error(`${origin}${path} answers ${response.status}`)
  return (await response.json()) as T
}

/** The version on which `GET /` and every node agree, once the cluster takes writes. Rejects where they do not. */
export const elasticsearchVersion = async (url: string): Promise<string> => {
  await get(url, '/_cluster/health?wait_for_status=yellow&timeout=2s')
  const root = await get<Root>(url, '/')
  const version = root.version?.number
  const { nodes } = await get<Nodes>(url, '/_nodes')
  const versions = new Set(Object.values(nodes).map(node => node.version))
  if (version === undefined || versions.size !== 1 || !versions.has(version)) {
    throw new Error(`GET / says Elasticsearch ${version}, its nodes say ${[...versions].join(', ')}`)
  }
  return version
}
