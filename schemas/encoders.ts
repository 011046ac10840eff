// Written by `npm run schemas` from schemas/avro. Do not edit.

import {
  type Writer,
  writeBoolean,
  writeBranch,
  writeBytes,
  writeCount,
  writeDouble,
  writeInt,
  writeLong,
  writeString,
} from './binary/writer.ts'
import type {
  AnswerCurated,
  ArmFigure,
  ArmGuard,
  ArmsMeasured,
  Candidate,
  CheckedHit,
  CheckScheduled,
  Choice,
  ChoiceCost,
  ConfidenceMeasured,
  ConfigurationApplied,
  DeadLettered,
  DocumentPassage,
  DocumentSubmitted,
  DriftMeasured,
  Enrichment,
  EntryEvicted,
  EntryInvalidated,
  EntryPrepared,
  EntryPromoted,
  EntryProposed,
  EntryReleased,
  EntryRestored,
  EntryReviewed,
  EntryStored,
  EntrySwept,
  EntryUsed,
  EventData,
  EventType,
  ExperimentArm,
  ExperimentStarted,
  ExperimentStopped,
  FeatureWeight,
  FeedbackGiven,
  GuardVerdict,
  HistoryTurn,
  HitChecked,
  InferenceCompleted,
  InferenceFailed,
  InferenceRequested,
  JudgementScheduled,
  LedgerLine,
  LoadMeasured,
  Lookup,
  MeasuredArm,
  Message,
  Offer,
  OffsetRange,
  OptionSet,
  Passage,
  PassagesRemoved,
  PassagesWritten,
  PendingTurn,
  PolicyAnnounced,
  PolicyChanged,
  PoolHealthChanged,
  PromptBuilt,
  QuestionScheduled,
  QuestionSettled,
  QuestionsPlanned,
  Resolution,
  ReviewDecided,
  ReviewOpened,
  Rider,
  RouteJudged,
  RouterCall,
  RouterDecided,
  RouterFigures,
  RouterProposed,
  ServedAnswer,
  Slot,
  SummaryLine,
  SummaryMade,
  SummaryScheduled,
  TaskChanged,
  TaskTimedOut,
  Timings,
  TrustSteered,
  TurnAnswered,
  TurnEnriched,
  TurnExposed,
  TurnQueued,
  TurnReceived,
  TurnResolved,
  TurnRouted,
  TurnSettled,
  Usage,
  VerdictGiven,
  Views,
} from './types.ts'

const writeNullOrLong = (to: Writer, value: number | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeLong(to, value)
}

const writeViews = (to: Writer, value: Views): void => {
  writeLong(to, value.policyEpoch)
  writeLong(to, value.controlVersion)
}

const writeEntryEvicted = (to: Writer, value: EntryEvicted): void => {
  writeString(to, value.entryId)
  writeString(to, value.reason)
  writeNullOrLong(to, value.storedAtMs === undefined ? null : value.storedAtMs)
  writeViews(to, value.views === undefined ? { policyEpoch: -1, controlVersion: -1 } : value.views)
}

const writeEntryInvalidated = (to: Writer, value: EntryInvalidated): void => {
  writeString(to, value.entryId)
  writeString(to, value.reason)
  writeString(to, value.by)
  writeLong(to, value.policyEpoch)
  writeBoolean(to, value.review)
  writeViews(to, value.views)
}

const writeEntryPrepared = (to: Writer, value: EntryPrepared): void => {
  writeString(to, value.entryId)
  writeLong(to, value.awaits)
  writeString(to, value.proposal)
  writeViews(to, value.views)
}

const writeEntryPromoted = (to: Writer, value: EntryPromoted): void => {
  writeString(to, value.entryId)
  writeString(to, value.layer)
  writeLong(to, value.hits)
  writeLong(to, value.untilMs === undefined ? 0 : value.untilMs)
  writeViews(to, value.views === undefined ? { policyEpoch: -1, controlVersion: -1 } : value.views)
}

