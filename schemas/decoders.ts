// Written by `npm run schemas` from schemas/avro. Do not edit.

import {
  type Reader,
  readBoolean,
  readBranch,
  readBytes,
  readCount,
  readDouble,
  readInt,
  readLong,
  readString,
} from './binary/reader.ts'
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

const readNullOrLong = (from: Reader): number | null => (readBranch(from) === 0 ? null : readLong(from))

const readViews = (from: Reader): Views => ({
  policyEpoch: readLong(from),
  controlVersion: readLong(from),
})

const readEntryEvicted = (from: Reader): EntryEvicted => ({
  entryId: readString(from),
  reason: readString(from),
  storedAtMs: readNullOrLong(from),
  views: readViews(from),
})

const readEntryInvalidated = (from: Reader): EntryInvalidated => ({
  entryId: readString(from),
  reason: readString(from),
  by: readString(from),
  policyEpoch: readLong(from),
  review: readBoolean(from),
  views: readViews(from),
})

const readEntryPrepared = (from: Reader): EntryPrepared => ({
  entryId: readString(from),
  awaits: readLong(from),
  proposal: readString(from),
  views: readViews(from),
})

const readEntryPromoted = (from: Reader): EntryPromoted => ({
  entryId: readString(from),
  layer: readString(from),
  hits: readLong(from),
  untilMs: readLong(from),
  views: readViews(from),
})

const readArrayOfString = (from: Reader): string[] => {
  const items: string[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readString(from))
  }
  return items
}

const readSlot = (from: Reader): Slot => ({
  kind: readString(from),
  value: readString(from),
  text: readString(from),
})

const readArrayOfSlot = (from: Reader): Slot[] => {
  const items: Slot[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readSlot(from))
  }
  return items
}

const readNullOrBytes = (from: Reader): Buffer | null => (readBranch(from) === 0 ? null : readBytes(from))

const readNullOrString = (from: Reader): string | null => (readBranch(from) === 0 ? null : readString(from))

const readEntryProposed = (from: Reader): EntryProposed => ({
  entryId: readString(from),
  exactKey: readString(from),
  tenant: readString(from),
  scene: readString(from),
  scenes: readArrayOfString(from),
  language: readString(from),
  identity: readString(from),
  question: readString(from),
  slots: readArrayOfSlot(from),
  vector: readNullOrBytes(from),
  embeddingModel: readString(from),
  answer: readString(from),
  answerHash: readString(from),
  sources: readArrayOfString(from),
  model: readString(from),
  pool: readString(from),
  promptTokens: readLong(from),
  completionTokens: readLong(from),
  counted: readBoolean(from),
  degraded: readNullOrString(from),
  products: readArrayOfString(from),
  version: readString(from),
  policyEpoch: readLong(from),
  origin: readString(from),
  turnId: readNullOrString(from),
  asker: readString(from),
  shareable: readBoolean(from),
  views: readViews(from),
  answerGroup: readString(from),
  awaits: readNullOrLong(from),
  notAfterMs: readNullOrLong(from),
  answerVector: readNullOrBytes(from),
})

const readEntryReleased = (from: Reader): EntryReleased => ({
  entryId: readString(from),
  policyEpoch: readLong(from),
  proposal: readString(from),
  views: readViews(from),
})

const readEntryRestored = (from: Reader): EntryRestored => ({
  entryId: readString(from),
  by: readString(from),
  answer: readNullOrString(from),
  policyEpoch: readLong(from),
  verdict: readString(from),
  stored: readNullOrString(from),
  proposed: readNullOrString(from),
})

const readEntryReviewed = (from: Reader): EntryReviewed => ({
  entryId: readString(from),
  reviewId: readString(from),
  verdict: readString(from),
  answer: readNullOrString(from),
  block: readBoolean(from),
  proposed: readNullOrString(from),
  policyEpoch: readLong(from),
})

const readEntryStored = (from: Reader): EntryStored => ({
  entryId: readString(from),
  exactKey: readString(from),
  tenant: readString(from),
  scene: readString(from),
  scenes: readArrayOfString(from),
  language: readString(from),
  identity: readString(from),
  question: readString(from),
  slots: readArrayOfSlot(from),
  vector: readNullOrBytes(from),
  embeddingModel: readString(from),
  answer: readString(from),
  answerHash: readString(from),
  sources: readArrayOfString(from),
  model: readString(from),
  pool: readString(from),
  promptTokens: readLong(from),
  completionTokens: readLong(from),
  counted: readBoolean(from),
  degraded: readNullOrString(from),
  products: readArrayOfString(from),
  version: readString(from),
  policyEpoch: readLong(from),
  origin: readString(from),
  turnId: readNullOrString(from),
  askers: readArrayOfString(from),
  shared: readBoolean(from),
  storedAtMs: readLong(from),
  expiresAtMs: readLong(from),
  exactExpiresAtMs: readLong(from),
  views: readViews(from),
  answerGroup: readString(from),
  answerVector: readNullOrBytes(from),
})

