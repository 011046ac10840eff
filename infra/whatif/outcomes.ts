import { hash } from 'node:crypto'
import { type DomainEvent, isType } from '../../processors/event.ts'
import { claimsSaving } from '../../processors/ledger/saving.ts'
import { purposeOf } from '../../processors/purpose.ts'
import type { LedgerLine } from '../../schemas/types.ts'
import { type Layer, layers } from '../ledger/cells.ts'
import type { Basis } from '../shadow/replies.ts'

/** What became of a turn that a customer asked. Money in 1e-12 USD. */
export interface Outcome {
  readonly turnId: string
  /** Turns that ask the same depend on each other: the hash of the normalised question. */
  readonly question: string
  readonly scene: string
  readonly day: string
  readonly layer: Layer
  /** exact, hot, cold, model, faq or apology. */
  readonly source: string
  readonly degraded: boolean
  readonly tier: string | null
  readonly model: string
  readonly costPicoUsd: number
  readonly baselinePicoUsd: number
  readonly claimed: boolean
  /** Billed, sent and received. */
  readonly tokens: number
  readonly calls: number
  /** Of the answer's text. */
  readonly answer: string
  readonly latencyMs: number
  /** Of the weakest of its calls; null where there was none, or where it was recorded. */
  readonly basis: Basis | null
}

/** What the turns took that no customer asked. */
export interface OwnSpending {
  turns: number
  tokens: number
  picoUsd: bigint
}

/** Gathers outcomes from the events of a log, as they come. */
export interface Outcomes {
  /** `basisOf` says what the reply to a call rests on; null for one that was really made. */
  see(event: DomainEvent, basisOf?: (callId: string) => Basis | null): void
  readonly byTurn: ReadonlyMap<string, Outcome>
  readonly own: Readonly<OwnSpending>
}

const layerOf = (source: string): Layer =>
  source !== 'none' && (layers as readonly string[]).includes(source) ? (source as Layer) : 'none'

export const answerHashOf = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22)

const weakness: readonly Basis[] = ['recorded', 'other prompt', 'stood in', 'unknown']

/** The weakest of what calls rest on; null of none. */
export const weakestOf = (bases: readonly (Basis | null)[]): Basis | null =>
  bases.reduce(
    (worst, basis) => (weakness.indexOf(basis as Basis) > weakness.indexOf(worst as Basis) ? basis : worst),
    null,
  )

const tokensOf = ({ usage, routing }: LedgerLine): number =>
  [usage, ...(routing ? [routing.usage] : [])].reduce(
    (sum, { promptTokens, completionTokens }) => sum + promptTokens + completionTokens,
    0,
  )

export const createOutcomes = (): Outcomes => {
  const byTurn = new Map<string, Outcome>()
  const own: OwnSpending = { turns: 0, tokens: 0, picoUsd: 0n }
  /** Of turns that are under way. */
  const questions = new Map<string, string>()
  const answers = new Map<string, string>()
  const bases = new Map<string, Basis | null>()
  const take = <T>(of: Map<string, T>, turnId: string): T | undefined => {
    const found = of.get(turnId)
    of.delete(turnId)
    return found
  }
  return {
    byTurn,
    own,
    see: (event, basisOf = () => null) => {
      if (isType(event, 'TurnEnriched')) questions.set(event.data.turnId, event.data.enrichment.textHash)
      else if (isType(event, 'TurnAnswered')) answers.set(event.data.turnId, answerHashOf(event.data.text))
      else if (isType(event, 'InferenceCompleted', 'InferenceFailed')) {
        const { turnId, callId } = event.data
        bases.set(turnId, weakestOf([bases.get(turnId) ?? null, basisOf(callId)]))
      } else if (isType(event, 'LedgerLine')) {
        const line = event.data
        const { turnId, scene, day, source, tier, model, costPicoUsd, baselinePicoUsd, calls, latencyMs } = line
        const question = take(questions, turnId) ?? turnId
        const answer = take(answers, turnId) ?? ''
        const basis = take(bases, turnId) ?? null
        const tokens = tokensOf(line)
        if (purposeOf(turnId) !== 'answer') {
          own.turns++
          own.tokens += tokens
          own.picoUsd += BigInt(costPicoUsd)
          return
        }
        byTurn.set(turnId, {
          ...{ turnId, question, scene, day, layer: layerOf(source), source, degraded: line.degraded !== null },
          ...{ tier, model, costPicoUsd, baselinePicoUsd, claimed: claimsSaving(line), tokens, calls },
          ...{ answer, latencyMs, basis },
        })
      }
    },
  }
}