const writeArrayOfString = (to: Writer, items: readonly string[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeString(to, item)
  writeCount(to, 0)
}

const writeSlot = (to: Writer, value: Slot): void => {
  writeString(to, value.kind)
  writeString(to, value.value)
  writeString(to, value.text)
}

const writeArrayOfSlot = (to: Writer, items: readonly Slot[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeSlot(to, item)
  writeCount(to, 0)
}

const writeNullOrBytes = (to: Writer, value: Buffer | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeBytes(to, value)
}

const writeNullOrString = (to: Writer, value: string | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeString(to, value)
}

const writeEntryProposed = (to: Writer, value: EntryProposed): void => {
  writeString(to, value.entryId)
  writeString(to, value.exactKey)
  writeString(to, value.tenant)
  writeString(to, value.scene)
  writeArrayOfString(to, value.scenes)
  writeString(to, value.language)
  writeString(to, value.identity)
  writeString(to, value.question)
  writeArrayOfSlot(to, value.slots)
  writeNullOrBytes(to, value.vector === undefined ? null : value.vector)
  writeString(to, value.embeddingModel)
  writeString(to, value.answer)
  writeString(to, value.answerHash)
  writeArrayOfString(to, value.sources)
  writeString(to, value.model)
  writeString(to, value.pool)
  writeLong(to, value.promptTokens)
  writeLong(to, value.completionTokens)
  writeBoolean(to, value.counted === undefined ? false : value.counted)
  writeNullOrString(to, value.degraded === undefined ? null : value.degraded)
  writeArrayOfString(to, value.products)
  writeString(to, value.version)
  writeLong(to, value.policyEpoch)
  writeString(to, value.origin)
  writeNullOrString(to, value.turnId === undefined ? null : value.turnId)
  writeString(to, value.asker)
  writeBoolean(to, value.shareable)
  writeViews(to, value.views)
  writeString(to, value.answerGroup === undefined ? '' : value.answerGroup)
  writeNullOrLong(to, value.awaits === undefined ? null : value.awaits)
  writeNullOrLong(to, value.notAfterMs === undefined ? null : value.notAfterMs)
  writeNullOrBytes(to, value.answerVector === undefined ? null : value.answerVector)
}

const writeEntryReleased = (to: Writer, value: EntryReleased): void => {
  writeString(to, value.entryId)
  writeLong(to, value.policyEpoch)
  writeString(to, value.proposal)
  writeViews(to, value.views)
}

const writeEntryRestored = (to: Writer, value: EntryRestored): void => {
  writeString(to, value.entryId)
  writeString(to, value.by)
  writeNullOrString(to, value.answer === undefined ? null : value.answer)
  writeLong(to, value.policyEpoch)
  writeString(to, value.verdict === undefined ? 'restore' : value.verdict)
  writeNullOrString(to, value.stored === undefined ? null : value.stored)
  writeNullOrString(to, value.proposed === undefined ? null : value.proposed)
}

const writeEntryReviewed = (to: Writer, value: EntryReviewed): void => {
  writeString(to, value.entryId)
  writeString(to, value.reviewId)
  writeString(to, value.verdict)
  writeNullOrString(to, value.answer === undefined ? null : value.answer)
  writeBoolean(to, value.block === undefined ? false : value.block)
  writeNullOrString(to, value.proposed === undefined ? null : value.proposed)
  writeLong(to, value.policyEpoch)
}

const writeEntryStored = (to: Writer, value: EntryStored): void => {
  writeString(to, value.entryId)
  writeString(to, value.exactKey)
  writeString(to, value.tenant)
  writeString(to, value.scene)
  writeArrayOfString(to, value.scenes)
  writeString(to, value.language)
  writeString(to, value.identity)
  writeString(to, value.question)
  writeArrayOfSlot(to, value.slots)
  writeNullOrBytes(to, value.vector === undefined ? null : value.vector)
  writeString(to, value.embeddingModel)
  writeString(to, value.answer)
  writeString(to, value.answerHash)
  writeArrayOfString(to, value.sources)
  writeString(to, value.model)
  writeString(to, value.pool)
  writeLong(to, value.promptTokens)
  writeLong(to, value.completionTokens)
  writeBoolean(to, value.counted === undefined ? false : value.counted)
  writeNullOrString(to, value.degraded === undefined ? null : value.degraded)
  writeArrayOfString(to, value.products)
  writeString(to, value.version)
  writeLong(to, value.policyEpoch)
  writeString(to, value.origin)
  writeNullOrString(to, value.turnId === undefined ? null : value.turnId)
  writeArrayOfString(to, value.askers)
  writeBoolean(to, value.shared)
  writeLong(to, value.storedAtMs)
  writeLong(to, value.expiresAtMs)
  writeLong(to, value.exactExpiresAtMs)
  writeViews(to, value.views)
  writeString(to, value.answerGroup === undefined ? '' : value.answerGroup)
  writeNullOrBytes(to, value.answerVector === undefined ? null : value.answerVector)
}

const writeEntrySwept = (to: Writer, value: EntrySwept): void => {
  writeString(to, value.entryId)
  writeNullOrLong(to, value.unusedSinceMs === undefined ? null : value.unusedSinceMs)
}

const writeEntryUsed = (to: Writer, value: EntryUsed): void => {
  writeString(to, value.entryId)
  writeLong(to, value.hits)
}

const writeNullOrDouble = (to: Writer, value: number | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeDouble(to, value)
}

const writeUsage = (to: Writer, value: Usage): void => {
  writeLong(to, value.promptTokens)
  writeLong(to, value.completionTokens)
  writeLong(to, value.cachedTokens)
  writeBoolean(to, value.counted)
}

const writeNullOrUsage = (to: Writer, value: Usage | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeUsage(to, value)
}

const writeChoice = (to: Writer, value: Choice): void => {
  writeInt(to, value.offered)
  writeInt(to, value.tokens)
  writeNullOrString(to, value.entryId === undefined ? null : value.entryId)
}

const writeNullOrChoice = (to: Writer, value: Choice | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeChoice(to, value)
}

const writeTurnAnswered = (to: Writer, value: TurnAnswered): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writeString(to, value.source)
  writeString(to, value.text)
  writeString(to, value.answerHash)
  writeNullOrString(to, value.entryId === undefined ? null : value.entryId)
  writeNullOrDouble(to, value.similarity === undefined ? null : value.similarity)
  writeNullOrString(to, value.callId === undefined ? null : value.callId)
  writeNullOrString(to, value.promptId === undefined ? null : value.promptId)
  writeString(to, value.model)
  writeString(to, value.pool)
  writeNullOrString(to, value.tier === undefined ? null : value.tier)
  writeArrayOfString(to, value.sources)
  writeUsage(to, value.usage)
  writeLong(to, value.costPicoUsd)
  writeNullOrUsage(to, value.reusedUsage === undefined ? null : value.reusedUsage)
  writeString(to, value.finishReason)
  writeNullOrString(to, value.toolCalls === undefined ? null : value.toolCalls)
  writeNullOrString(to, value.reasoning === undefined ? null : value.reasoning)
  writeNullOrString(to, value.degraded === undefined ? null : value.degraded)
  writeBoolean(to, value.learnable)
  writeInt(to, value.calls)
  writeString(to, value.scene)
  writeString(to, value.message)
  writeLong(to, value.receivedAtMs)
  writeDouble(to, value.latencyMs)
  writeViews(to, value.views)
  writeNullOrChoice(to, value.choice === undefined ? null : value.choice)
}

const writeEnrichment = (to: Writer, value: Enrichment): void => {
  writeString(to, value.normalised)
  writeString(to, value.textHash)
  writeNullOrBytes(to, value.vector === undefined ? null : value.vector)
  writeString(to, value.embeddingModel)
  writeInt(to, value.tokens)
  writeArrayOfSlot(to, value.slots)
  writeString(to, value.language)
  writeString(to, value.scene)
  writeBoolean(to, value.standsAlone)
  writeArrayOfString(to, value.flags)
}

const writeTurnEnriched = (to: Writer, value: TurnEnriched): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writeEnrichment(to, value.enrichment)
  writeViews(to, value.views)
}

const writeTurnExposed = (to: Writer, value: TurnExposed): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeString(to, value.experiment)
  writeString(to, value.arm)
  writeViews(to, value.views)
}

