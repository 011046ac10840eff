import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { configurationSchema, type Price } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { problem } from '../configuration/problem.ts'

const list = configurationSchema.shape.prices.unwrap().min(1)

/** Configuration files hold the list as `prices`, data/prices.json as `models`. */
const holding = z
  .looseObject({ prices: z.unknown().optional(), models: z.unknown().optional() })
  .transform(({ prices, models }) => [prices, models])

const parse = (path: string): unknown => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw turnstreamError('USAGE', `${path} cannot be read`, { cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw turnstreamError('BAD_JSON', `${path} is not JSON`, { cause })
  }
}

/** The prices of a JSON file. Throws USAGE or BAD_JSON that name the file and the field at fault. */
export const readPrices = (path: string): readonly Price[] => {
  const value = parse(path)
  const held = Array.isArray(value) ? value : (holding.safeParse(value).data ?? []).find(each => each !== undefined)
  const parsed = list.safeParse(held, { error: problem })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const at = held === undefined ? 'must hold a list of prices' : `${issue!.path.join('.')}: ${issue!.message}`
  throw turnstreamError('USAGE', `${path}: ${at}`, { cause: parsed.error })
}