const readEntrySwept = (from: Reader): EntrySwept => ({
  entryId: readString(from),
  unusedSinceMs: readNullOrLong(from),
})

const readEntryUsed = (from: Reader): EntryUsed => ({
  entryId: readString(from),
  hits: readLong(from),
})

const readNullOrDouble = (from: Reader): number | null => (readBranch(from) === 0 ? null : readDouble(from))

const readUsage = (from: Reader): Usage => ({
  promptTokens: readLong(from),
  completionTokens: readLong(from),
  cachedTokens: readLong(from),
  counted: readBoolean(from),
})

const readNullOrUsage = (from: Reader): Usage | null => (readBranch(from) === 0 ? null : readUsage(from))

const readChoice = (from: Reader): Choice => ({
  offered: readInt(from),
  tokens: readInt(from),
  entryId: readNullOrString(from),
})

const readNullOrChoice = (from: Reader): Choice | null => (readBranch(from) === 0 ? null : readChoice(from))

const readTurnAnswered = (from: Reader): TurnAnswered => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  source: readString(from),
  text: readString(from),
  answerHash: readString(from),
  entryId: readNullOrString(from),
  similarity: readNullOrDouble(from),
  callId: readNullOrString(from),
  promptId: readNullOrString(from),
  model: readString(from),
  pool: readString(from),
  tier: readNullOrString(from),
  sources: readArrayOfString(from),
  usage: readUsage(from),
  costPicoUsd: readLong(from),
  reusedUsage: readNullOrUsage(from),
  finishReason: readString(from),
  toolCalls: readNullOrString(from),
  reasoning: readNullOrString(from),
  degraded: readNullOrString(from),
  learnable: readBoolean(from),
  calls: readInt(from),
  scene: readString(from),
  message: readString(from),
  receivedAtMs: readLong(from),
  latencyMs: readDouble(from),
  views: readViews(from),
  choice: readNullOrChoice(from),
})

const readEnrichment = (from: Reader): Enrichment => ({
  normalised: readString(from),
  textHash: readString(from),
  vector: readNullOrBytes(from),
  embeddingModel: readString(from),
  tokens: readInt(from),
  slots: readArrayOfSlot(from),
  language: readString(from),
  scene: readString(from),
  standsAlone: readBoolean(from),
  flags: readArrayOfString(from),
})

const readTurnEnriched = (from: Reader): TurnEnriched => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  enrichment: readEnrichment(from),
  views: readViews(from),
})

const readTurnExposed = (from: Reader): TurnExposed => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  experiment: readString(from),
  arm: readString(from),
  views: readViews(from),
})

const readInferenceCompleted = (from: Reader): InferenceCompleted => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  callId: readString(from),
  pool: readString(from),
  model: readString(from),
  text: readString(from),
  finishReason: readString(from),
  toolCalls: readNullOrString(from),
  reasoning: readNullOrString(from),
  sources: readArrayOfString(from),
  usage: readUsage(from),
  firstTokenMs: readNullOrDouble(from),
  durationMs: readDouble(from),
  joined: readNullOrString(from),
  ambiguous: readBoolean(from),
  chosen: readNullOrString(from),
})

const readInferenceFailed = (from: Reader): InferenceFailed => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  callId: readString(from),
  pool: readString(from),
  model: readString(from),
  code: readString(from),
  message: readString(from),
  retriable: readBoolean(from),
  partialText: readNullOrString(from),
  usage: readUsage(from),
  durationMs: readDouble(from),
  ambiguous: readBoolean(from),
  againAtMs: readNullOrLong(from),
  retryPool: readNullOrString(from),
})

const readInferenceRequested = (from: Reader): InferenceRequested => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  callId: readString(from),
  attempt: readInt(from),
  promptId: readString(from),
  routeId: readString(from),
  pool: readString(from),
  model: readString(from),
  remaining: readArrayOfString(from),
  tier: readString(from),
  maxTokens: readInt(from),
  timeoutMs: readInt(from),
  flightKey: readNullOrString(from),
  scene: readString(from),
  views: readViews(from),
  offers: readBoolean(from),
  notBeforeMs: readNullOrLong(from),
})

