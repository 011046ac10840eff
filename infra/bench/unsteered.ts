/**
 * The environment of the server under load. The rows are about how fast a hit is, not about which texts are one: a young cache as shipped answers
 * one in four of those that they send, and which depends on what was checked meanwhile. An option of the command comes before these. The same holds
 * for suites that ask whether a hit survives a failing service.
 */
export const unsteered = { TURNSTREAM_CACHE_STEER: 'false', TURNSTREAM_CACHE_MAX_FALSE_RATE: '0.1' } as const

/** The same in a sentence. */
export const unsteeredText = Object.entries(unsteered)
  .map(([name, value]) => `${name}=${value}`)
  .join(' and ')
