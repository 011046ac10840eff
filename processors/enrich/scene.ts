import { sceneWords } from './scene-words.ts'
import { phraseMatcher } from './slots/phrases.ts'
import { tokensOf } from './slots/tokens.ts'

type Scorer = ReturnType<typeof phraseMatcher<readonly (readonly [scene: string, weight: number])[]>>

const scorers = new WeakMap<readonly string[], Scorer>()

const scorerFor = (scenes: readonly string[]): Scorer => {
  const known = scorers.get(scenes)
  if (known) return known
  const weights = new Map<string, (readonly [string, number])[]>()
  const note = (phrase: string, scene: string, weight: number) =>
    weights.set(phrase, [...(weights.get(phrase) ?? []), [scene, weight]])
  for (const scene of scenes) {
    if (scene === 'general') continue
    note(scene.toLowerCase().replace(/[-_]/g, ' '), scene, 3)
    for (const [weight, wordings] of sceneWords[scene] ?? []) {
      for (const phrase of wordings.split('|')) note(phrase, scene, weight)
    }
  }
  const scorer = phraseMatcher(weights)
  scorers.set(scenes, scorer)
  return scorer
}

const longestRead = 2_000

/**
 * The configured scene that a text speaks of most, `general` where it speaks of none. Of equals the one that comes first
 * in `scenes`. Pass one and the same list for as long as it does not change: it is prepared once.
 */
export const sceneOf = (text: string, scenes: readonly string[]): string => {
  const matches = scorerFor(scenes)
  const tokens = tokensOf(text.slice(0, longestRead))
  const scores = new Map<string, number>()
  for (let at = 0; at < tokens.length; ) {
    const found = matches(tokens, at)
    for (const [scene, weight] of found?.value ?? []) scores.set(scene, (scores.get(scene) ?? 0) + weight)
    at += found?.length ?? 1
  }
  let best = 'general'
  for (const scene of scenes) if ((scores.get(scene) ?? 0) > (scores.get(best) ?? 0)) best = scene
  return best
}
