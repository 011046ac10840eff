import OpenAI, { AzureOpenAI } from 'openai'
import { completionsWire, nothingImplied, once } from './completions.ts'
import { keyOf, troubleOf } from './trouble.ts'
import type { CreateWire } from './wire.ts'

/**
 * Azure OpenAI: its v1 API, or where the pool names an `apiVersion` the dated one, whose addresses name a deployment. The
 * key goes in `api-key`. Azure keeps nothing by the idempotency key that it is sent.
 */
export const azureWire: CreateWire = ({ name, pool, env, fetch }) => {
  const key = keyOf(pool, env) ?? 'none'
  const { apiVersion } = pool
  const resource = `${pool.baseUrl}`.replace(/(\/openai(\/v1)?)?\/*$/, '')
  const settings = { apiKey: key, ...nothingImplied, ...once, fetch }
  const client =
    apiVersion === undefined
      ? new OpenAI({
          ...settings,
          baseURL: `${resource}/openai/v1`,
          defaultHeaders: { 'api-key': key, Authorization: null },
          // A redirection would take a header that fetch does not know as secret to whoever it names.
          fetchOptions: { redirect: 'manual' },
        })
      : new AzureOpenAI({ ...settings, baseURL: `${resource}/openai`, apiVersion })
  return completionsWire({
    client,
    trouble: troubleOf({ name, pool, env }),
    limitAs: 'max_completion_tokens',
    // The deployment is the pool's own model; another that a caller pins is deployed under its name.
    nameOf: model => (model === pool.model ? (pool.deployment ?? model) : model),
  })
}
