import { setTimeout as delay } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import type { CommonOptions } from '../common.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'
import { fileName, readText } from '../read-text.ts'
import { type Asked, withSystem } from '../with-system.ts'

const path = '/v1/policies'

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

interface Standing {
  readonly epoch: number | null
  readonly prewarm: { readonly done: number; readonly total: number | null } | null
}

const pollMs = 200

/** Resolves when a change that was announced is in force; tells meanwhile how many questions have their new answer. */
const followPrewarm = async ({ get }: Asked, version: string): Promise<InForce> => {
  const progress = startProgress('asking anew')
  try {
    for (; ; await delay(pollMs)) {
      const { epoch, prewarm } = (await get(`${path}/${encodeURIComponent(version)}`)) as Standing
      if (prewarm?.total) progress.update(prewarm.done, prewarm.total)
      if (epoch !== null) return { version, epoch }
    }
  } finally {
    progress.stop()
  }
}

/** Puts a change in force: what POST /v1/policies takes. Throws BAD_REQUEST that names the field at fault. */
export const putInForce = async (change: unknown, options: CommonOptions): Promise<void> =>
  withSystem(options, async asked => {
    const put = (await asked.post(path, change)) as { version: string; epoch: number | null }
    const result = put.epoch === null ? await followPrewarm(asked, put.version) : (put as InForce)
    await printResult(options.json, result, ({ version, epoch }) => `policy ${version} is in force, epoch ${epoch}`)
  })

/** Puts the change of a file in force. */
export const policyChange = async (file: string, options: CommonOptions): Promise<void> =>
  putInForce(readChange(file), options)