const readMessage = (from: Reader): Message => ({
  role: readString(from),
  content: readString(from),
})

const readArrayOfMessage = (from: Reader): Message[] => {
  const items: Message[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readMessage(from))
  }
  return items
}

const readNullOrInt = (from: Reader): number | null => (readBranch(from) === 0 ? null : readInt(from))

const readPassage = (from: Reader): Passage => ({
  id: readString(from),
  scene: readString(from),
  version: readString(from),
  score: readDouble(from),
  text: readString(from),
})

const readArrayOfPassage = (from: Reader): Passage[] => {
  const items: Passage[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readPassage(from))
  }
  return items
}

const readLookup = (from: Reader): Lookup => ({
  id: readString(from),
  entity: readString(from),
  store: readString(from),
  query: readString(from),
  parameters: readString(from),
  rows: readArrayOfString(from),
  outcome: readString(from),
  owned: readBoolean(from),
  atMs: readNullOrLong(from),
  asker: readString(from),
})

const readArrayOfLookup = (from: Reader): Lookup[] => {
  const items: Lookup[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readLookup(from))
  }
  return items
}

const readPendingTurn = (from: Reader): PendingTurn => ({
  message: readString(from),
  receivedAtMs: readLong(from),
  scene: readString(from),
  language: readString(from),
  model: readString(from),
  systemPrompt: readNullOrString(from),
  history: readArrayOfMessage(from),
  temperature: readNullOrDouble(from),
  maxTokens: readNullOrInt(from),
  tools: readNullOrString(from),
  responseFormat: readNullOrString(from),
  flags: readArrayOfString(from),
  slots: readArrayOfSlot(from),
  standsAlone: readBoolean(from),
  identity: readString(from),
  textHash: readString(from),
  passages: readArrayOfPassage(from),
  lookups: readArrayOfLookup(from),
  grounding: readString(from),
})

const readOffer = (from: Reader): Offer => ({
  entryId: readString(from),
  answerHash: readString(from),
  similarity: readDouble(from),
  text: readString(from),
  sources: readArrayOfString(from),
})

const readArrayOfOffer = (from: Reader): Offer[] => {
  const items: Offer[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readOffer(from))
  }
  return items
}

const readPromptBuilt = (from: Reader): PromptBuilt => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  pending: readPendingTurn(from),
  messages: readArrayOfMessage(from),
  templateVersion: readString(from),
  compression: readString(from),
  attempts: readInt(from),
  required: readArrayOfString(from),
  kept: readArrayOfString(from),
  historyTurns: readInt(from),
  tokensBefore: readInt(from),
  tokensAfter: readInt(from),
  maxTokens: readInt(from),
  views: readViews(from),
  offers: readArrayOfOffer(from),
  offersVersion: readString(from),
  offerTokens: readInt(from),
  summaryId: readNullOrString(from),
})

const readSummaryLine = (from: Reader): SummaryLine => ({
  role: readString(from),
  text: readString(from),
})

const readArrayOfSummaryLine = (from: Reader): SummaryLine[] => {
  const items: SummaryLine[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readSummaryLine(from))
  }
  return items
}

const readSummaryMade = (from: Reader): SummaryMade => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  sourceTurnId: readString(from),
  attempt: readInt(from),
  turns: readInt(from),
  digest: readString(from),
  outcome: readString(from),
  lines: readArrayOfSummaryLine(from),
  missing: readArrayOfString(from),
  invented: readArrayOfString(from),
  tokensBefore: readInt(from),
  tokensAfter: readInt(from),
  views: readViews(from),
})

const readTurnQueued = (from: Reader): TurnQueued => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  pending: readPendingTurn(from),
  behind: readString(from),
})

const readHistoryTurn = (from: Reader): HistoryTurn => ({
  turnId: readString(from),
  receivedAtMs: readLong(from),
  user: readString(from),
  assistant: readString(from),
})

const readTurnSettled = (from: Reader): TurnSettled => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  entry: readHistoryTurn(from),
  outstanding: readBoolean(from),
})

