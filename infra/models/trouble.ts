import type { Pool } from '../../processors/configuration.ts'
import { type TurnstreamError, turnstreamError } from '../../processors/errors.ts'
import { retryAfterMsOf } from './retry-after.ts'
import type { WirePorts } from './wire.ts'

/** Errors of one pool, for people. The key that the pool uses never gets into one, whatever the provider repeats. */
export interface Trouble {
  /** The provider answered with a status that is not a success; `said` is its own message. */
  refused(status: number, said: string, headers: Headers | undefined): TurnstreamError
  /** No answer came; `why` is a system error code such as ECONNREFUSED. */
  unreachable(why: string): TurnstreamError
  /** An answer began and did not end well. */
  cut(why: string): TurnstreamError
}

/** What lets a pool in at its provider. */
export interface Access {
  /** The environment variables that hold it. */
  readonly variables: readonly string[]
  /** Whether the provider repeats part of a key when it refuses it: what it says is then left out. */
  readonly isRepeated: boolean
}

const longestSaying = 300

/** The key that the pool names; undefined where it names none, or the environment has none. */
export const keyOf = ({ apiKeyEnv }: Pick<Pool, 'apiKeyEnv'>, env: WirePorts['env']): string | undefined =>
  apiKeyEnv === undefined ? undefined : env[apiKeyEnv] || undefined

export const troubleOf = (
  { name, pool, env }: Pick<WirePorts, 'name' | 'pool' | 'env'>,
  access: Access = { variables: pool.apiKeyEnv === undefined ? [] : [pool.apiKeyEnv], isRepeated: true },
): Trouble => {
  const { variables, isRepeated } = access
  const clean = (text: string): string => {
    const secrets = variables.flatMap(variable => env[variable] || [])
    const line = secrets
      .reduce((said, secret) => said.replaceAll(secret, '…'), text)
      .replace(/\s+/g, ' ')
      .trim()
    return line.length > longestSaying ? `${line.slice(0, longestSaying)}…` : line
  }
  const denied = (said: string): string =>
    isRepeated || said === '' ? keyTrouble(variables, env) : `${keyTrouble(variables, env)}: ${clean(said)}`
  return {
    refused: (status, said, headers) => {
      const detail = status === 401 || status === 403 ? denied(said) : clean(said)
      const retryAfterMs = headers === undefined ? null : retryAfterMsOf(headers)
      return turnstreamError(codeOf(status), `pool ${name}: HTTP ${status}: ${detail}`, { details: { retryAfterMs } })
    },
    unreachable: why => turnstreamError('MODEL_UNREACHABLE', `pool ${name}: ${clean(why)}`),
    cut: why => turnstreamError('MODEL_CUT', `pool ${name}: the stream broke off: ${clean(why)}`),
  }
}

const keyTrouble = (variables: readonly string[], env: WirePorts['env']): string => {
  if (variables.length === 0) return 'a key is needed: set `apiKeyEnv` of the pool'
  const unset = variables.filter(variable => !env[variable])
  if (unset.length === 0) return `the key in ${variables.join(', ')} was refused`
  return `${unset.join(', ')} ${unset.length === 1 ? 'is' : 'are'} not set`
}

const codeOf = (status: number): 'MODEL_RATE_LIMITED' | 'MODEL_UNREACHABLE' | 'MODEL_REFUSED' => {
  if (status === 429) return 'MODEL_RATE_LIMITED'
  // With 424 Bedrock says that its model has failed.
  return status >= 500 || status === 408 || status === 424 ? 'MODEL_UNREACHABLE' : 'MODEL_REFUSED'
}

/** The system error code at the bottom of an error's causes, or its class. */
export const rootOf = (error: unknown): string => {
  let at = error
  while (at instanceof Error && at.cause instanceof Error) at = at.cause
  if (!(at instanceof Error)) return 'unknown'
  return 'code' in at && typeof at.code === 'string' ? at.code : at.name
}
