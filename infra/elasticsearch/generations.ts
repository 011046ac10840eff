import type { Client } from '@elastic/elasticsearch'
import { turnstreamError } from '../../processors/errors.ts'
import { layout, mappings, type VectorOptions } from './document.ts'
import { isAlreadyThere, statusOf } from './failures.ts'

export interface GenerationOptions extends VectorOptions {
  /** The name that serves; generations are `{alias}-000001` and so on. */
  readonly alias: string
  readonly logId: string
  readonly shards: number
  readonly replicas: number
}

/** The indices behind the alias: one serves, another may be folded beside it. */
export interface Generations {
  /**
   * The index that serves; made where there is none, or only one of another log or an older layout. Throws UNAVAILABLE for one
   * of a newer layout: two programs that made an index each whenever they met the other's would never be done folding.
   */
  serving(): Promise<string>
  /** The index that the alias names now, null where there is none. */
  named(): Promise<string | null>
  /** An empty index beside the one that serves. One that an interrupted rebuild left behind is dropped first. */
  beside(): Promise<string>
  /** Puts an index into the place of the one that serves, at once. Throws UNAVAILABLE where another has taken that place. */
  promote(index: string, instead: string): Promise<void>
  drop(index: string): Promise<void>
}

const attempts = 10

export const createGenerations = (client: Client, options: GenerationOptions): Generations => {
  const { alias, logId, shards, replicas } = options
  const numberOf = (index: string): number => Number(index.slice(alias.length + 1))
  const nameOf = (generation: number): string => `${alias}-${String(generation).padStart(6, '0')}`

  const putTemplate = (): Promise<unknown> =>
    client.indices.putIndexTemplate({
      name: alias,
      index_patterns: [`${alias}-*`],
      priority: 500,
      // Else a write that comes after the index was dropped makes an index without what was folded before.
      allow_auto_create: false,
      template: {
        settings: {
          number_of_shards: shards,
          number_of_replicas: replicas,
          // Writers refresh what they wrote; this is for those who died before they could.
          refresh_interval: '30s',
          // Each segment has a graph of its own, and a lookup searches all of them.
          'index.merge.policy.segments_per_tier': 2,
          'index.merge.policy.floor_segment': '64mb',
          // The other one, acorn, passes over neighbours that the filter excludes: recall 0.98 where this has 1, no faster.
          'index.dense_vector.hnsw_filter_heuristic': 'fanout',
        },
        mappings: mappings(options),
      },
    })

  const named = async (): Promise<string | null> => {
    try {
      return (
        Object.keys(await client.indices.getAlias({ name: alias }))
          .sort()
          .at(-1) ?? null
      )
    } catch (error) {
      if (statusOf(error) === 404) return null
      throw error
    }
  }
  const isOurs = async (index: string): Promise<boolean> => {
    const mapping = await client.indices.getMapping({ index })
    const meta = mapping[index]?.mappings._meta
    if (meta?.logId !== logId) return false
    if (meta.layout <= layout) return meta.layout === layout
    throw turnstreamError(
      'UNAVAILABLE',
      `${index} is of layout ${meta.layout}, and this program knows ${layout}: a newer one is in use, upgrade this too`,
    )
  }
  const last = async (): Promise<number> => {
    const indices = await client.indices.get({ index: `${alias}-*`, filter_path: '*.settings.index.uuid' })
    return Math.max(0, ...Object.keys(indices ?? {}).map(numberOf))
  }
  /** False where another process has made it meanwhile. */
  const create = async (index: string, serves: boolean): Promise<boolean> => {
    await putTemplate()
    try {
      const body = { mappings: { _meta: { logId, layout } }, ...(serves ? { aliases: { [alias]: {} } } : {}) }
      await client.indices.create({ index, wait_for_active_shards: 1, ...body })
      return true
    } catch (error) {
      if (isAlreadyThere(error)) return false
      throw error
    }
  }
  const drop = async (index: string): Promise<void> => {
    await client.indices.delete({ index, ignore_unavailable: true })
  }
  const promote = async (index: string, instead: string): Promise<void> => {
    try {
      await client.indices.updateAliases({
        actions: [{ remove: { index: instead, alias, must_exist: true } }, { add: { index, alias } }],
      })
    } catch (cause) {
      if (statusOf(cause) === 404 || statusOf(cause) === 400)
        throw turnstreamError('UNAVAILABLE', `another index serves as ${alias} by now; try again`, { cause })
      throw cause
    }
  }

  return {
    named,
    drop,
    promote,
    serving: async () => {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const found = await named()
        if (found !== null && (await isOurs(found))) return found
        const index = nameOf((await last()) + 1)
        if (!(await create(index, found === null))) continue
        if (found === null) return index
        await promote(index, found)
        await drop(found)
        return index
      }
      throw turnstreamError('UNAVAILABLE', `no index could be made for ${alias}: others make and drop them meanwhile`)
    },
    beside: async () => {
      const found = await named()
      const next = found === null ? (await last()) + 1 : numberOf(found) + 1
      await drop(nameOf(next))
      if (await create(nameOf(next), false)) return nameOf(next)
      throw turnstreamError('UNAVAILABLE', 'another rebuild has just begun')
    },
  }
}
