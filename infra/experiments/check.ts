import type { DeciderConfiguration } from '../../processors/configuration.ts'
import { isTurnstreamError, turnstreamError } from '../../processors/errors.ts'
import { control } from '../../processors/experiment/experiments.ts'
import type { ArmGuard, ExperimentArm } from '../../schemas/types.ts'
import { assignmentOf, laidOver } from '../configuration/load.ts'

/** What somebody asks to be tried on live traffic. */
export interface ExperimentAsked {
  readonly name: string
  readonly share: number
  /** Beside control; each option as `path.to.option=value`. */
  readonly arms: readonly { readonly name: string; readonly set: readonly string[] }[]
  readonly guards: readonly ArmGuard[]
}

/** Options that are read for each turn by itself. Others shape what all turns share: pools, load, the layers of the cache, prices. */
const ofTurns = [
  ...['threshold', 'thresholds', 'readThreshold', 'agreement', 'agreementSimilarity', 'maxFalseRate', 'maxFalseRates'],
  ...['candidates', 'guards', 'modes', 'exactTtlMs', 'ttlMs', 'ttls', 'volatileTtlMs', 'offered', 'maxTokens'],
].map(name => `cache.${name}`)
const ofSections = ['text', 'compress', 'route.smallBelow', 'route.mediumBelow', 'route.confidence', 'route.tiers']
const settable = [...ofTurns, ...ofSections, 'route.router']

const isSettable = (path: string): boolean => settable.some(name => path === name || path.startsWith(`${name}.`))

const wrong = (message: string): never => {
  throw turnstreamError('BAD_REQUEST', message)
}

const armOf = ({ name, set }: ExperimentAsked['arms'][number], configuration: DeciderConfiguration): ExperimentArm => {
  if (set.length === 0) wrong(`arm ${name}: nothing is otherwise in it; say what, like "cache.threshold=0.9"`)
  try {
    const assigned = set.map(assignmentOf)
    for (const { path, value } of assigned) {
      if (!isSettable(path)) wrong(`arm ${name}: ${path} cannot differ between arms; these can: ${settable.join(', ')}`)
      const { router } = configuration.route
      if (path === 'route.router' && value !== 'features' && value !== router)
        wrong(
          `arm ${name}: route.router can be ${[...new Set([router, 'features'])].join(' or ')}, which are loaded here`,
        )
    }
    laidOver(configuration, set)
    return { name, set: assigned.map(({ path, value }) => ({ path, value: JSON.stringify(value) })) }
  } catch (error) {
    if (isTurnstreamError(error, 'CONFIG_INVALID')) wrong(`arm ${name}: ${error.message}`)
    throw error
  }
}

/** The arms of an experiment as they are recorded, control first. Throws BAD_REQUEST that names the arm and the option. */
export const armsOf = ({ arms }: ExperimentAsked, configuration: DeciderConfiguration): readonly ExperimentArm[] => {
  const names = arms.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (names.includes(control)) wrong(`arms: ${control} is there anyway, and nothing is otherwise in it`)
  if (twice !== undefined) wrong(`arms: ${twice} is named twice`)
  return [{ name: control, set: [] }, ...arms.map(arm => armOf(arm, configuration))]
}