const readCandidate = (from: Reader): Candidate => ({
  entryId: readString(from),
  layer: readString(from),
  similarity: readDouble(from),
  question: readString(from),
  slots: readArrayOfSlot(from),
  answerHash: readString(from),
  tenant: readString(from),
  scene: readString(from),
  scenes: readArrayOfString(from),
  language: readString(from),
  identity: readString(from),
  embeddingModel: readString(from),
  policyEpoch: readLong(from),
  version: readString(from),
  products: readArrayOfString(from),
  keywords: readString(from),
  shared: readBoolean(from),
  askers: readArrayOfString(from),
  storedAtMs: readLong(from),
  expiresAtMs: readLong(from),
  answerGroup: readString(from),
  answerSimilarity: readNullOrDouble(from),
  sources: readArrayOfString(from),
})

const readArrayOfCandidate = (from: Reader): Candidate[] => {
  const items: Candidate[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readCandidate(from))
  }
  return items
}

const readGuardVerdict = (from: Reader): GuardVerdict => ({
  guard: readString(from),
  entryId: readString(from),
  verdict: readString(from),
  detail: readNullOrString(from),
})

const readArrayOfGuardVerdict = (from: Reader): GuardVerdict[] => {
  const items: GuardVerdict[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readGuardVerdict(from))
  }
  return items
}

const readTimings = (from: Reader): Timings => ({
  enrichMs: readNullOrDouble(from),
  embedMs: readNullOrDouble(from),
  exactMs: readNullOrDouble(from),
  semanticMs: readNullOrDouble(from),
})

const readResolution = (from: Reader): Resolution => ({
  outcome: readString(from),
  reason: readString(from),
  detail: readNullOrString(from),
  entryId: readNullOrString(from),
  similarity: readNullOrDouble(from),
  threshold: readDouble(from),
  identity: readString(from),
  exactKey: readString(from),
  candidates: readArrayOfCandidate(from),
  guards: readArrayOfGuardVerdict(from),
  mode: readString(from),
  timings: readTimings(from),
  views: readViews(from),
  confidence: readNullOrDouble(from),
  check: readNullOrDouble(from),
})

const readTurnResolved = (from: Reader): TurnResolved => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  resolution: readResolution(from),
})

const readMapOfDouble = (from: Reader): Record<string, number> => {
  const items: Record<string, number> = {}
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) {
      const key = readString(from)
      items[key] = readDouble(from)
    }
  }
  return items
}

const readRouterCall = (from: Reader): RouterCall => ({
  pool: readString(from),
  model: readString(from),
  usage: readUsage(from),
  costPicoUsd: readLong(from),
})

const readNullOrRouterCall = (from: Reader): RouterCall | null => (readBranch(from) === 0 ? null : readRouterCall(from))

const readTurnRouted = (from: Reader): TurnRouted => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  promptId: readString(from),
  router: readString(from),
  score: readDouble(from),
  confidence: readDouble(from),
  features: readMapOfDouble(from),
  tier: readString(from),
  pools: readArrayOfString(from),
  model: readNullOrString(from),
  reason: readString(from),
  propensity: readDouble(from),
  promptTokens: readInt(from),
  maxTokens: readInt(from),
  flightKey: readNullOrString(from),
  scene: readString(from),
  views: readViews(from),
  call: readNullOrRouterCall(from),
})

const readServedAnswer = (from: Reader): ServedAnswer => ({
  text: readString(from),
  model: readString(from),
  pool: readString(from),
  sources: readArrayOfString(from),
  promptTokens: readLong(from),
  completionTokens: readLong(from),
  counted: readBoolean(from),
  degraded: readNullOrString(from),
})

const readNullOrServedAnswer = (from: Reader): ServedAnswer | null =>
  readBranch(from) === 0 ? null : readServedAnswer(from)

const readRider = (from: Reader): Rider => ({
  enrichment: readEnrichment(from),
  resolution: readResolution(from),
  served: readNullOrServedAnswer(from),
  latencyMs: readDouble(from),
})

const readNullOrRider = (from: Reader): Rider | null => (readBranch(from) === 0 ? null : readRider(from))

const readTurnReceived = (from: Reader): TurnReceived => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  solo: readBoolean(from),
  channel: readString(from),
  userId: readNullOrString(from),
  asker: readString(from),
  scene: readNullOrString(from),
  message: readString(from),
  model: readString(from),
  temperature: readNullOrDouble(from),
  maxTokens: readNullOrInt(from),
  systemPrompt: readNullOrString(from),
  history: readArrayOfMessage(from),
  tools: readNullOrString(from),
  responseFormat: readNullOrString(from),
  choices: readInt(from),
  minSimilarity: readNullOrDouble(from),
  requestId: readNullOrString(from),
  rider: readNullOrRider(from),
  task: readNullOrString(from),
  announced: readNullOrLong(from),
})

