import type { DeciderConfiguration } from '../configuration.ts'

/** The FAQ library as a pool: the last of every route, always there, costs nothing. */
export const faqPool = 'faq'

/** The model that FAQ answers are written by, in prices and answers. */
export const faqModel = 'faq-library'

/** In place of a model's name where nothing has written an answer. */
export const noModel = 'none'

/** Where nothing was found, or nothing could answer. */
export const apology =
  'I am sorry, I found nothing that fits your question. Please put it in other words, or ask our team.'

/** Whether a pool is the FAQ library, under its own name or a configured one. */
export const isFaq = (pool: string, { pools }: Pick<DeciderConfiguration, 'pools'>): boolean =>
  pool === faqPool || pools[pool]?.kind === 'faq'
