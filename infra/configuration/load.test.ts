import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isTurnstreamError } from '../../processors/errors.ts'
import { loadConfiguration } from './load.ts'
import { strangersIn } from './strangers.ts'

const complaintAbout = (...set: readonly string[]): string => {
  try {
    loadConfiguration({ set, env: {} })
  } catch (error) {
    if (isTurnstreamError(error, 'CONFIG_INVALID')) return error.message
    throw error
  }
  return 'none'
}

describe('a mistake in the configuration', () => {
  it.each([
    ['cache.threshold=high', 'cache.threshold: must be a number'],
    ['cache.threshold=2', 'cache.threshold: must be at most 1'],
    ['server.port=-1', 'server.port: must be at least 0'],
    ['server.port=1.5', 'server.port: must be a whole number'],
    ['cache=1', 'cache: must be an object'],
    ['scenes=1', 'scenes: must be a list'],
    ['cache.guards.slots=maybe', 'cache.guards.slots: must be true or false'],
    ['logLevel=loud', 'logLevel: must be one of fatal, error, warn, info, debug, trace, silent'],
    ['baselineModel=5', 'baselineModel: must be a text'],
    [
      'server.hosts=["http://chat.example.com"]',
      'server.hosts.0: must be a host name or address, without scheme and port',
    ],
    ['server.host=0.0.0.0', 'server.host: must be a loopback address: there are no API keys yet'],
    [
      'elasticsearch={"index": "chat", "analytics": "chat-analysts"}',
      'elasticsearch.analytics: must not begin with elasticsearch.index and a hyphen: such names are those of the indices of the cache',
    ],
    [
      'route.router=learned',
      'route.model: must name the file of the router, for route.router is learned or neighbours; npm run router writes one',
    ],
    [
      'route.router=classifier',
      'route.classifier.pool: must name the pool that is asked, for route.router is classifier',
    ],
    [
      'route={"router": "classifier", "classifier": {"pool": "tiny"}}',
      'route.classifier.pool: tiny is no pool that has a model; no such pool is configured',
    ],
    [
      'pools={"aws": {"kind": "bedrock", "model": "m"}}',
      'pools.aws.region: must name the region, such as eu-central-1, for kind is bedrock',
    ],
    [
      'pools={"p": {"kind": "openai", "model": "m", "breaker": {"failures": 1}}}',
      'pools.p.breaker.failures: must be below 1',
    ],
    [
      'pools={"p": {"kind": "openai", "model": "m", "warm": true}}',
      'pools.p.warm: must be false, for only kind ollama loads its model on demand',
    ],
    [
      'pools={"az": {"kind": "azure", "model": "m"}}',
      'pools.az.baseUrl: must be the address of the resource, such as https://NAME.openai.azure.com, for kind is azure',
    ],
    [
      'pools={"house": {"kind": "openai", "model": "m", "deployment": "d"}}',
      'pools.house.deployment: must not be set, for only kind azure has deployments',
    ],
    [
      'pools={"house": {"kind": "openai", "model": "m", "apiVersion": "2024-10-21"}}',
      'pools.house.apiVersion: must not be set, for only kind azure has dated versions',
    ],
    ['cache.treshold=1', 'cache.treshold: is no option (did you mean cache.threshold?)'],
    ['nonsense.of.mine=1', 'nonsense: is no option'],
  ])('%s is told as a sentence that names the option', (set, sentence) => {
    expect(complaintAbout(set)).toBe(sentence)
  })

  it('names the pools that may be asked for a tier, a judgement or a summary', () => {
    const pools = 'pools={"mini": {"kind": "ollama", "model": "m"}, "help": {"kind": "faq", "model": "f"}}'
    const asks = (pool: string): string => `route={"router": "classifier", "classifier": {"pool": "${pool}"}}`
    expect(complaintAbout(pools, asks('help'))).toBe(
      'route.classifier.pool: help is no pool that has a model; must be one of mini',
    )
    expect(complaintAbout(pools, asks('mini'))).toBe('none')
    for (const option of ['route.drift.pool', 'compress.pool'])
      expect(complaintAbout(pools, `${option}=help`)).toBe(
        `${option}: help is no pool that has a model; must be one of mini`,
      )
  })

  it('tells several at once', () => {
    expect(complaintAbout('cache.threshold=2', 'scenes=1')).toBe(
      'scenes: must be a list; cache.threshold: must be at most 1',
    )
  })
})

describe('__proto__', () => {
  it.each(['__proto__.x=1', 'cache.__proto__.threshold=1', 'cache={"__proto__": {"threshold": 1}}'])(
    'is no option in --set %s',
    set => {
      expect(complaintAbout(set)).toBe('__proto__: is no option')
    },
  )

  it('is no option in a file', () => {
    const dir = mkdtempSync(join(tmpdir(), 'turnstream-configuration-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    const file = join(dir, 'c.json')
    writeFileSync(file, '{"cache": {"__proto__": {"threshold": 1}}}')
    expect(() => loadConfiguration({ file, env: {} })).toThrow('__proto__: is no option')
  })

  it('leaves what every object has as it was', () => {
    complaintAbout('__proto__.polluted=1')
    complaintAbout('constructor.prototype.polluted=1')
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('the environment', () => {
  it('is told of names that look like options and are none, with the one that was meant', () => {
    expect(strangersIn({ TURNSTREAM_CACHE_TRESHOLD: '1', TURNSTREAM_XYZ: '1', PATH: '/bin' })).toEqual([
      'TURNSTREAM_CACHE_TRESHOLD in the environment is no option (did you mean TURNSTREAM_CACHE_THRESHOLD?)',
      'TURNSTREAM_XYZ in the environment is no option',
    ])
  })

  it('is not told of options, nor of what the command line reads', () => {
    const env = { TURNSTREAM_CACHE_THRESHOLD: '0.9', TURNSTREAM_DATA_DIR: 'x', TURNSTREAM_CONFIG: 'y' }
    expect(strangersIn(env)).toEqual([])
  })
})

describe('the shipped price list', () => {
  const { prices } = loadConfiguration({ env: {} })

  it('has each model once for a day, and cached tokens cost no more than others', () => {
    const keys = prices.map(({ model, valid_from }) => `${model} ${valid_from}`)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
    expect(prices.filter(({ input, cached_input }) => Number(cached_input) > Number(input))).toEqual([])
  })

  it.each([
    'eu.amazon.nova-lite-v1:0',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    'us.meta.llama3-3-70b-instruct-v1:0',
  ])('knows what %s of Bedrock costs', model => {
    expect(prices.map(price => price.model)).toContain(model)
  })
})
