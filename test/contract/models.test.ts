import { asked, modelsContract } from './models.contract.ts'
import { poolOf } from './models.kit.ts'

const { temperature, maxTokens, tools, responseFormat } = asked
const openai = { temperature, tools, response_format: responseFormat }

modelsContract('chat models over the OpenAI wire', {
  wire: 'openai',
  pool: url => poolOf({ kind: 'openai', baseUrl: `${url}/v1` }),
  tellsCached: true,
  sendsCallId: true,
  asks: { ...openai, max_tokens: maxTokens },
})

for (const apiVersion of [undefined, '2024-10-21'])
  modelsContract(`chat models over the Azure wire, ${apiVersion ?? 'v1'}`, {
    wire: 'azure',
    pool: baseUrl => poolOf({ kind: 'azure', baseUrl, apiVersion }),
    tellsCached: true,
    sendsCallId: true,
    asks: { ...openai, max_completion_tokens: maxTokens },
  })

modelsContract('chat models over the Bedrock wire', {
  wire: 'bedrock',
  pool: baseUrl => poolOf({ kind: 'bedrock', baseUrl, region: 'eu-central-1' }),
  tellsCached: true,
  sendsCallId: false,
  asks: {
    inferenceConfig: { temperature, maxTokens },
    toolConfig: { tools: [{ toolSpec: { name: 'find', inputSchema: { json: { type: 'object' } } } }] },
  },
})

modelsContract('chat models over the Ollama wire', {
  wire: 'ollama',
  pool: url => poolOf({ kind: 'ollama', baseUrl: url }),
  tellsCached: false,
  sendsCallId: true,
  asks: { options: { temperature, num_predict: maxTokens }, tools, format: 'json' },
})