const writeInferenceCompleted = (to: Writer, value: InferenceCompleted): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writeString(to, value.callId)
  writeString(to, value.pool)
  writeString(to, value.model)
  writeString(to, value.text)
  writeString(to, value.finishReason)
  writeNullOrString(to, value.toolCalls === undefined ? null : value.toolCalls)
  writeNullOrString(to, value.reasoning === undefined ? null : value.reasoning)
  writeArrayOfString(to, value.sources)
  writeUsage(to, value.usage)
  writeNullOrDouble(to, value.firstTokenMs === undefined ? null : value.firstTokenMs)
  writeDouble(to, value.durationMs)
  writeNullOrString(to, value.joined === undefined ? null : value.joined)
  writeBoolean(to, value.ambiguous)
  writeNullOrString(to, value.chosen === undefined ? null : value.chosen)
}

const writeInferenceFailed = (to: Writer, value: InferenceFailed): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writeString(to, value.callId)
  writeString(to, value.pool)
  writeString(to, value.model)
  writeString(to, value.code)
  writeString(to, value.message)
  writeBoolean(to, value.retriable)
  writeNullOrString(to, value.partialText === undefined ? null : value.partialText)
  writeUsage(to, value.usage)
  writeDouble(to, value.durationMs)
  writeBoolean(to, value.ambiguous)
  writeNullOrLong(to, value.againAtMs === undefined ? null : value.againAtMs)
  writeNullOrString(to, value.retryPool === undefined ? null : value.retryPool)
}

const writeInferenceRequested = (to: Writer, value: InferenceRequested): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writeString(to, value.callId)
  writeInt(to, value.attempt)
  writeString(to, value.promptId)
  writeString(to, value.routeId)
  writeString(to, value.pool)
  writeString(to, value.model)
  writeArrayOfString(to, value.remaining)
  writeString(to, value.tier)
  writeInt(to, value.maxTokens)
  writeInt(to, value.timeoutMs)
  writeNullOrString(to, value.flightKey === undefined ? null : value.flightKey)
  writeString(to, value.scene)
  writeViews(to, value.views)
  writeBoolean(to, value.offers === undefined ? false : value.offers)
  writeNullOrLong(to, value.notBeforeMs === undefined ? null : value.notBeforeMs)
}

const writeMessage = (to: Writer, value: Message): void => {
  writeString(to, value.role)
  writeString(to, value.content)
}

