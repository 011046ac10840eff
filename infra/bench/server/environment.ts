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
})
