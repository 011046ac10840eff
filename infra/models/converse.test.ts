import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, it } from 'vitest'
import type { ChatCall } from '../../processors/ports/models.ts'
import { converseOf, pieceOf } from './converse.ts'

const callOf = (over: Partial<ChatCall> = {}): ChatCall => ({
  callId: 'c1',
  pool: 'main',
  model: 'm',
  messages: [{ role: 'user', content: 'How long?' }],
  maxTokens: 100,
  temperature: null,
  tools: null,
  responseFormat: null,
  timeoutMs: 1_000,
  signal: new AbortController().signal,
  onToken: () => undefined,
  ...over,
})

const said = (...messages: (readonly [role: string, content: string])[]) => {
  const { system, messages: turns } = converseOf(
    callOf({ messages: messages.map(([role, content]) => ({ role, content })) }),
  )
  return { system, turns }
}

describe('a conversation at Bedrock', () => {
  it('has instructions apart and turns that alternate, without blank blocks', () => {
    expect(
      said(
        ['system', 'Be kind.'],
        ['user', 'Hello.'],
        ['user', 'Anyone?'],
        ['assistant', 'Yes.'],
        ['assistant', ' \n'],
        ['developer', 'Be brief.'],
        ['tool', 'Result of the call 1: 30'],
        ['user', 'How long?'],
      ),
    ).toEqual({
      system: [{ text: 'Be kind.' }, { text: 'Be brief.' }],
      turns: [
        { role: 'user', content: [{ text: 'Hello.' }, { text: 'Anyone?' }] },
        { role: 'assistant', content: [{ text: 'Yes.' }] },
        { role: 'user', content: [{ text: 'Result of the call 1: 30' }, { text: 'How long?' }] },
      ],
    })
  })

  it('begins with the user, though the assistant may have greeted them', () => {
    expect(said(['assistant', 'Welcome!'], ['assistant', 'What is it?'], ['user', 'How long?'])).toEqual({
      system: [{ text: 'You opened the conversation with: Welcome!\nWhat is it?' }],
      turns: [{ role: 'user', content: [{ text: 'How long?' }] }],
    })
  })
})

it('asks for no more than the call does', () => {
  expect(converseOf(callOf())).toEqual({
    modelId: 'm',
    messages: [{ role: 'user', content: [{ text: 'How long?' }] }],
    inferenceConfig: { maxTokens: 100 },
  })
})

it.each([
  ['[]', undefined],
  ['[{"type":"web_search"}]', undefined],
  ['[{"type":"function","function":{"name":"f"}}]', { name: 'f', inputSchema: { json: { type: 'object' } } }],
  [
    '[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","required":["a"]}}}]',
    { name: 'f', description: 'd', inputSchema: { json: { type: 'object', required: ['a'] } } },
  ],
])('has tools with a schema, or none: %s', (tools, toolSpec) => {
  expect(converseOf(callOf({ tools })).toolConfig).toEqual(toolSpec && { tools: [{ toolSpec }] })
})

it.each([
  ['{"type":"text"}', undefined],
  ['{"type":"json_object"}', undefined],
  [
    '{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object"}}}',
    { type: 'json_schema', structure: { jsonSchema: { name: 'n', schema: '{"type":"object"}' } } },
  ],
])('asks for the format %s', (responseFormat, textFormat) => {
  expect(converseOf(callOf({ responseFormat })).outputConfig).toEqual(textFormat && { textFormat })
})

it.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool_calls'],
  ['content_filtered', 'content_filter'],
  ['guardrail_intervened', 'content_filter'],
  ['malformed_model_output', undefined],
  ['malformed_tool_use', undefined],
] as const)('an answer that ended by %s ended by %s', (stopReason, finishReason) => {
  expect(pieceOf({ messageStop: { stopReason } })).toEqual({ finishReason })
})

it.each([
  [{ inputTokens: 10, outputTokens: 3, totalTokens: 13 }, 10, 0],
  [{ inputTokens: 10, outputTokens: 3, totalTokens: 113, cacheReadInputTokens: 100 }, 110, 100],
  [
    { inputTokens: 10, outputTokens: 3, totalTokens: 120, cacheReadInputTokens: 100, cacheWriteInputTokens: 7 },
    117,
    100,
  ],
])('the prompt of %j is what was read from the cache or written there too', (usage, promptTokens, cachedTokens) => {
  expect(pieceOf({ metadata: { usage, metrics: { latencyMs: 1 } } })).toEqual({
    usage: { promptTokens, completionTokens: 3, cachedTokens },
  })
})

it.each<[string, ConverseStreamOutput]>([
  ['the start', { messageStart: { role: 'assistant' } }],
  ['the start of a block of text', { contentBlockStart: { start: undefined, contentBlockIndex: 0 } }],
  ['the end of a block', { contentBlockStop: { contentBlockIndex: 0 } }],
  ['what is not known yet', { $unknown: ['novelty', {}] }],
])('%s says nothing of the answer', (_what, event) => {
  expect(pieceOf(event)).toEqual({})
})