const readConfigurationApplied = (from: Reader): ConfigurationApplied => ({
  configuration: readString(from),
  hash: readString(from),
  by: readString(from),
})

const readDriftMeasured = (from: Reader): DriftMeasured => ({
  tier: readString(from),
  router: readString(from),
  judged: readInt(from),
  misrouted: readInt(from),
  alarm: readBoolean(from),
  views: readViews(from),
})

const readOptionSet = (from: Reader): OptionSet => ({
  path: readString(from),
  value: readString(from),
})

const readArrayOfOptionSet = (from: Reader): OptionSet[] => {
  const items: OptionSet[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readOptionSet(from))
  }
  return items
}

const readExperimentArm = (from: Reader): ExperimentArm => ({
  name: readString(from),
  set: readArrayOfOptionSet(from),
})

const readArrayOfExperimentArm = (from: Reader): ExperimentArm[] => {
  const items: ExperimentArm[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readExperimentArm(from))
  }
  return items
}

const readArmGuard = (from: Reader): ArmGuard => ({
  metric: readString(from),
  worseBy: readDouble(from),
})

const readArrayOfArmGuard = (from: Reader): ArmGuard[] => {
  const items: ArmGuard[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readArmGuard(from))
  }
  return items
}

const readExperimentStarted = (from: Reader): ExperimentStarted => ({
  name: readString(from),
  share: readDouble(from),
  arms: readArrayOfExperimentArm(from),
  guards: readArrayOfArmGuard(from),
  by: readString(from),
  reason: readNullOrString(from),
})

const readNullOrViews = (from: Reader): Views | null => (readBranch(from) === 0 ? null : readViews(from))

const readExperimentStopped = (from: Reader): ExperimentStopped => ({
  name: readString(from),
  arm: readNullOrString(from),
  by: readString(from),
  reason: readNullOrString(from),
  views: readNullOrViews(from),
})

const readLoadMeasured = (from: Reader): LoadMeasured => ({
  turnsPerSecond: readDouble(from),
  inFlight: readInt(from),
  windowMs: readInt(from),
})

const readPoolHealthChanged = (from: Reader): PoolHealthChanged => ({
  pool: readString(from),
  state: readString(from),
  reason: readString(from),
})

const readRouterDecided = (from: Reader): RouterDecided => ({
  proposalId: readString(from),
  decision: readString(from),
  by: readString(from),
  reason: readNullOrString(from),
})

const readFeatureWeight = (from: Reader): FeatureWeight => ({
  feature: readString(from),
  from: readDouble(from),
  full: readDouble(from),
  weight: readDouble(from),
})

const readArrayOfFeatureWeight = (from: Reader): FeatureWeight[] => {
  const items: FeatureWeight[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readFeatureWeight(from))
  }
  return items
}

const readRouterFigures = (from: Reader): RouterFigures => ({
  small: readDouble(from),
  medium: readDouble(from),
  large: readDouble(from),
  tooLow: readDouble(from),
  tooHigh: readDouble(from),
  costPicoUsd: readNullOrDouble(from),
})

const readOffsetRange = (from: Reader): OffsetRange => ({
  topic: readString(from),
  partition: readInt(from),
  from: readLong(from),
  to: readLong(from),
})

const readArrayOfOffsetRange = (from: Reader): OffsetRange[] => {
  const items: OffsetRange[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readOffsetRange(from))
  }
  return items
}

const readRouterProposed = (from: Reader): RouterProposed => ({
  proposalId: readString(from),
  kind: readString(from),
  base: readString(from),
  intercept: readDouble(from),
  weights: readArrayOfFeatureWeight(from),
  judged: readInt(from),
  unhelpful: readInt(from),
  heldOut: readInt(from),
  heldOutFromMs: readLong(from),
  before: readRouterFigures(from),
  after: readRouterFigures(from),
  madeOf: readArrayOfOffsetRange(from),
})

const readTrustSteered = (from: Reader): TrustSteered => ({
  tenant: readString(from),
  scope: readString(from),
  leastConfidence: readDouble(from),
  leastByWording: readDouble(from),
  apart: readBoolean(from),
  learnedEveryMs: readDouble(from),
  meanDoubt: readDouble(from),
  maxFalseRate: readDouble(from),
  learned: readInt(from),
  served: readDouble(from),
  expectedFalse: readDouble(from),
  checked: readInt(from),
  wrong: readInt(from),
  reason: readString(from),
  views: readViews(from),
})

