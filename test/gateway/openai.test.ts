import OpenAI, { APIError } from 'openai'
import { expect, it } from 'vitest'
import { answer, hit, modelSays, type Script } from './fake.ts'
import { type Gateway, gateway, listening, parseSse } from './gateway.ts'

const clientOf = async (gate: Gateway): Promise<OpenAI> =>
  new OpenAI({ baseURL: `${await listening(gate)}/v1`, apiKey: 'any', maxRetries: 0 })

const ask = { model: 'auto', messages: [{ role: 'user', content: 'How long can I return?' }] } as const
type Create = OpenAI.ChatCompletionCreateParamsNonStreaming

it('the openai package gets an answer', async () => {
  const client = await clientOf(gateway())
  const { data, response } = await client.chat.completions.create(ask as unknown as Create).withResponse()
  expect(data).toMatchObject({
    id: 'chatcmpl-t_1',
    object: 'chat.completion',
    model: 'small-model',
    choices: [
      { index: 0, message: { role: 'assistant', content: 'Within 30 days.', refusal: null }, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 40, completion_tokens: 10, total_tokens: 50 },
  })
  expect(response.headers.get('x-turnstream-turn')).toBe('t_1')
})

it('the openai package streams an answer, its usage at the end', async () => {
  const client = await clientOf(gateway(modelSays('Within 30 days.')))
  const stream = await client.chat.completions.create({
    ...(ask as unknown as Create),
    stream: true,
    stream_options: { include_usage: true },
  })
  let text = ''
  const finish: (string | null)[] = []
  const usages: unknown[] = []
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? ''
    if (chunk.choices[0]?.finish_reason) finish.push(chunk.choices[0].finish_reason)
    if (chunk.usage) usages.push(chunk.usage)
  }
  expect(text).toBe('Within 30 days.')
  expect(finish).toEqual(['stop'])
  expect(usages).toEqual([
    { prompt_tokens: 40, completion_tokens: 10, total_tokens: 50, prompt_tokens_details: { cached_tokens: 0 } },
  ])
})

it('the openai package’s own stream helper puts the answer together', async () => {
  const client = await clientOf(gateway(modelSays('Within 30 days.')))
  const completion = await client.chat.completions
    .stream({ ...(ask as unknown as Create), stream: true })
    .finalChatCompletion()
  expect(completion.choices[0]!.message.content).toBe('Within 30 days.')
})

it('the openai package streams a cached answer', async () => {
  const client = await clientOf(gateway(({ turnId }) => hit(turnId, 'Within 30 days.')))
  const { data, response } = await client.chat.completions
    .create({ ...(ask as unknown as Create), stream: true })
    .withResponse()
  let text = ''
  for await (const chunk of data) text += chunk.choices[0]?.delta.content ?? ''
  expect(text).toBe('Within 30 days.')
  expect(response.headers.get('x-turnstream-cache')).toBe('exact')
})

it('the openai package throws its own error for an unknown model', async () => {
  const client = await clientOf(gateway())
  const error = await client.chat.completions
    .create({ ...(ask as unknown as Create), model: 'gpt-9' })
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(OpenAI.NotFoundError)
  expect(error).toMatchObject({ status: 404, code: 'model_not_found', param: 'model', type: 'invalid_request_error' })
})

it('the openai package lists the models: auto, those of the pools, those that may be pinned', async () => {
  const client = await clientOf(gateway())
  const ids: string[] = []
  for await (const model of client.models.list()) ids.push(model.id)
  expect(ids).toEqual(['auto', 'small-model', 'tiny-model'])
  expect(await client.models.retrieve('tiny-model')).toMatchObject({ id: 'tiny-model', owned_by: 'local' })
  await expect(client.models.retrieve('gpt-9')).rejects.toThrow(OpenAI.NotFoundError)
})

it('tool calls are passed through, streaming and not', async () => {
  const calls = [{ id: 'call_1', type: 'function', function: { name: 'order', arguments: '{"id":7}' } }]
  const script = modelSays('', { toolCalls: JSON.stringify(calls), finishReason: 'tool_calls' })
  const gate = gateway(script)
  const client = await clientOf(gate)
  const tools = [{ type: 'function', function: { name: 'order', parameters: {} } }] as const
  const body = { ...(ask as unknown as Create), tools: [...tools] }
  const whole = await client.chat.completions.create(body)
  expect(whole.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null, tool_calls: calls } })
  const streamed = await client.chat.completions.stream({ ...body, stream: true }).finalChatCompletion()
  expect(streamed.choices[0]!.message.tool_calls).toMatchObject(calls)
  expect(JSON.parse(gate.asks[0]!.tools!)).toEqual(tools)
})

