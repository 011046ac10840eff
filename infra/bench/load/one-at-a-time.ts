import { setTimeout as sleep } from 'node:timers/promises'
import { type LatencyRecorder, recordLatency } from '../../eval/latency.ts'
import { ask } from './ask.ts'
import type { Connections } from './connections.ts'

export interface OneAtATime {
  /** Of the answers that count. */
  readonly latency: LatencyRecorder
  readonly asked: number
  readonly errors: number
  /** Answers by layer, those that do not count included. */
  readonly layers: Readonly<Record<string, number>>
  /** Of the answers that count, one after the other. */
  readonly perSecond: number
}

/**
 * One request after another, each sent when the one before is answered; `pauseMs` apart where that is given. Only answers
 * of the layers in `counted` count, and none of the first `warmUp`.
 */
export const oneAtATime = async (options: {
  readonly connections: Connections
  readonly requests: readonly Buffer[]
  readonly warmUp: number
  readonly counted: readonly string[]
  readonly pauseMs?: number
  onAsk?(index: number): void
}): Promise<OneAtATime> => {
  const { connections, requests, warmUp, counted, pauseMs = 0, onAsk } = options
  const latency = recordLatency()
  const layers: Record<string, number> = {}
  let errors = 0
  let totalMs = 0
  for (const [index, request] of requests.entries()) {
    if (pauseMs > 0) await sleep(pauseMs)
    onAsk?.(index)
    const start = performance.now()
    const { status, layer } = await ask(connections, request)
    const ms = performance.now() - start
    if (index < warmUp) continue
    if (status !== 200) errors++
    layers[layer ?? 'none'] = (layers[layer ?? 'none'] ?? 0) + 1
    if (status !== 200 || layer === null || !counted.includes(layer)) continue
    latency.record(ms)
    totalMs += ms
  }
  const asked = requests.length - warmUp
  return { latency, asked, errors, layers, perSecond: latency.count() / (totalMs / 1_000) }
}
