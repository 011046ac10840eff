import type { Resolution } from '../../schemas/types.ts'

const bypasses: Readonly<Record<string, string>> = {
  personal: 'the answer depends on the account of the person who asks',
  time_sensitive: 'the answer depends on when it is asked',
  follow_up: 'the question cannot be understood without its conversation',
  flagged: 'the message is flagged: its text may try to steer the answer',
  tools: 'the caller sent tools',
  choices: 'the caller asked for several answers',
}

const bypassed = (detail: string): string =>
  bypasses[detail] ?? (detail.startsWith('mode ') ? `the scene is in ${detail}` : detail)

export const cosine = (similarity: number): string => similarity.toFixed(3)

/** With more digits where three would show a threshold as reached that was not. */
const beside = (similarity: number, threshold: number): string =>
  cosine(similarity) === cosine(threshold) ? similarity.toFixed(6) : cosine(similarity)

const sure = (confidence: number | null): string => (confidence === null ? '' : `: confidence ${confidence.toFixed(4)}`)

/** Why the caches answered or did not, as one sentence. */
export const sentenceOf = ({
  outcome,
  reason,
  detail,
  similarity,
  threshold,
  candidates,
  confidence,
}: Resolution): string => {
  const near = similarity === null ? 'none' : beside(similarity, threshold)
  const bound = cosine(threshold)
  switch (reason) {
    case 'exact':
      return `The same question, after normalisation, was in the ${outcome === 'hot' ? 'hot layer' : 'exact cache'}.`
    case 'threshold':
      return `The entry served has similarity ${near}, at least the threshold ${bound}, and no guard refused it${sure(confidence)}.`
    case 'agreement':
      return `The entry served has similarity ${near}, below the threshold ${bound}, but its neighbours agree on the answer${sure(confidence)}.`
    case 'wording':
      return `The entry served has similarity ${near}, below the threshold ${bound}, but both questions speak of the same, and no guard refused it${sure(confidence)}.`
    case 'no_candidate':
      return 'The caches had no entry of this tenant, scene, language and version to compare with.'
    case 'below_threshold':
      return `The nearest of ${candidates.length} ${candidates.length === 1 ? 'entry' : 'entries'} has similarity ${near}, and the threshold is ${bound}.`
    case 'refused':
      return `The nearest entry has similarity ${near} but was refused: ${detail ?? 'no reason was recorded'}.`
    case 'unsure':
      return `The nearest entry has similarity ${near}, and what the neighbours say was too doubtful (${detail ?? 'no figure was recorded'}).`
    case 'bypass':
      return `The caches were not asked, because ${bypassed(detail ?? 'of its mode')}.`
    default:
      return `${reason}${detail === null ? '' : `: ${detail}`}.`
  }
}