const readChoiceCost = (from: Reader): ChoiceCost => ({
  offered: readInt(from),
  chosen: readBoolean(from),
  tokens: readInt(from),
  costPicoUsd: readLong(from),
  savedTokens: readInt(from),
  savedPicoUsd: readLong(from),
})

const readNullOrChoiceCost = (from: Reader): ChoiceCost | null => (readBranch(from) === 0 ? null : readChoiceCost(from))

const readCheckedHit = (from: Reader): CheckedHit => ({
  propensity: readDouble(from),
  assumedTokens: readUsage(from),
  assumedPicoUsd: readLong(from),
  freshTokens: readUsage(from),
  freshPicoUsd: readLong(from),
})

const readNullOrCheckedHit = (from: Reader): CheckedHit | null => (readBranch(from) === 0 ? null : readCheckedHit(from))

const readLedgerLine = (from: Reader): LedgerLine => ({
  turnId: readString(from),
  tenant: readString(from),
  scene: readString(from),
  day: readString(from),
  source: readString(from),
  tier: readNullOrString(from),
  pool: readString(from),
  model: readString(from),
  usage: readUsage(from),
  calls: readInt(from),
  costPicoUsd: readLong(from),
  baselineModel: readString(from),
  baselineTokens: readUsage(from),
  baselinePicoUsd: readLong(from),
  embedMs: readNullOrDouble(from),
  latencyMs: readDouble(from),
  degraded: readNullOrString(from),
  atMs: readLong(from),
  views: readViews(from),
  choice: readNullOrChoiceCost(from),
  routing: readNullOrRouterCall(from),
  purpose: readString(from),
  checked: readNullOrCheckedHit(from),
})

const readMapOfString = (from: Reader): Record<string, string> => {
  const items: Record<string, string> = {}
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) {
      const key = readString(from)
      items[key] = readString(from)
    }
  }
  return items
}

const readDeadLettered = (from: Reader): DeadLettered => ({
  topic: readString(from),
  partition: readInt(from),
  offset: readLong(from),
  key: readNullOrBytes(from),
  value: readNullOrBytes(from),
  headers: readMapOfString(from),
  processor: readString(from),
  code: readString(from),
  message: readString(from),
})

const readDocumentSubmitted = (from: Reader): DocumentSubmitted => ({
  taskId: readString(from),
  tenant: readString(from),
  number: readInt(from),
  of: readInt(from),
  documentId: readString(from),
  title: readString(from),
  scene: readString(from),
  text: readNullOrString(from),
  by: readString(from),
})

const readArmFigure = (from: Reader): ArmFigure => ({
  metric: readString(from),
  mean: readDouble(from),
  error: readNullOrDouble(from),
})

const readArrayOfArmFigure = (from: Reader): ArmFigure[] => {
  const items: ArmFigure[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readArmFigure(from))
  }
  return items
}

const readMeasuredArm = (from: Reader): MeasuredArm => ({
  arm: readString(from),
  conversations: readInt(from),
  turns: readInt(from),
  figures: readArrayOfArmFigure(from),
})

const readArrayOfMeasuredArm = (from: Reader): MeasuredArm[] => {
  const items: MeasuredArm[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readMeasuredArm(from))
  }
  return items
}

const readArmsMeasured = (from: Reader): ArmsMeasured => ({
  experiment: readString(from),
  arms: readArrayOfMeasuredArm(from),
})

const readArrayOfInt = (from: Reader): number[] => {
  const items: number[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readInt(from))
  }
  return items
}

const readArrayOfLong = (from: Reader): number[] => {
  const items: number[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readLong(from))
  }
  return items
}

const readConfidenceMeasured = (from: Reader): ConfidenceMeasured => ({
  tenant: readString(from),
  scope: readString(from),
  fromMs: readLong(from),
  toMs: readLong(from),
  misses: readInt(from),
  wishes: readArrayOfInt(from),
  served: readArrayOfInt(from),
  nearestStoredMs: readArrayOfLong(from),
  maxFalseRate: readDouble(from),
  views: readViews(from),
})

const readNullOrBoolean = (from: Reader): boolean | null => (readBranch(from) === 0 ? null : readBoolean(from))

const readFeedbackGiven = (from: Reader): FeedbackGiven => ({
  turnId: readString(from),
  tenant: readString(from),
  helpful: readNullOrBoolean(from),
  rating: readNullOrInt(from),
  comment: readNullOrString(from),
  by: readString(from),
})

