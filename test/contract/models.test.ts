import { deciderConfiguration, type Pool } from '../../processors/configuration.ts'
import { modelsContract } from './models.contract.ts'

const poolOf = (pool: Pick<Pool, 'kind' | 'baseUrl'>): Pool =>
  deciderConfiguration.parse({ pools: { main: { ...pool, model: 'stub' } } }).pools.main!

modelsContract('chat models over the OpenAI wire', {
  wire: 'openai',
  pool: url => poolOf({ kind: 'openai', baseUrl: `${url}/v1` }),
  tellsCached: true,
})

modelsContract('chat models over the Ollama wire', {
  wire: 'ollama',
  pool: url => poolOf({ kind: 'ollama', baseUrl: url }),
  tellsCached: false,
})
