import { turnstreamError } from '../../../processors/errors.ts'
import type { CommonOptions } from '../common.ts'
import { printResult } from '../output.ts'
import { fileName, readText } from '../read-text.ts'
import { withSystem } from '../with-system.ts'

interface InForce {
  readonly version: string
  /** Offset on policy.changes. */
  readonly epoch: number
}

const readChange = (file: string): unknown => {
  const text = readText(file)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw turnstreamError('BAD_JSON', `${fileName(file)} is not JSON`, { cause })
  }
}

/** Puts a change in force: what POST /v1/policies takes. Throws BAD_REQUEST that names the field at fault. */
export const putInForce = async (change: unknown, options: CommonOptions): Promise<void> =>
  withSystem(options, async ({ post }) => {
    const result = (await post('/v1/policies', change)) as InForce
    await printResult(options.json, result, ({ version, epoch }) => `policy ${version} is in force, epoch ${epoch}`)
  })

/** Puts the change of a file in force. */
export const policyChange = async (file: string, options: CommonOptions): Promise<void> =>
  putInForce(readChange(file), options)