const writeArrayOfMessage = (to: Writer, items: readonly Message[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeMessage(to, item)
  writeCount(to, 0)
}

const writeNullOrInt = (to: Writer, value: number | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeInt(to, value)
}

const writePassage = (to: Writer, value: Passage): void => {
  writeString(to, value.id)
  writeString(to, value.scene)
  writeString(to, value.version)
  writeDouble(to, value.score)
  writeString(to, value.text)
}

const writeArrayOfPassage = (to: Writer, items: readonly Passage[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writePassage(to, item)
  writeCount(to, 0)
}

const writeLookup = (to: Writer, value: Lookup): void => {
  writeString(to, value.id)
  writeString(to, value.entity)
  writeString(to, value.store)
  writeString(to, value.query)
  writeString(to, value.parameters)
  writeArrayOfString(to, value.rows)
  writeString(to, value.outcome)
  writeBoolean(to, value.owned)
  writeNullOrLong(to, value.atMs === undefined ? null : value.atMs)
  writeString(to, value.asker === undefined ? '' : value.asker)
}

const writeArrayOfLookup = (to: Writer, items: readonly Lookup[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeLookup(to, item)
  writeCount(to, 0)
}

const writePendingTurn = (to: Writer, value: PendingTurn): void => {
  writeString(to, value.message)
  writeLong(to, value.receivedAtMs)
  writeString(to, value.scene)
  writeString(to, value.language)
  writeString(to, value.model)
  writeNullOrString(to, value.systemPrompt === undefined ? null : value.systemPrompt)
  writeArrayOfMessage(to, value.history)
  writeNullOrDouble(to, value.temperature === undefined ? null : value.temperature)
  writeNullOrInt(to, value.maxTokens === undefined ? null : value.maxTokens)
  writeNullOrString(to, value.tools === undefined ? null : value.tools)
  writeNullOrString(to, value.responseFormat === undefined ? null : value.responseFormat)
  writeArrayOfString(to, value.flags)
  writeArrayOfSlot(to, value.slots)
  writeBoolean(to, value.standsAlone)
  writeString(to, value.identity)
  writeString(to, value.textHash)
  writeArrayOfPassage(to, value.passages)
  writeArrayOfLookup(to, value.lookups === undefined ? [] : value.lookups)
  writeString(to, value.grounding === undefined ? 'complete' : value.grounding)
}

const writeOffer = (to: Writer, value: Offer): void => {
  writeString(to, value.entryId)
  writeString(to, value.answerHash)
  writeDouble(to, value.similarity)
  writeString(to, value.text)
  writeArrayOfString(to, value.sources)
}

const writeArrayOfOffer = (to: Writer, items: readonly Offer[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeOffer(to, item)
  writeCount(to, 0)
}

const writePromptBuilt = (to: Writer, value: PromptBuilt): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writePendingTurn(to, value.pending)
  writeArrayOfMessage(to, value.messages)
  writeString(to, value.templateVersion)
  writeString(to, value.compression)
  writeInt(to, value.attempts)
  writeArrayOfString(to, value.required)
  writeArrayOfString(to, value.kept)
  writeInt(to, value.historyTurns)
  writeInt(to, value.tokensBefore)
  writeInt(to, value.tokensAfter)
  writeInt(to, value.maxTokens)
  writeViews(to, value.views)
  writeArrayOfOffer(to, value.offers === undefined ? [] : value.offers)
  writeString(to, value.offersVersion === undefined ? '' : value.offersVersion)
  writeInt(to, value.offerTokens === undefined ? 0 : value.offerTokens)
  writeNullOrString(to, value.summaryId === undefined ? null : value.summaryId)
}

const writeSummaryLine = (to: Writer, value: SummaryLine): void => {
  writeString(to, value.role)
  writeString(to, value.text)
}

const writeArrayOfSummaryLine = (to: Writer, items: readonly SummaryLine[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeSummaryLine(to, item)
  writeCount(to, 0)
}

const writeSummaryMade = (to: Writer, value: SummaryMade): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeString(to, value.sourceTurnId)
  writeInt(to, value.attempt)
  writeInt(to, value.turns)
  writeString(to, value.digest)
  writeString(to, value.outcome)
  writeArrayOfSummaryLine(to, value.lines)
  writeArrayOfString(to, value.missing)
  writeArrayOfString(to, value.invented)
  writeInt(to, value.tokensBefore)
  writeInt(to, value.tokensAfter)
  writeViews(to, value.views)
}

const writeTurnQueued = (to: Writer, value: TurnQueued): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writePendingTurn(to, value.pending)
  writeString(to, value.behind)
}

const writeHistoryTurn = (to: Writer, value: HistoryTurn): void => {
  writeString(to, value.turnId)
  writeLong(to, value.receivedAtMs)
  writeString(to, value.user)
  writeString(to, value.assistant)
}

const writeTurnSettled = (to: Writer, value: TurnSettled): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writeHistoryTurn(to, value.entry)
  writeBoolean(to, value.outstanding)
}

const writeCandidate = (to: Writer, value: Candidate): void => {
  writeString(to, value.entryId)
  writeString(to, value.layer)
  writeDouble(to, value.similarity)
  writeString(to, value.question)
  writeArrayOfSlot(to, value.slots)
  writeString(to, value.answerHash)
  writeString(to, value.tenant)
  writeString(to, value.scene)
  writeArrayOfString(to, value.scenes)
  writeString(to, value.language)
  writeString(to, value.identity)
  writeString(to, value.embeddingModel)
  writeLong(to, value.policyEpoch)
  writeString(to, value.version)
  writeArrayOfString(to, value.products)
  writeString(to, value.keywords)
  writeBoolean(to, value.shared)
  writeArrayOfString(to, value.askers)
  writeLong(to, value.storedAtMs)
  writeLong(to, value.expiresAtMs)
  writeString(to, value.answerGroup === undefined ? '' : value.answerGroup)
  writeNullOrDouble(to, value.answerSimilarity === undefined ? null : value.answerSimilarity)
  writeArrayOfString(to, value.sources === undefined ? [] : value.sources)
}

const writeArrayOfCandidate = (to: Writer, items: readonly Candidate[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeCandidate(to, item)
  writeCount(to, 0)
}

const writeGuardVerdict = (to: Writer, value: GuardVerdict): void => {
  writeString(to, value.guard)
  writeString(to, value.entryId)
  writeString(to, value.verdict)
  writeNullOrString(to, value.detail === undefined ? null : value.detail)
}

const writeArrayOfGuardVerdict = (to: Writer, items: readonly GuardVerdict[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeGuardVerdict(to, item)
  writeCount(to, 0)
}

const writeTimings = (to: Writer, value: Timings): void => {
  writeNullOrDouble(to, value.enrichMs === undefined ? null : value.enrichMs)
  writeNullOrDouble(to, value.embedMs === undefined ? null : value.embedMs)
  writeNullOrDouble(to, value.exactMs === undefined ? null : value.exactMs)
  writeNullOrDouble(to, value.semanticMs === undefined ? null : value.semanticMs)
}

const writeResolution = (to: Writer, value: Resolution): void => {
  writeString(to, value.outcome)
  writeString(to, value.reason)
  writeNullOrString(to, value.detail === undefined ? null : value.detail)
  writeNullOrString(to, value.entryId === undefined ? null : value.entryId)
  writeNullOrDouble(to, value.similarity === undefined ? null : value.similarity)
  writeDouble(to, value.threshold)
  writeString(to, value.identity)
  writeString(to, value.exactKey)
  writeArrayOfCandidate(to, value.candidates)
  writeArrayOfGuardVerdict(to, value.guards)
  writeString(to, value.mode)
  writeTimings(to, value.timings)
  writeViews(to, value.views)
  writeNullOrDouble(to, value.confidence === undefined ? null : value.confidence)
  writeNullOrDouble(to, value.check === undefined ? null : value.check)
}

const writeTurnResolved = (to: Writer, value: TurnResolved): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writeResolution(to, value.resolution)
}

const writeMapOfDouble = (to: Writer, items: Readonly<Record<string, number>>): void => {
  if (typeof items !== 'object' || items === null || Array.isArray(items)) throw new Error('not a map')
  const keys = Object.keys(items)
  if (keys.length > 0) writeCount(to, keys.length)
  for (const key of keys) {
    writeString(to, key)
    writeDouble(to, items[key]!)
  }
  writeCount(to, 0)
}

const writeRouterCall = (to: Writer, value: RouterCall): void => {
  writeString(to, value.pool)
  writeString(to, value.model)
  writeUsage(to, value.usage)
  writeLong(to, value.costPicoUsd)
}

const writeNullOrRouterCall = (to: Writer, value: RouterCall | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeRouterCall(to, value)
}

const writeTurnRouted = (to: Writer, value: TurnRouted): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writeString(to, value.promptId)
  writeString(to, value.router)
  writeDouble(to, value.score)
  writeDouble(to, value.confidence)
  writeMapOfDouble(to, value.features)
  writeString(to, value.tier)
  writeArrayOfString(to, value.pools)
  writeNullOrString(to, value.model === undefined ? null : value.model)
  writeString(to, value.reason)
  writeDouble(to, value.propensity)
  writeInt(to, value.promptTokens)
  writeInt(to, value.maxTokens)
  writeNullOrString(to, value.flightKey === undefined ? null : value.flightKey)
  writeString(to, value.scene)
  writeViews(to, value.views)
  writeNullOrRouterCall(to, value.call === undefined ? null : value.call)
}

const writeServedAnswer = (to: Writer, value: ServedAnswer): void => {
  writeString(to, value.text)
  writeString(to, value.model)
  writeString(to, value.pool)
  writeArrayOfString(to, value.sources)
  writeLong(to, value.promptTokens)
  writeLong(to, value.completionTokens)
  writeBoolean(to, value.counted === undefined ? false : value.counted)
  writeNullOrString(to, value.degraded === undefined ? null : value.degraded)
}

const writeNullOrServedAnswer = (to: Writer, value: ServedAnswer | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeServedAnswer(to, value)
}

const writeRider = (to: Writer, value: Rider): void => {
  writeEnrichment(to, value.enrichment)
  writeResolution(to, value.resolution)
  writeNullOrServedAnswer(to, value.served === undefined ? null : value.served)
  writeDouble(to, value.latencyMs)
}

const writeNullOrRider = (to: Writer, value: Rider | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeRider(to, value)
}

const writeTurnReceived = (to: Writer, value: TurnReceived): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeBoolean(to, value.solo)
  writeString(to, value.channel)
  writeNullOrString(to, value.userId === undefined ? null : value.userId)
  writeString(to, value.asker)
  writeNullOrString(to, value.scene === undefined ? null : value.scene)
  writeString(to, value.message)
  writeString(to, value.model)
  writeNullOrDouble(to, value.temperature === undefined ? null : value.temperature)
  writeNullOrInt(to, value.maxTokens === undefined ? null : value.maxTokens)
  writeNullOrString(to, value.systemPrompt === undefined ? null : value.systemPrompt)
  writeArrayOfMessage(to, value.history === undefined ? [] : value.history)
  writeNullOrString(to, value.tools === undefined ? null : value.tools)
  writeNullOrString(to, value.responseFormat === undefined ? null : value.responseFormat)
  writeInt(to, value.choices === undefined ? 1 : value.choices)
  writeNullOrDouble(to, value.minSimilarity === undefined ? null : value.minSimilarity)
  writeNullOrString(to, value.requestId === undefined ? null : value.requestId)
  writeNullOrRider(to, value.rider === undefined ? null : value.rider)
  writeNullOrString(to, value.task === undefined ? null : value.task)
  writeNullOrLong(to, value.announced === undefined ? null : value.announced)
}

