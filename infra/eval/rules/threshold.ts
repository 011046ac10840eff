import type { NamedRule } from './rule.ts'

/** What semantic caches do as they come (GPTCache, RedisVL): the nearest entry answers, where it is near enough. */
export const plainThreshold = (threshold: number): NamedRule => ({
  name: `threshold ${threshold.toFixed(2)}`,
  open: () => ({
    judge: (_question, [nearest]) => (nearest && nearest.similarity >= threshold ? nearest.entry : null),
    learn: () => true,
  }),
})
