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

const longestSaying = 300

/** The key that the pool names; undefined where it names none, or the environment has none. */
export const keyOf = ({ apiKeyEnv }: Pick<Pool, 'apiKeyEnv'>, env: WirePorts['env']): string | undefined =>
  apiKeyEnv === undefined ? undefined : env[apiKeyEnv] || undefined

export const troubleOf = ({ name, pool, env }: Pick<WirePorts, 'name' | 'pool' | 'env'>): Trouble => {
  const key = keyOf(pool, env)
  const clean = (text: string): string => {
    const line = (key ? text.replaceAll(key, '…') : text).replace(/\s+/g, ' ').trim()
    return line.length > longestSaying ? `${line.slice(0, longestSaying)}…` : line
  }
  return {
    refused: (status, said, headers) => {
      // Providers repeat part of a bad key when they refuse it.
      const detail = status === 401 || status === 403 ? keyTrouble(pool.apiKeyEnv, key) : clean(said)
      const retryAfterMs = headers === undefined ? null : retryAfterMsOf(headers)
      return turnstreamError(codeOf(status), `pool ${name}: HTTP ${status}: ${detail}`, { details: { retryAfterMs } })
    },
    unreachable: why => turnstreamError('MODEL_UNREACHABLE', `pool ${name}: ${clean(why)}`),
    cut: why => turnstreamError('MODEL_CUT', `pool ${name}: the stream broke off: ${clean(why)}`),
  }
}

const keyTrouble = (variable: string | undefined, key: string | undefined): string => {
  if (variable === undefined) return 'a key is needed: set `apiKeyEnv` of the pool'
  return key ? `the key in ${variable} was refused` : `${variable} is not set`
}

const codeOf = (status: number): 'MODEL_RATE_LIMITED' | 'MODEL_UNREACHABLE' | 'MODEL_REFUSED' => {
  if (status === 429) return 'MODEL_RATE_LIMITED'
  return status >= 500 || status === 408 ? 'MODEL_UNREACHABLE' : 'MODEL_REFUSED'
}

/** The system error code at the bottom of an error's causes, or its class. */
export const rootOf = (error: unknown): string => {
  let at = error
  while (at instanceof Error && at.cause instanceof Error) at = at.cause
  if (!(at instanceof Error)) return 'unknown'
  return 'code' in at && typeof at.code === 'string' ? at.code : at.name
}