it('a stream whose model fails in the middle ends with an error, because this format cannot take back what was sent', async () => {
  const script: Script = turn => {
    turn.taken()
    turn.say({ kind: 'token', text: 'Half' })
    turn.say({ kind: 'restart' })
    return answer(turn.turnId, 'Within 30 days.')
  }
  const client = await clientOf(gateway(script))
  const stream = await client.chat.completions.create({ ...(ask as unknown as Create), stream: true })
  const read = async () => {
    for await (const _chunk of stream);
  }
  const error = await read().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(APIError)
  expect(error).toMatchObject({ code: 'MODEL_CUT' })
})

it('a restart before the first token is nobody’s business', async () => {
  const script: Script = turn => {
    turn.taken()
    turn.say({ kind: 'restart' })
    return answer(turn.turnId, 'Within 30 days.')
  }
  const { body } = await gateway(script).post('/v1/chat/completions', { ...ask, stream: true })
  expect(parseSse(body).at(-1)!.data).toBe('[DONE]')
})

it('each choice is a turn of its own, streaming and not', async () => {
  const gate = gateway(({ turnId, say, taken }) => {
    taken()
    say({ kind: 'token', text: turnId })
    return answer(turnId, turnId)
  })
  const client = await clientOf(gate)
  const whole = await client.chat.completions.create({ ...(ask as unknown as Create), n: 3 })
  expect(whole.choices.map(({ index, message }) => [index, message.content])).toEqual([
    [0, 't_1'],
    [1, 't_2'],
    [2, 't_3'],
  ])
  expect(whole.usage!.total_tokens).toBe(150)
  const texts = ['', '']
  for await (const chunk of await client.chat.completions.create({ ...(ask as unknown as Create), n: 2, stream: true }))
    for (const choice of chunk.choices) texts[choice.index] += choice.delta.content ?? ''
  expect(texts).toEqual(['t_4', 't_5'])
  expect(gate.asks.map(({ choices }) => choices)).toEqual([3, 3, 3, 2, 2])
})

it('the last user message is the turn, system messages its prompt, the rest its history', async () => {
  const { post, asks } = gateway()
  await post('/v1/chat/completions', {
    model: 'tiny-model',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi' },
      { role: 'developer', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'And ' },
          { type: 'text', text: 'now?' },
        ],
      },
    ],
    temperature: 0,
    max_tokens: 5,
    max_completion_tokens: 7,
    user: 'u1',
    response_format: { type: 'json_object' },
    top_p: 0.5,
  })
  expect(asks[0]).toMatchObject({
    channel: 'openai',
    message: 'And now?',
    systemPrompt: 'Be brief.\n\nBe kind.',
    history: [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi' },
    ],
    model: 'tiny-model',
    temperature: 0,
    maxTokens: 7,
    userId: 'u1',
    responseFormat: '{"type":"json_object"}',
    tools: null,
    choices: 1,
  })
})

it('results of tools become history, and the question that led to them is asked again', async () => {
  const { post, asks } = gateway()
  await post('/v1/chat/completions', {
    tools: [{ type: 'function', function: { name: 'order' } }],
    messages: [
      { role: 'user', content: 'Where is order 7?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'order', arguments: '{"id":7}' } }],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'In Leeds' },
    ],
  })
  expect(asks[0]!.message).toBe('Where is order 7?')
  expect(asks[0]!.history).toEqual([
    { role: 'user', content: 'Where is order 7?' },
    { role: 'assistant', content: '[called order with {"id":7} as call_1]' },
    { role: 'user', content: 'Result of the call call_1: In Leeds' },
  ])
})

it('headers name conversation, scene and user, and go before the field', async () => {
  const { post, asks } = gateway()
  const headers = { 'x-turnstream-conversation': 'c1', 'x-turnstream-scene': 'returns', 'x-turnstream-user': 'u2' }
  await post('/v1/chat/completions', { ...ask, user: 'u1' }, headers)
  expect(asks[0]).toMatchObject({ conversationId: 'c1', scene: 'returns', userId: 'u2' })
})

it('control characters are taken out, because an OpenAI client may send any text', async () => {
  const { post, asks } = gateway()
  await post('/v1/chat/completions', { messages: [{ role: 'user', content: 'a\u0000b\u001b[31mc' }] })
  expect(asks[0]!.message).toBe('ab[31mc')
})

it('a user name that is cut is cut between characters', async () => {
  const { post, asks } = gateway()
  await post('/v1/chat/completions', { ...ask, user: `${'u'.repeat(255)}🙂` })
  expect(asks[0]!.userId?.isWellFormed()).toBe(true)
})
