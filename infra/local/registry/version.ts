interface Described {
  readonly name?: string
  readonly version?: string
}

const described = async (url: URL): Promise<Described | null> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(3_000) })
  return response.ok ? ((await response.json()) as Described) : null
}

/** What the registry at a Confluent-compatible URL says it is, `Apicurio Registry (In Memory) 2.6.13.Final`. */
export const registryVersion = async (url: string): Promise<string> => {
  const base = `${url.replace(/\/$/, '')}/`
  // The API itself first: a registry that answers there is ready, whoever made it.
  const subjects = await fetch(new URL('subjects', base), { signal: AbortSignal.timeout(3_000) })
  if (!subjects.ok) throw new Error(`${url} answers ${subjects.status} when asked for its subjects`)
  await subjects.body?.cancel()
  const confluent = await described(new URL('v1/metadata/version', base)).catch(() => null)
  if (confluent?.version) return `Confluent Schema Registry ${confluent.version}`
  const apicurio = await described(new URL('/apis/registry/v2/system/info', base)).catch(() => null)
  if (apicurio?.version) return `${apicurio.name ?? 'Apicurio Registry'} ${apicurio.version}`
  throw new Error(`${url} answers, but says no version`)
}
