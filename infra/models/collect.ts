import { countMessages, countTokens } from '../../processors/compress/tokens.ts'
import type { ChatCall, ChatFailure, ChatResult } from '../../processors/ports/models.ts'
import type { Usage } from '../../schemas/types.ts'
import type { Piece, ToolPart } from './wire.ts'

/** Puts the pieces of a stream together, and knows at any moment what has come so far. */
export interface Collector {
  /** Returns the new piece of text; empty where the piece has none. */
  take(piece: Piece): string
  /** Null where the stream has not said that it is complete. */
  result(): ChatResult | null
  failure(): ChatFailure
}

type Tool = { id: string; name: string; arguments: string }

/** Providers have been seen to send fractions, and nothing. */
const whole = (tokens: number): number => (Number.isFinite(tokens) && tokens > 0 ? Math.round(tokens) : 0)

/** `elapsedMs` counts from the request. */
export const createCollector = (call: ChatCall, elapsedMs: () => number): Collector => {
  const tools = new Map<number, Tool>()
  let accepted = false
  let model = call.model
  let text = ''
  let reasoning = ''
  let finishReason: ChatResult['finishReason'] | null = null
  let reported: Piece['usage']
  let firstTokenMs: number | null = null

  const takeTool = (part: ToolPart): void => {
    const tool = tools.get(part.index) ?? { id: '', name: '', arguments: '' }
    tools.set(part.index, {
      id: part.id ?? tool.id,
      name: tool.name + (part.name ?? ''),
      arguments: tool.arguments + (part.arguments ?? ''),
    })
  }

  const toolCalls = (): string | null => {
    if (tools.size === 0) return null
    const inOrder = [...tools].sort(([a], [b]) => a - b).map(([, tool]) => tool)
    return JSON.stringify(inOrder.map(({ id, ...fn }) => ({ id, type: 'function', function: fn })))
  }

  const usage = (): Usage => {
    if (reported) {
      const { promptTokens, completionTokens, cachedTokens } = reported
      return {
        promptTokens: whole(promptTokens),
        completionTokens: whole(completionTokens),
        cachedTokens: whole(cachedTokens),
        counted: false,
      }
    }
    if (!accepted) return { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: true }
    const written = text + reasoning + (toolCalls() ?? '')
    const completionTokens = written === '' ? 0 : countTokens(written)
    return { promptTokens: countMessages(call.messages), completionTokens, cachedTokens: 0, counted: true }
  }

  return {
    take: piece => {
      accepted = true
      model = piece.model || model
      reported = piece.usage ?? reported
      finishReason = piece.finishReason ?? finishReason
      reasoning += piece.reasoning ?? ''
      text += piece.text ?? ''
      for (const part of piece.toolParts ?? []) takeTool(part)
      if (piece.text || piece.reasoning || piece.toolParts?.length) firstTokenMs ??= elapsedMs()
      return piece.text ?? ''
    },
    result: () =>
      finishReason && {
        model,
        text: text.toWellFormed(),
        // Some servers say `stop` when the model calls a tool.
        finishReason: finishReason === 'stop' && tools.size > 0 ? 'tool_calls' : finishReason,
        toolCalls: toolCalls(),
        reasoning: reasoning === '' ? null : reasoning,
        usage: usage(),
        firstTokenMs,
        durationMs: elapsedMs(),
      },
    failure: () => ({ partialText: text === '' ? null : text, usage: usage(), durationMs: elapsedMs() }),
  }
}
