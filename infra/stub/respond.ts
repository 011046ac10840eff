import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { countMessages, countTokens } from '../../processors/compress/tokens.ts'
import type { Fault } from './fault.ts'
import type { StubAnswer, StubFormat, StubRequest } from './format.ts'
import type { StubCall } from './invoice.ts'
import type { ProviderStubOptions } from './provider.ts'

/** A request and the way back to its client and to the invoice. */
export interface Reach {
  readonly res: ServerResponse
  readonly format: StubFormat
  readonly request: StubRequest
  bill(change: Partial<Omit<StubCall, 'number'>>): void
}

type Manner = Pick<ProviderStubOptions, 'answer' | 'firstTokenMs' | 'perTokenMs'>

/** Answers one chat request, or fails it in the given way. What was sent until the client left is billed. */
export const respond = async (reach: Reach, fault: Fault | null, manner: Manner): Promise<void> => {
  const { res, format, request, bill } = reach
  const gone = new AbortController()
  res.once('close', () => {
    if (res.writableFinished) return
    gone.abort()
    bill({ outcome: 'cancelled' })
  })
  if (fault?.kind === 'status') {
    bill({ outcome: 'refused' })
    const retryAfter = fault.retryAfterS === undefined ? {} : { 'retry-after': String(fault.retryAfterS) }
    const headers = { ...format.errorHeaders?.(fault.status), ...retryAfter }
    res.writeHead(fault.status, { 'content-type': 'application/json', ...headers })
    res.end(JSON.stringify(fault.body ?? format.error(fault.message ?? 'a fault on demand', fault.status)))
    return
  }
  if (fault?.kind === 'hang') return
  try {
    const script = scriptOf(request, manner.answer(request.messages, request))
    await pause(manner.firstTokenMs ?? 0, gone.signal)
    if (request.stream) await stream(reach, script, fault, manner.perTokenMs ?? 0, gone.signal)
    else await whole(reach, script, manner.perTokenMs ?? 0, gone.signal)
  } catch (error) {
    if (!gone.signal.aborted) throw error
  }
}

/** An answer cut to the request's limit, in pieces, with what it costs. */
interface Script {
  readonly answer: StubAnswer
  readonly pieces: readonly string[]
  readonly finishReason: string
  readonly promptTokens: number
  readonly cachedTokens: number
  /** Tokens of reasoning and tool calls. */
  readonly aside: number
}

const scriptOf = (request: StubRequest, answered: string | StubAnswer): Script => {
  const answer = typeof answered === 'string' ? { text: answered } : answered
  const all = answer.text.match(/\s*\S+(\s+$)?/g) ?? []
  const pieces: string[] = []
  let left = request.maxTokens ?? Number.POSITIVE_INFINITY
  for (const piece of all) {
    left -= countTokens(piece)
    if (left < 0) break
    pieces.push(piece)
  }
  const whole = answer.finishReason ?? (answer.toolCalls ? 'tool_calls' : 'stop')
  return {
    answer: { ...answer, text: pieces.join('') },
    pieces,
    finishReason: pieces.length < all.length ? 'length' : whole,
    promptTokens: countMessages(request.messages),
    cachedTokens: answer.cachedTokens ?? 0,
    aside: [answer.reasoning, ...(answer.toolCalls ?? []).map(call => call.name + call.arguments)].reduce(
      (tokens, text) => tokens + (text ? countTokens(text) : 0),
      0,
    ),
  }
}

const usageOf = ({ promptTokens, cachedTokens, aside }: Script, sent: string) => ({
  promptTokens,
  cachedTokens,
  completionTokens: aside + (sent === '' ? 0 : countTokens(sent)),
})

const whole = async (
  { res, format, request, bill }: Reach,
  script: Script,
  perTokenMs: number,
  gone: AbortSignal,
): Promise<void> => {
  await pause(perTokenMs * script.pieces.length, gone)
  const usage = usageOf(script, script.answer.text)
  bill({ ...usage, billed: true, outcome: 'completed' })
  res.writeHead(200, { 'content-type': 'application/json' })
  res.end(JSON.stringify(format.whole(request.model, script.answer, script.finishReason, usage)))
}

/** Faults in the middle of a stream. */
type Interruption = Extract<Fault, { afterPieces: number }>

const stream = async (
  { res, format, request, bill }: Reach,
  script: Script,
  fault: Interruption | Extract<Fault, { kind: 'no_usage' }> | null,
  perTokenMs: number,
  gone: AbortSignal,
): Promise<void> => {
  const { model } = request
  const { answer, pieces, finishReason } = script
  let sent = ''
  // A client that leaves pays for what it got.
  const charge = (outcome: StubCall['outcome']): void => bill({ ...usageOf(script, sent), billed: true, outcome })
  gone.addEventListener('abort', () => charge('cancelled'))

  /** Returns whether the stream is over. */
  const fail = async (fault: Interruption): Promise<boolean> => {
    const { kind } = fault
    if (kind === 'malformed') res.write(format.malformed)
    if (kind === 'malformed' || kind === 'stall') return kind === 'stall'
    if (kind === 'error') res.write(format.broken(fault.code, fault.message))
    // What was written must have left before the connection is torn down.
    await pause(5, gone)
    charge('cut')
    if (kind === 'cut') res.destroy()
    else res.end()
    return true
  }

  res.writeHead(200, { 'content-type': format.contentType })
  if (format.start) res.write(format.start(model))
  if (answer.reasoning) res.write(format.reasoning(model, answer.reasoning))
  for (const [at, piece] of pieces.entries()) {
    if (fault && 'afterPieces' in fault && fault.afterPieces === at && (await fail(fault))) return
    if (at > 0) await pause(perTokenMs, gone)
    sent += piece
    res.write(format.piece(model, piece))
  }
  if (answer.toolCalls) res.write(format.tools(model, answer.toolCalls))
  charge('completed')
  const told = fault?.kind !== 'no_usage' && request.includeUsage
  res.end(format.end(model, finishReason, told ? usageOf(script, sent) : null))
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  signal.throwIfAborted()
  if (ms > 0) await sleep(ms, undefined, { signal })
}