const readHitChecked = (from: Reader): HitChecked => ({
  turnId: readString(from),
  tenant: readString(from),
  scope: readString(from),
  entryId: readString(from),
  isRight: readBoolean(from),
  method: readString(from),
  propensity: readDouble(from),
  confidence: readDouble(from),
  views: readViews(from),
})

const readRouteJudged = (from: Reader): RouteJudged => ({
  turnId: readString(from),
  tenant: readString(from),
  scene: readString(from),
  tier: readString(from),
  router: readString(from),
  verdict: readString(from),
  misrouted: readBoolean(from),
  model: readString(from),
  propensity: readDouble(from),
  views: readViews(from),
})

const readVerdictGiven = (from: Reader): VerdictGiven => ({
  reviewId: readString(from),
  turnId: readNullOrString(from),
  tenant: readString(from),
  verdict: readString(from),
  answer: readNullOrString(from),
  block: readBoolean(from),
  reason: readNullOrString(from),
  by: readString(from),
  policyEpoch: readLong(from),
  along: readNullOrString(from),
})

const readPassagesRemoved = (from: Reader): PassagesRemoved => ({
  documentId: readString(from),
  tenant: readString(from),
  revision: readLong(from),
})

const readDocumentPassage = (from: Reader): DocumentPassage => ({
  heading: readString(from),
  text: readString(from),
  vector: readNullOrBytes(from),
})

const readArrayOfDocumentPassage = (from: Reader): DocumentPassage[] => {
  const items: DocumentPassage[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(readDocumentPassage(from))
  }
  return items
}

const readPassagesWritten = (from: Reader): PassagesWritten => ({
  documentId: readString(from),
  tenant: readString(from),
  revision: readLong(from),
  contentHash: readString(from),
  title: readString(from),
  scene: readString(from),
  embeddingModel: readString(from),
  passages: readArrayOfDocumentPassage(from),
})

const readPolicyAnnounced = (from: Reader): PolicyAnnounced => ({
  version: readString(from),
  tenant: readNullOrString(from),
  scene: readNullOrString(from),
  keywords: readArrayOfString(from),
  products: readArrayOfString(from),
  entries: readArrayOfString(from),
  beforeVersion: readNullOrString(from),
  sharePerDay: readNullOrDouble(from),
  prewarm: readInt(from),
  reason: readString(from),
  by: readString(from),
  sources: readArrayOfString(from),
})

const readPolicyChanged = (from: Reader): PolicyChanged => ({
  version: readString(from),
  tenant: readNullOrString(from),
  scene: readNullOrString(from),
  keywords: readArrayOfString(from),
  products: readArrayOfString(from),
  entries: readArrayOfString(from),
  beforeVersion: readNullOrString(from),
  sharePerDay: readNullOrDouble(from),
  prewarm: readInt(from),
  reason: readString(from),
  by: readString(from),
  announced: readNullOrLong(from),
  sources: readArrayOfString(from),
  revision: readNullOrLong(from),
})

const readReviewDecided = (from: Reader): ReviewDecided => ({
  reviewId: readString(from),
  entryId: readNullOrString(from),
  verdict: readString(from),
  answer: readNullOrString(from),
  by: readString(from),
  block: readBoolean(from),
  reason: readNullOrString(from),
  along: readNullOrString(from),
})

const readReviewOpened = (from: Reader): ReviewOpened => ({
  reviewId: readString(from),
  turnId: readNullOrString(from),
  entryId: readNullOrString(from),
  tenant: readString(from),
  reason: readString(from),
  comment: readNullOrString(from),
})

const readAnswerCurated = (from: Reader): AnswerCurated => ({
  taskId: readString(from),
  tenant: readString(from),
  number: readInt(from),
  of: readInt(from),
  scene: readNullOrString(from),
  language: readNullOrString(from),
  question: readString(from),
  answer: readString(from),
  products: readArrayOfString(from),
  policyEpoch: readLong(from),
})

const readCheckScheduled = (from: Reader): CheckScheduled => ({
  turnId: readString(from),
  sourceTurnId: readString(from),
  propensity: readDouble(from),
})

const readJudgementScheduled = (from: Reader): JudgementScheduled => ({
  turnId: readString(from),
  sourceTurnId: readString(from),
  propensity: readDouble(from),
})

