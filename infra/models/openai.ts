import OpenAI from 'openai'
import { completionsWire, nothingImplied, once } from './completions.ts'
import { keyOf, troubleOf } from './trouble.ts'
import type { CreateWire } from './wire.ts'

/** OpenAI's chat completions, as OpenAI, vLLM, TGI, DeepSeek and Gemini's compatible endpoint speak them. */
export const openaiWire: CreateWire = ({ name, pool, env, fetch }) => {
  const client = new OpenAI({
    baseURL: pool.baseUrl ?? env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1',
    apiKey: keyOf(pool, env) ?? 'none',
    ...nothingImplied,
    ...once,
    fetch,
  })
  const isOpenAI = new URL(client.baseURL).hostname.endsWith('.openai.com')
  return completionsWire({
    client,
    trouble: troubleOf({ name, pool, env }),
    limitAs: isOpenAI ? 'max_completion_tokens' : 'max_tokens',
  })
}
