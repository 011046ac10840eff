import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { assign, refuseForbidden, type Tree } from '../../processors/assign.ts'
import {
  type Configuration,
  configurationSchema,
  type DeciderConfiguration,
  deciderConfiguration,
  type Pool,
} from '../../processors/configuration.ts'
import { isTurnstreamError, turnstreamError } from '../../processors/errors.ts'
import { optionsOf } from './options.ts'
import { problem } from './problem.ts'
import { nearest } from './suggest.ts'

export interface ConfigurationSources {
  readonly file?: string
  /** `path.to.option=value`, the value as JSON or as it stands. */
  readonly set?: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
}

const invalid = (message: string, cause?: unknown): never => {
  throw turnstreamError('CONFIG_INVALID', message, { cause })
}

const parseValue = (text: string): unknown => {
  try {
    return JSON.parse(text, refuseForbidden)
  } catch (error) {
    if (isTurnstreamError(error)) throw error
    return text
  }
}

/** The path and the value of `path.to.option=value`. Throws CONFIG_INVALID. */
export const assignmentOf = (text: string): { readonly path: string; readonly value: unknown } => {
  const at = text.indexOf('=')
  return at < 1
    ? invalid(`--set ${text}: must be path.to.option=value`)
    : { path: text.slice(0, at), value: parseValue(text.slice(at + 1)) }
}

/** Assigns `path.to.option=value`, each over what is there. */
const assignAll = (tree: Tree, set: readonly string[]): void => {
  for (const { path, value } of set.map(assignmentOf)) assign(tree, path.split('.'), value)
}

const options = optionsOf(configurationSchema)

const unknownOption = (path: string): string => {
  const meant = nearest(
    path,
    options.map(option => option.path.join('.')),
  )
  return `${path}: is no option${meant === null ? '' : ` (did you mean ${meant}?)`}`
}

/** Sentences that name the option and what it must be. */
const complaints = (error: z.ZodError): string =>
  error.issues
    .flatMap(issue =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(key => unknownOption([...issue.path, key].join('.')))
        : [`${issue.path.join('.') || 'configuration'}: ${issue.message}`],
    )
    .join('; ')

/** Pools that the usual environment variables of the providers imply, where the configuration names none. */
const impliedPools = (env: Readonly<Record<string, string | undefined>>): Record<string, Partial<Pool>> => {
  const openai = env.OPENAI_API_KEY || env.OPENAI_BASE_URL
  const cloud = (tier: Pool['tier'], model: string) => ({
    kind: 'openai' as const,
    tier,
    model: env.OPENAI_MODEL ?? model,
    ...(env.OPENAI_BASE_URL ? { baseUrl: env.OPENAI_BASE_URL } : {}),
    ...(env.OPENAI_API_KEY ? { apiKeyEnv: 'OPENAI_API_KEY' } : {}),
  })
  return {
    ...(env.OLLAMA_HOST
      ? {
          local: {
            kind: 'ollama' as const,
            tier: 'small' as const,
            model: env.OLLAMA_MODEL ?? 'qwen2.5:3b',
            baseUrl: env.OLLAMA_HOST,
          },
        }
      : {}),
    ...(openai
      ? {
          'cloud-small': cloud('small', 'gpt-5-nano'),
          'cloud-medium': cloud('medium', 'gpt-5-mini'),
          'cloud-large': cloud('large', 'gpt-5'),
        }
      : {}),
  }
}

const data = join(import.meta.dirname, '..', '..', 'data')

const shippedJson = (path: string): unknown => JSON.parse(readFileSync(join(data, path), 'utf8'))

/**
 * The configuration in force: defaults, then the file, then the environment, then `--set`. Price list and product names
 * come from the shipped data where nothing else is given. Throws CONFIG_INVALID that names the option and its source.
 */
export const loadConfiguration = ({ file, set = [], env = process.env }: ConfigurationSources): Configuration => {
  const tree: Tree = {}
  if (file !== undefined) {
    let parsed: unknown
    try {
      parsed = JSON.parse(readFileSync(file, 'utf8'), refuseForbidden)
    } catch (cause) {
      invalid(`${file}: ${(cause as Error).message}`, cause)
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      invalid(`${file}: must be a JSON object`)
    Object.assign(tree, parsed)
  }
  for (const { path, environment } of options) {
    const value = env[environment]
    if (value !== undefined && value !== '') assign(tree, path, parseValue(value))
  }
  assignAll(tree, set)
  if (tree.pools === undefined) tree.pools = impliedPools(env)
  if (tree.prices === undefined) tree.prices = (shippedJson('prices.json') as { models: unknown[] }).models
  if (tree.products === undefined)
    tree.products = (shippedJson('shop/products.json') as { name: string }[]).map(({ name }) => name)
  const parsed = configurationSchema.safeParse(tree, { error: problem })
  if (!parsed.success) return invalid(complaints(parsed.error), parsed.error)
  checkAsked(parsed.data)
  return parsed.data
}

/**
 * A configuration that decisions rest on, with options of it set otherwise: for what would have been. Throws CONFIG_INVALID that names the option,
 * also for one that no decision looks at.
 */
export const laidOver = (base: DeciderConfiguration, set: readonly string[]): DeciderConfiguration => {
  for (const assignment of set) {
    const path = assignment.split('=')[0]!
    const section = path.split('.')[0]!
    if (section in configurationSchema.shape && !(section in deciderConfiguration.shape))
      invalid(`${path}: no decision rests on it, so a log cannot tell what it would change`)
  }
  const tree = structuredClone(base) as Tree
  assignAll(tree, set)
  const parsed = deciderConfiguration.safeParse(tree, { error: problem })
  if (!parsed.success) return invalid(complaints(parsed.error), parsed.error)
  checkAsked(parsed.data)
  return parsed.data
}

/** What one section cannot tell of another: whether a pool that is asked about routes or for summaries has a model. */
const checkAsked = ({ compress, route, pools }: DeciderConfiguration): void => {
  const askable = Object.keys(pools).filter(name => pools[name]!.kind !== 'faq')
  const right = askable.length === 0 ? 'no such pool is configured' : `must be one of ${askable.join(', ')}`
  const asked = [
    ...(route.router === 'classifier' ? [['route.classifier.pool', route.classifier.pool] as const] : []),
    ...(route.drift.pool === '' ? [] : [['route.drift.pool', route.drift.pool] as const]),
    ...(compress.pool === '' ? [] : [['compress.pool', compress.pool] as const]),
  ]
  for (const [option, pool] of asked)
    if (!askable.includes(pool)) invalid(`${option}: ${pool} is no pool that has a model; ${right}`)
}

/** Short hash of a configuration, the same for the same options in any order. */
export const configurationHash = (configuration: unknown): string => {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    )
  }
  return createHash('sha256')
    .update(JSON.stringify(sorted(configuration)))
    .digest('hex')
    .slice(0, 16)
}