const readQuestionScheduled = (from: Reader): QuestionScheduled => ({
  taskId: readString(from),
  tenant: readNullOrString(from),
  number: readInt(from),
  turnId: readString(from),
  sourceTurnId: readString(from),
  epoch: readNullOrLong(from),
})

const readQuestionSettled = (from: Reader): QuestionSettled => ({
  taskId: readString(from),
  turnId: readString(from),
  costPicoUsd: readLong(from),
  learnable: readBoolean(from),
})

const readQuestionsPlanned = (from: Reader): QuestionsPlanned => ({
  taskId: readString(from),
  tenant: readNullOrString(from),
  kind: readString(from),
  epoch: readNullOrLong(from),
  part: readInt(from),
  of: readInt(from),
  turns: readArrayOfString(from),
  budgetPicoUsd: readNullOrLong(from),
  deadlineMs: readLong(from),
  concurrency: readInt(from),
  views: readViews(from),
})

const readSummaryScheduled = (from: Reader): SummaryScheduled => ({
  turnId: readString(from),
  tenant: readString(from),
  conversationId: readString(from),
  sourceTurnId: readString(from),
  attempt: readInt(from),
  turns: readInt(from),
  digest: readString(from),
  text: readString(from),
  maxTokens: readInt(from),
})

const readTaskChanged = (from: Reader): TaskChanged => ({
  taskId: readString(from),
  tenant: readString(from),
  kind: readString(from),
  state: readString(from),
  done: readLong(from),
  total: readNullOrLong(from),
  detail: readNullOrString(from),
})

const readTaskTimedOut = (from: Reader): TaskTimedOut => ({
  taskId: readString(from),
})

/** Reads the Avro bytes of an event. Throws where they are not what the schema says. */
export const decoders: { readonly [T in EventType]: (from: Reader) => EventData[T] } = {
  EntryEvicted: readEntryEvicted,
  EntryInvalidated: readEntryInvalidated,
  EntryPrepared: readEntryPrepared,
  EntryPromoted: readEntryPromoted,
  EntryProposed: readEntryProposed,
  EntryReleased: readEntryReleased,
  EntryRestored: readEntryRestored,
  EntryReviewed: readEntryReviewed,
  EntryStored: readEntryStored,
  EntrySwept: readEntrySwept,
  EntryUsed: readEntryUsed,
  TurnAnswered: readTurnAnswered,
  TurnEnriched: readTurnEnriched,
  TurnExposed: readTurnExposed,
  InferenceCompleted: readInferenceCompleted,
  InferenceFailed: readInferenceFailed,
  InferenceRequested: readInferenceRequested,
  PromptBuilt: readPromptBuilt,
  SummaryMade: readSummaryMade,
  TurnQueued: readTurnQueued,
  TurnSettled: readTurnSettled,
  TurnResolved: readTurnResolved,
  TurnRouted: readTurnRouted,
  TurnReceived: readTurnReceived,
  ConfigurationApplied: readConfigurationApplied,
  DriftMeasured: readDriftMeasured,
  ExperimentStarted: readExperimentStarted,
  ExperimentStopped: readExperimentStopped,
  LoadMeasured: readLoadMeasured,
  PoolHealthChanged: readPoolHealthChanged,
  RouterDecided: readRouterDecided,
  RouterProposed: readRouterProposed,
  TrustSteered: readTrustSteered,
  LedgerLine: readLedgerLine,
  DeadLettered: readDeadLettered,
  DocumentSubmitted: readDocumentSubmitted,
  ArmsMeasured: readArmsMeasured,
  ConfidenceMeasured: readConfidenceMeasured,
  FeedbackGiven: readFeedbackGiven,
  HitChecked: readHitChecked,
  RouteJudged: readRouteJudged,
  VerdictGiven: readVerdictGiven,
  PassagesRemoved: readPassagesRemoved,
  PassagesWritten: readPassagesWritten,
  PolicyAnnounced: readPolicyAnnounced,
  PolicyChanged: readPolicyChanged,
  ReviewDecided: readReviewDecided,
  ReviewOpened: readReviewOpened,
  AnswerCurated: readAnswerCurated,
  CheckScheduled: readCheckScheduled,
  JudgementScheduled: readJudgementScheduled,
  QuestionScheduled: readQuestionScheduled,
  QuestionSettled: readQuestionSettled,
  QuestionsPlanned: readQuestionsPlanned,
  SummaryScheduled: readSummaryScheduled,
  TaskChanged: readTaskChanged,
  TaskTimedOut: readTaskTimedOut,
}
