import { turnstreamError } from '../../processors/errors.ts'

/** Most configurations of one sweep. */
export const mostConfigurations = 500

/** What a sweep follows: how the cache judges and how long it keeps, which tier a score is of, and what models cost. */
const followed = [
  ...['threshold', 'thresholds', 'readThreshold', 'agreement', 'agreementSimilarity', 'maxFalseRate', 'maxFalseRates'],
  ...['steer', 'candidates', 'guards', 'modes', 'exactTtlMs', 'ttlMs', 'ttls', 'volatileTtlMs', 'delayWindowMs'],
].map(name => `cache.${name}`)
const followedBeside = ['route.smallBelow', 'route.mediumBelow', 'route.confidence', 'route.tiers', 'prices']

const isFollowed = (path: string): boolean =>
  [...followed, ...followedBeside].some(name => path === name || path.startsWith(`${name}.`))

/** Splits `a,b,c`, or a JSON array where values hold commas themselves. */
const valuesOf = (name: string, path: string, text: string): readonly string[] => {
  const wrong = (detail: string): never => {
    throw turnstreamError('USAGE', `${name} ${path}: ${detail}`)
  }
  if (!text.startsWith('[')) {
    const values = text.split(',').map(value => value.trim())
    return values.includes('') ? wrong('a value is missing: must be path=value,value,…') : values
  }
  try {
    const values = JSON.parse(text) as unknown[]
    return values.length === 0
      ? wrong('has no value')
      : values.map(value => (typeof value === 'string' ? value : JSON.stringify(value)))
  } catch (error) {
    return wrong(`must be path=value,value,… or path=[JSON, JSON, …]: ${(error as Error).message}`)
  }
}

/**
 * What each configuration of a sweep sets otherwise: every combination of the values of `path=value,value`, in order; `name` is what whoever asks calls them. Throws USAGE where an option is none
 * that a sweep follows, has no value, is named twice, or where there are more combinations than `mostConfigurations`.
 */
export const combinationsOf = (vary: readonly string[], name = '--vary'): readonly (readonly string[])[] => {
  const seen = new Set<string>()
  let combinations: readonly (readonly string[])[] = [[]]
  for (const each of vary) {
    const at = each.indexOf('=')
    if (at < 1) throw turnstreamError('USAGE', `${name} ${each}: must be path.to.option=value,value,…`)
    const path = each.slice(0, at)
    if (!isFollowed(path))
      throw turnstreamError(
        'USAGE',
        `${name} ${path}: a sweep follows ${[...followed, ...followedBeside].join(', ')}; what else changes needs the whole topology: try a what-if that sets it`,
      )
    if (seen.has(path)) throw turnstreamError('USAGE', `${name} ${path}: is named twice; give all its values at once`)
    seen.add(path)
    const values = valuesOf(name, path, each.slice(at + 1))
    combinations = combinations.flatMap(set => values.map(value => [...set, `${path}=${value}`]))
    if (combinations.length > mostConfigurations)
      throw turnstreamError(
        'USAGE',
        `${combinations.length} configurations are too many for one sweep: at most ${mostConfigurations}`,
      )
  }
  return combinations
}
