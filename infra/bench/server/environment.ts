const callsAtOnce = 2_000

const poolsFor = (baseUrl: string) =>
  Object.fromEntries(
    (['small', 'medium', 'large'] as const).map(tier => [
      tier,
      { kind: 'openai', tier, baseUrl, apiKeyEnv: 'OPENAI_API_KEY', model: 'bench', concurrency: callsAtOnce },
    ]),
  )

/**
 * The environment of the server under test: that of the caller without what would point it at other pools, services or
 * options, and with the stub in the place where users name their provider.
 */
export const environmentFor = (providerUrl: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(TURNSTREAM|OPENAI|OLLAMA|KAFKA|REDIS|ELASTICSEARCH|SCHEMA_REGISTRY)_/.test(name),
    ),
  ),
  OPENAI_BASE_URL: providerUrl,
  OPENAI_API_KEY: 'bench',
  // As the provider's address implies them, with room for a thousand calls at once.
  TURNSTREAM_POOLS: JSON.stringify(poolsFor(providerUrl)),
  TURNSTREAM_INFER_CONCURRENCY: String(callsAtOnce),
  TURNSTREAM_INFER_HIGH_WATER: String(2 * callsAtOnce),
})
