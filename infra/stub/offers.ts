import { heading, instruction } from '../../processors/offer/instruction.ts'
import type { StubMessage } from './format.ts'

/** An existing answer that a prompt offers; a reply of its label alone chooses it. */
export interface Offered {
  readonly label: string
  readonly text: string
}

/** The answers that a prompt offers, for a stub that chooses as a model would; none where it offers none. */
export const offeredIn = (messages: readonly StubMessage[]): readonly Offered[] => {
  const system = messages[0]?.content ?? ''
  const at = system.lastIndexOf(heading)
  if (at < 0) return []
  const answers = system.slice(at + heading.length, system.lastIndexOf(`\n${instruction}`))
  return answers.split(/\n(?=\[\[answer \d+\]\] )/).map(answer => {
    const end = answer.indexOf(']]') + 2
    return { label: answer.slice(0, end), text: answer.slice(end + 1) }
  })
}