const writeConfigurationApplied = (to: Writer, value: ConfigurationApplied): void => {
  writeString(to, value.configuration)
  writeString(to, value.hash)
  writeString(to, value.by)
}

const writeDriftMeasured = (to: Writer, value: DriftMeasured): void => {
  writeString(to, value.tier)
  writeString(to, value.router)
  writeInt(to, value.judged)
  writeInt(to, value.misrouted)
  writeBoolean(to, value.alarm)
  writeViews(to, value.views)
}

const writeOptionSet = (to: Writer, value: OptionSet): void => {
  writeString(to, value.path)
  writeString(to, value.value)
}

const writeArrayOfOptionSet = (to: Writer, items: readonly OptionSet[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeOptionSet(to, item)
  writeCount(to, 0)
}

const writeExperimentArm = (to: Writer, value: ExperimentArm): void => {
  writeString(to, value.name)
  writeArrayOfOptionSet(to, value.set)
}

const writeArrayOfExperimentArm = (to: Writer, items: readonly ExperimentArm[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeExperimentArm(to, item)
  writeCount(to, 0)
}

const writeArmGuard = (to: Writer, value: ArmGuard): void => {
  writeString(to, value.metric)
  writeDouble(to, value.worseBy)
}

const writeArrayOfArmGuard = (to: Writer, items: readonly ArmGuard[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeArmGuard(to, item)
  writeCount(to, 0)
}

const writeExperimentStarted = (to: Writer, value: ExperimentStarted): void => {
  writeString(to, value.name)
  writeDouble(to, value.share)
  writeArrayOfExperimentArm(to, value.arms)
  writeArrayOfArmGuard(to, value.guards)
  writeString(to, value.by)
  writeNullOrString(to, value.reason === undefined ? null : value.reason)
}

const writeNullOrViews = (to: Writer, value: Views | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeViews(to, value)
}

const writeExperimentStopped = (to: Writer, value: ExperimentStopped): void => {
  writeString(to, value.name)
  writeNullOrString(to, value.arm === undefined ? null : value.arm)
  writeString(to, value.by)
  writeNullOrString(to, value.reason === undefined ? null : value.reason)
  writeNullOrViews(to, value.views === undefined ? null : value.views)
}

const writeLoadMeasured = (to: Writer, value: LoadMeasured): void => {
  writeDouble(to, value.turnsPerSecond)
  writeInt(to, value.inFlight)
  writeInt(to, value.windowMs)
}

const writePoolHealthChanged = (to: Writer, value: PoolHealthChanged): void => {
  writeString(to, value.pool)
  writeString(to, value.state)
  writeString(to, value.reason)
}

const writeRouterDecided = (to: Writer, value: RouterDecided): void => {
  writeString(to, value.proposalId)
  writeString(to, value.decision)
  writeString(to, value.by)
  writeNullOrString(to, value.reason === undefined ? null : value.reason)
}

const writeFeatureWeight = (to: Writer, value: FeatureWeight): void => {
  writeString(to, value.feature)
  writeDouble(to, value.from)
  writeDouble(to, value.full)
  writeDouble(to, value.weight)
}

const writeArrayOfFeatureWeight = (to: Writer, items: readonly FeatureWeight[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeFeatureWeight(to, item)
  writeCount(to, 0)
}

const writeRouterFigures = (to: Writer, value: RouterFigures): void => {
  writeDouble(to, value.small)
  writeDouble(to, value.medium)
  writeDouble(to, value.large)
  writeDouble(to, value.tooLow)
  writeDouble(to, value.tooHigh)
  writeNullOrDouble(to, value.costPicoUsd === undefined ? null : value.costPicoUsd)
}

const writeOffsetRange = (to: Writer, value: OffsetRange): void => {
  writeString(to, value.topic)
  writeInt(to, value.partition)
  writeLong(to, value.from)
  writeLong(to, value.to)
}

const writeArrayOfOffsetRange = (to: Writer, items: readonly OffsetRange[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeOffsetRange(to, item)
  writeCount(to, 0)
}

const writeRouterProposed = (to: Writer, value: RouterProposed): void => {
  writeString(to, value.proposalId)
  writeString(to, value.kind)
  writeString(to, value.base)
  writeDouble(to, value.intercept)
  writeArrayOfFeatureWeight(to, value.weights)
  writeInt(to, value.judged)
  writeInt(to, value.unhelpful)
  writeInt(to, value.heldOut)
  writeLong(to, value.heldOutFromMs)
  writeRouterFigures(to, value.before)
  writeRouterFigures(to, value.after)
  writeArrayOfOffsetRange(to, value.madeOf)
}

const writeTrustSteered = (to: Writer, value: TrustSteered): void => {
  writeString(to, value.tenant)
  writeString(to, value.scope)
  writeDouble(to, value.leastConfidence)
  writeDouble(to, value.leastByWording === undefined ? 1 : value.leastByWording)
  writeBoolean(to, value.apart)
  writeDouble(to, value.learnedEveryMs === undefined ? 0 : value.learnedEveryMs)
  writeDouble(to, value.meanDoubt)
  writeDouble(to, value.maxFalseRate)
  writeInt(to, value.learned === undefined ? 0 : value.learned)
  writeDouble(to, value.served)
  writeDouble(to, value.expectedFalse)
  writeInt(to, value.checked)
  writeInt(to, value.wrong)
  writeString(to, value.reason)
  writeViews(to, value.views)
}

const writeChoiceCost = (to: Writer, value: ChoiceCost): void => {
  writeInt(to, value.offered)
  writeBoolean(to, value.chosen)
  writeInt(to, value.tokens)
  writeLong(to, value.costPicoUsd)
  writeInt(to, value.savedTokens)
  writeLong(to, value.savedPicoUsd)
}

const writeNullOrChoiceCost = (to: Writer, value: ChoiceCost | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeChoiceCost(to, value)
}

const writeCheckedHit = (to: Writer, value: CheckedHit): void => {
  writeDouble(to, value.propensity)
  writeUsage(to, value.assumedTokens)
  writeLong(to, value.assumedPicoUsd)
  writeUsage(to, value.freshTokens)
  writeLong(to, value.freshPicoUsd)
}

const writeNullOrCheckedHit = (to: Writer, value: CheckedHit | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeCheckedHit(to, value)
}

const writeLedgerLine = (to: Writer, value: LedgerLine): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.scene)
  writeString(to, value.day)
  writeString(to, value.source)
  writeNullOrString(to, value.tier === undefined ? null : value.tier)
  writeString(to, value.pool)
  writeString(to, value.model)
  writeUsage(to, value.usage)
  writeInt(to, value.calls)
  writeLong(to, value.costPicoUsd)
  writeString(to, value.baselineModel)
  writeUsage(to, value.baselineTokens)
  writeLong(to, value.baselinePicoUsd)
  writeNullOrDouble(to, value.embedMs === undefined ? null : value.embedMs)
  writeDouble(to, value.latencyMs)
  writeNullOrString(to, value.degraded === undefined ? null : value.degraded)
  writeLong(to, value.atMs)
  writeViews(to, value.views)
  writeNullOrChoiceCost(to, value.choice === undefined ? null : value.choice)
  writeNullOrRouterCall(to, value.routing === undefined ? null : value.routing)
  writeString(to, value.purpose === undefined ? 'answer' : value.purpose)
  writeNullOrCheckedHit(to, value.checked === undefined ? null : value.checked)
}

const writeMapOfString = (to: Writer, items: Readonly<Record<string, string>>): void => {
  if (typeof items !== 'object' || items === null || Array.isArray(items)) throw new Error('not a map')
  const keys = Object.keys(items)
  if (keys.length > 0) writeCount(to, keys.length)
  for (const key of keys) {
    writeString(to, key)
    writeString(to, items[key]!)
  }
  writeCount(to, 0)
}

const writeDeadLettered = (to: Writer, value: DeadLettered): void => {
  writeString(to, value.topic)
  writeInt(to, value.partition)
  writeLong(to, value.offset)
  writeNullOrBytes(to, value.key === undefined ? null : value.key)
  writeNullOrBytes(to, value.value === undefined ? null : value.value)
  writeMapOfString(to, value.headers)
  writeString(to, value.processor)
  writeString(to, value.code)
  writeString(to, value.message)
}

const writeDocumentSubmitted = (to: Writer, value: DocumentSubmitted): void => {
  writeString(to, value.taskId)
  writeString(to, value.tenant)
  writeInt(to, value.number)
  writeInt(to, value.of)
  writeString(to, value.documentId)
  writeString(to, value.title)
  writeString(to, value.scene)
  writeNullOrString(to, value.text)
  writeString(to, value.by)
}

const writeArmFigure = (to: Writer, value: ArmFigure): void => {
  writeString(to, value.metric)
  writeDouble(to, value.mean)
  writeNullOrDouble(to, value.error === undefined ? null : value.error)
}

const writeArrayOfArmFigure = (to: Writer, items: readonly ArmFigure[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeArmFigure(to, item)
  writeCount(to, 0)
}

const writeMeasuredArm = (to: Writer, value: MeasuredArm): void => {
  writeString(to, value.arm)
  writeInt(to, value.conversations)
  writeInt(to, value.turns)
  writeArrayOfArmFigure(to, value.figures)
}

const writeArrayOfMeasuredArm = (to: Writer, items: readonly MeasuredArm[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeMeasuredArm(to, item)
  writeCount(to, 0)
}

const writeArmsMeasured = (to: Writer, value: ArmsMeasured): void => {
  writeString(to, value.experiment)
  writeArrayOfMeasuredArm(to, value.arms)
}

const writeArrayOfInt = (to: Writer, items: readonly number[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeInt(to, item)
  writeCount(to, 0)
}

const writeArrayOfLong = (to: Writer, items: readonly number[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeLong(to, item)
  writeCount(to, 0)
}

const writeConfidenceMeasured = (to: Writer, value: ConfidenceMeasured): void => {
  writeString(to, value.tenant)
  writeString(to, value.scope)
  writeLong(to, value.fromMs)
  writeLong(to, value.toMs)
  writeInt(to, value.misses)
  writeArrayOfInt(to, value.wishes)
  writeArrayOfInt(to, value.served)
  writeArrayOfLong(to, value.nearestStoredMs)
  writeDouble(to, value.maxFalseRate)
  writeViews(to, value.views)
}

const writeNullOrBoolean = (to: Writer, value: boolean | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) writeBoolean(to, value)
}

const writeFeedbackGiven = (to: Writer, value: FeedbackGiven): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeNullOrBoolean(to, value.helpful === undefined ? null : value.helpful)
  writeNullOrInt(to, value.rating === undefined ? null : value.rating)
  writeNullOrString(to, value.comment === undefined ? null : value.comment)
  writeString(to, value.by)
}

const writeHitChecked = (to: Writer, value: HitChecked): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.scope)
  writeString(to, value.entryId)
  writeBoolean(to, value.isRight)
  writeString(to, value.method)
  writeDouble(to, value.propensity)
  writeDouble(to, value.confidence)
  writeViews(to, value.views)
}

const writeRouteJudged = (to: Writer, value: RouteJudged): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.scene)
  writeString(to, value.tier)
  writeString(to, value.router)
  writeString(to, value.verdict)
  writeBoolean(to, value.misrouted)
  writeString(to, value.model)
  writeDouble(to, value.propensity)
  writeViews(to, value.views)
}

const writeVerdictGiven = (to: Writer, value: VerdictGiven): void => {
  writeString(to, value.reviewId)
  writeNullOrString(to, value.turnId === undefined ? null : value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.verdict)
  writeNullOrString(to, value.answer === undefined ? null : value.answer)
  writeBoolean(to, value.block === undefined ? false : value.block)
  writeNullOrString(to, value.reason === undefined ? null : value.reason)
  writeString(to, value.by)
  writeLong(to, value.policyEpoch)
  writeNullOrString(to, value.along === undefined ? null : value.along)
}

const writePassagesRemoved = (to: Writer, value: PassagesRemoved): void => {
  writeString(to, value.documentId)
  writeString(to, value.tenant)
  writeLong(to, value.revision)
}

const writeDocumentPassage = (to: Writer, value: DocumentPassage): void => {
  writeString(to, value.heading)
  writeString(to, value.text)
  writeNullOrBytes(to, value.vector)
}

const writeArrayOfDocumentPassage = (to: Writer, items: readonly DocumentPassage[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) writeDocumentPassage(to, item)
  writeCount(to, 0)
}

const writePassagesWritten = (to: Writer, value: PassagesWritten): void => {
  writeString(to, value.documentId)
  writeString(to, value.tenant)
  writeLong(to, value.revision)
  writeString(to, value.contentHash)
  writeString(to, value.title)
  writeString(to, value.scene)
  writeString(to, value.embeddingModel)
  writeArrayOfDocumentPassage(to, value.passages)
}

const writePolicyAnnounced = (to: Writer, value: PolicyAnnounced): void => {
  writeString(to, value.version)
  writeNullOrString(to, value.tenant === undefined ? null : value.tenant)
  writeNullOrString(to, value.scene === undefined ? null : value.scene)
  writeArrayOfString(to, value.keywords === undefined ? [] : value.keywords)
  writeArrayOfString(to, value.products === undefined ? [] : value.products)
  writeArrayOfString(to, value.entries === undefined ? [] : value.entries)
  writeNullOrString(to, value.beforeVersion === undefined ? null : value.beforeVersion)
  writeNullOrDouble(to, value.sharePerDay === undefined ? null : value.sharePerDay)
  writeInt(to, value.prewarm === undefined ? 0 : value.prewarm)
  writeString(to, value.reason)
  writeString(to, value.by)
  writeArrayOfString(to, value.sources === undefined ? [] : value.sources)
}

const writePolicyChanged = (to: Writer, value: PolicyChanged): void => {
  writeString(to, value.version)
  writeNullOrString(to, value.tenant === undefined ? null : value.tenant)
  writeNullOrString(to, value.scene === undefined ? null : value.scene)
  writeArrayOfString(to, value.keywords === undefined ? [] : value.keywords)
  writeArrayOfString(to, value.products === undefined ? [] : value.products)
  writeArrayOfString(to, value.entries === undefined ? [] : value.entries)
  writeNullOrString(to, value.beforeVersion === undefined ? null : value.beforeVersion)
  writeNullOrDouble(to, value.sharePerDay === undefined ? null : value.sharePerDay)
  writeInt(to, value.prewarm === undefined ? 0 : value.prewarm)
  writeString(to, value.reason)
  writeString(to, value.by)
  writeNullOrLong(to, value.announced === undefined ? null : value.announced)
  writeArrayOfString(to, value.sources === undefined ? [] : value.sources)
  writeNullOrLong(to, value.revision === undefined ? null : value.revision)
}

const writeReviewDecided = (to: Writer, value: ReviewDecided): void => {
  writeString(to, value.reviewId)
  writeNullOrString(to, value.entryId === undefined ? null : value.entryId)
  writeString(to, value.verdict)
  writeNullOrString(to, value.answer === undefined ? null : value.answer)
  writeString(to, value.by)
  writeBoolean(to, value.block === undefined ? false : value.block)
  writeNullOrString(to, value.reason === undefined ? null : value.reason)
  writeNullOrString(to, value.along === undefined ? null : value.along)
}

const writeReviewOpened = (to: Writer, value: ReviewOpened): void => {
  writeString(to, value.reviewId)
  writeNullOrString(to, value.turnId === undefined ? null : value.turnId)
  writeNullOrString(to, value.entryId === undefined ? null : value.entryId)
  writeString(to, value.tenant)
  writeString(to, value.reason)
  writeNullOrString(to, value.comment === undefined ? null : value.comment)
}

const writeAnswerCurated = (to: Writer, value: AnswerCurated): void => {
  writeString(to, value.taskId)
  writeString(to, value.tenant)
  writeInt(to, value.number)
  writeInt(to, value.of)
  writeNullOrString(to, value.scene === undefined ? null : value.scene)
  writeNullOrString(to, value.language === undefined ? null : value.language)
  writeString(to, value.question)
  writeString(to, value.answer)
  writeArrayOfString(to, value.products === undefined ? [] : value.products)
  writeLong(to, value.policyEpoch)
}

const writeCheckScheduled = (to: Writer, value: CheckScheduled): void => {
  writeString(to, value.turnId)
  writeString(to, value.sourceTurnId)
  writeDouble(to, value.propensity)
}

const writeJudgementScheduled = (to: Writer, value: JudgementScheduled): void => {
  writeString(to, value.turnId)
  writeString(to, value.sourceTurnId)
  writeDouble(to, value.propensity)
}

const writeQuestionScheduled = (to: Writer, value: QuestionScheduled): void => {
  writeString(to, value.taskId)
  writeNullOrString(to, value.tenant === undefined ? null : value.tenant)
  writeInt(to, value.number)
  writeString(to, value.turnId)
  writeString(to, value.sourceTurnId)
  writeNullOrLong(to, value.epoch === undefined ? null : value.epoch)
}

const writeQuestionSettled = (to: Writer, value: QuestionSettled): void => {
  writeString(to, value.taskId)
  writeString(to, value.turnId)
  writeLong(to, value.costPicoUsd)
  writeBoolean(to, value.learnable)
}

const writeQuestionsPlanned = (to: Writer, value: QuestionsPlanned): void => {
  writeString(to, value.taskId)
  writeNullOrString(to, value.tenant === undefined ? null : value.tenant)
  writeString(to, value.kind)
  writeNullOrLong(to, value.epoch === undefined ? null : value.epoch)
  writeInt(to, value.part)
  writeInt(to, value.of)
  writeArrayOfString(to, value.turns)
  writeNullOrLong(to, value.budgetPicoUsd === undefined ? null : value.budgetPicoUsd)
  writeLong(to, value.deadlineMs)
  writeInt(to, value.concurrency)
  writeViews(to, value.views)
}

const writeSummaryScheduled = (to: Writer, value: SummaryScheduled): void => {
  writeString(to, value.turnId)
  writeString(to, value.tenant)
  writeString(to, value.conversationId)
  writeString(to, value.sourceTurnId)
  writeInt(to, value.attempt)
  writeInt(to, value.turns)
  writeString(to, value.digest)
  writeString(to, value.text)
  writeInt(to, value.maxTokens)
}

const writeTaskChanged = (to: Writer, value: TaskChanged): void => {
  writeString(to, value.taskId)
  writeString(to, value.tenant)
  writeString(to, value.kind)
  writeString(to, value.state)
  writeLong(to, value.done)
  writeNullOrLong(to, value.total === undefined ? null : value.total)
  writeNullOrString(to, value.detail === undefined ? null : value.detail)
}

const writeTaskTimedOut = (to: Writer, value: TaskTimedOut): void => {
  writeString(to, value.taskId)
}

/** Appends the Avro bytes of an event. Throws where its data does not fit the schema. */
export const encoders: { readonly [T in EventType]: (to: Writer, data: EventData[T]) => void } = {
  EntryEvicted: writeEntryEvicted,
  EntryInvalidated: writeEntryInvalidated,
  EntryPrepared: writeEntryPrepared,
  EntryPromoted: writeEntryPromoted,
  EntryProposed: writeEntryProposed,
  EntryReleased: writeEntryReleased,
  EntryRestored: writeEntryRestored,
  EntryReviewed: writeEntryReviewed,
  EntryStored: writeEntryStored,
  EntrySwept: writeEntrySwept,
  EntryUsed: writeEntryUsed,
  TurnAnswered: writeTurnAnswered,
  TurnEnriched: writeTurnEnriched,
  TurnExposed: writeTurnExposed,
  InferenceCompleted: writeInferenceCompleted,
  InferenceFailed: writeInferenceFailed,
  InferenceRequested: writeInferenceRequested,
  PromptBuilt: writePromptBuilt,
  SummaryMade: writeSummaryMade,
  TurnQueued: writeTurnQueued,
  TurnSettled: writeTurnSettled,
  TurnResolved: writeTurnResolved,
  TurnRouted: writeTurnRouted,
  TurnReceived: writeTurnReceived,
  ConfigurationApplied: writeConfigurationApplied,
  DriftMeasured: writeDriftMeasured,
  ExperimentStarted: writeExperimentStarted,
  ExperimentStopped: writeExperimentStopped,
  LoadMeasured: writeLoadMeasured,
  PoolHealthChanged: writePoolHealthChanged,
  RouterDecided: writeRouterDecided,
  RouterProposed: writeRouterProposed,
  TrustSteered: writeTrustSteered,
  LedgerLine: writeLedgerLine,
  DeadLettered: writeDeadLettered,
  DocumentSubmitted: writeDocumentSubmitted,
  ArmsMeasured: writeArmsMeasured,
  ConfidenceMeasured: writeConfidenceMeasured,
  FeedbackGiven: writeFeedbackGiven,
  HitChecked: writeHitChecked,
  RouteJudged: writeRouteJudged,
  VerdictGiven: writeVerdictGiven,
  PassagesRemoved: writePassagesRemoved,
  PassagesWritten: writePassagesWritten,
  PolicyAnnounced: writePolicyAnnounced,
  PolicyChanged: writePolicyChanged,
  ReviewDecided: writeReviewDecided,
  ReviewOpened: writeReviewOpened,
  AnswerCurated: writeAnswerCurated,
  CheckScheduled: writeCheckScheduled,
  JudgementScheduled: writeJudgementScheduled,
  QuestionScheduled: writeQuestionScheduled,
  QuestionSettled: writeQuestionSettled,
  QuestionsPlanned: writeQuestionsPlanned,
  SummaryScheduled: writeSummaryScheduled,
  TaskChanged: writeTaskChanged,
  TaskTimedOut: writeTaskTimedOut,
}

/** Ids of the schemas that the encoders write, as embedded. */
export const schemaIds: Readonly<Record<EventType, number>> = {
  EntryEvicted: 32,
  EntryInvalidated: 2,
  EntryPrepared: 46,
  EntryPromoted: 33,
  EntryProposed: 66,
  EntryReleased: 47,
  EntryRestored: 37,
  EntryReviewed: 38,
  EntryStored: 67,
  EntrySwept: 44,
  EntryUsed: 35,
  TurnAnswered: 55,
  TurnEnriched: 8,
  TurnExposed: 99,
  InferenceCompleted: 56,
  InferenceFailed: 96,
  InferenceRequested: 97,
  PromptBuilt: 94,
  SummaryMade: 91,
  TurnQueued: 95,
  TurnSettled: 14,
  TurnResolved: 79,
  TurnRouted: 88,
  TurnReceived: 80,
  ConfigurationApplied: 18,
  DriftMeasured: 74,
  ExperimentStarted: 100,
  ExperimentStopped: 101,
  LoadMeasured: 19,
  PoolHealthChanged: 20,
  RouterDecided: 86,
  RouterProposed: 87,
  TrustSteered: 71,
  LedgerLine: 98,
  DeadLettered: 22,
  DocumentSubmitted: 81,
  ArmsMeasured: 102,
  ConfidenceMeasured: 63,
  FeedbackGiven: 23,
  HitChecked: 64,
  RouteJudged: 75,
  VerdictGiven: 42,
  PassagesRemoved: 82,
  PassagesWritten: 83,
  PolicyAnnounced: 84,
  PolicyChanged: 85,
  ReviewDecided: 43,
  ReviewOpened: 26,
  AnswerCurated: 45,
  CheckScheduled: 65,
  JudgementScheduled: 76,
  QuestionScheduled: 50,
  QuestionSettled: 51,
  QuestionsPlanned: 52,
  SummaryScheduled: 92,
  TaskChanged: 27,
  TaskTimedOut: 53,
}
