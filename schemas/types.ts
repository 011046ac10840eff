// Written by `npm run schemas` from schemas/avro. Do not edit.

/** The mean of a metric over the turns of an arm. */
export interface ArmFigure {
  /** hits, failed, unhelpful, cost or latency. */
  readonly metric: string
  /** A share; USD a turn; ms. */
  readonly mean: number
  /** Its standard error, with whole conversations as what was drawn; null where there are too few. */
  readonly error: number | null
}

/** What stops an arm. */
export interface ArmGuard {
  /** failed, unhelpful, cost or latency. */
  readonly metric: string
  /** How much worse than control it may be: of failed and unhelpful turns a share of all, of cost and latency a share of control's. */
  readonly worseBy: number
}

/** A cache entry that a lookup found, with all that the decision may look at. */
export interface Candidate {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** exact, hot or cold. */
  readonly layer: string
  /** Cosine between the turn and the entry; 1 for an exact match. */
  readonly similarity: number
  /** Normalised text of the question the entry was learned from. Personal. */
  readonly question: string
  /** Details in that question. */
  readonly slots: readonly Slot[]
  /** Entries with the same answer form a group. */
  readonly answerHash: string
  /** Whose entry it is. */
  readonly tenant: string
  /** Its scene. */
  readonly scene: string
  /** Every scene that its answer touches; a policy change for one of them claims it. */
  readonly scenes: readonly string[]
  /** Its language. */
  readonly language: string
  /** Hash of all that an entry must share with a turn; see Resolution.identity. */
  readonly identity: string
  /** The model that made its vector. */
  readonly embeddingModel: string
  /** The epoch under which its prompt was built. */
  readonly policyEpoch: number
  /** Data version of its answer. */
  readonly version: string
  /** Products named in question or answer. */
  readonly products: readonly string[]
  /** Question and answer, lower case, for keyword policies. Personal. */
  readonly keywords: string
  /** Whether others than its askers may be served. */
  readonly shared: boolean
  /** Pseudonyms of those who asked it. Personal. */
  readonly askers: readonly string[]
  /** When it was stored. */
  readonly storedAtMs: number
  /** Absolute expiry; a hit never moves it. */
  readonly expiresAtMs: number
  /** Answers of one group say the same; empty where it was not asked: then those of the same text. */
  readonly answerGroup: string
  /** Cosine between the turn and the answer; null where the answer's embedding is not known. */
  readonly answerSimilarity: number | null
  /** Articles and documents that its answer rests on. */
  readonly sources: readonly string[]
}

/** What the baseline model was assumed to take for a hit, and what it would have taken for the answer that was written afresh to check it. */
export interface CheckedHit {
  /** Probability with which the hit was chosen to be checked. */
  readonly propensity: number
  /** As in the line of the hit. */
  readonly assumedTokens: Usage
  /** Their price, 1e-12 USD, by the prices of the check. */
  readonly assumedPicoUsd: number
  /** By the check, counted as those of a miss are; where an existing answer was chosen, its text. */
  readonly freshTokens: Usage
  /** Their price, 1e-12 USD. */
  readonly freshPicoUsd: number
}

/** What came of offering existing answers to the model of a miss. */
export interface Choice {
  /** Answers that were offered. */
  readonly offered: number
  /** Tokens that the offers added to the calls that were made, as counted. */
  readonly tokens: number
  /** The entry whose answer was chosen; null where the model wrote one of its own. */
  readonly entryId: string | null
}

/** What offering existing answers took, and what choosing one spared. */
export interface ChoiceCost {
  /** Answers that were offered. */
  readonly offered: number
  /** Whether one was chosen. */
  readonly chosen: boolean
  /** Tokens that the offers added to what was sent, part of the line's usage. */
  readonly tokens: number
  /** Their price without a prefix cache, 1e-12 USD, part of the line's cost. */
  readonly costPicoUsd: number
  /** Tokens of the chosen answer, less those that choosing it took; 0 where none was chosen. */
  readonly savedTokens: number
  /** Their price, 1e-12 USD: what the model that chose would have taken for writing them. */
  readonly savedPicoUsd: number
}

/** A part of a document, small enough for a prompt and for the embedding model. */
export interface DocumentPassage {
  /** Title of the document and headings above it. */
  readonly heading: string
  /** Its words. */
  readonly text: string
  /** Embedding of heading and text, little-endian floats; null where it has none. */
  readonly vector: Buffer | null
}

/** What is known of a text before anything is looked up. */
export interface Enrichment {
  /** The text after the configured preprocessing. Personal. */
  readonly normalised: string
  /** SHA-256 of the normalised text, hex. Personal. */
  readonly textHash: string
  /** Embedding, float32 little-endian, L2-normalised; null where none was needed or possible. Personal. */
  readonly vector: Buffer | null
  /** Name and revision of the model that made, or would make, the vector. */
  readonly embeddingModel: string
  /** Tokens of the text under the embedding model. */
  readonly tokens: number
  /** Details found, in order of appearance. */
  readonly slots: readonly Slot[]
  /** ISO 639-1, or und. */
  readonly language: string
  /** The scene asked for, or the one recognised, or general. */
  readonly scene: string
  /** Whether the text can be understood without its conversation. */
  readonly standsAlone: boolean
  /** personal, time_sensitive, follow_up, flagged, over_window. */
  readonly flags: readonly string[]
}

/** One side of an experiment. */
export interface ExperimentArm {
  /** control for the one that the others are compared with. */
  readonly name: string
  /** What is otherwise in it; nothing in control. */
  readonly set: readonly OptionSet[]
}

/** What a feature of a turn adds to its score. */
export interface FeatureWeight {
  /** Name of the feature. */
  readonly feature: string
  /** Up to this value it adds nothing. */
  readonly from: number
  /** So far above it, it adds all of the weight; between them in proportion. */
  readonly full: number
  /** What it adds at most; less than 0 takes off. */
  readonly weight: number
}

/** What one guard said of one candidate. */
export interface GuardVerdict {
  /** Name of the guard. */
  readonly guard: string
  /** The candidate. */
  readonly entryId: string
  /** pass, refuse or off. */
  readonly verdict: string
  /** What differed. Personal. */
  readonly detail: string | null
}

/** One answered turn of a conversation. */
export interface HistoryTurn {
  /** The turn. */
  readonly turnId: string
  /** Order of the conversation. */
  readonly receivedAtMs: number
  /** What the customer said. Personal. */
  readonly user: string
  /** What was answered. Personal. */
  readonly assistant: string
}

/** A record that was looked up for a question before a model saw it. */
export interface Lookup {
  /** Entity and identifier, as among an answer's sources: order:FH-104180. Personal. */
  readonly id: string
  /** What was looked up, by the declared schema. */
  readonly entity: string
  /** Kind of the store. */
  readonly store: string
  /** The query as the store had it; empty where it was not asked. */
  readonly query: string
  /** Its parameters, as JSON. Personal. */
  readonly parameters: string
  /** What was found, each as JSON. Personal. */
  readonly rows: readonly string[]
  /** found, none, refused (the asker may not see it), late or failed. */
  readonly outcome: string
  /** Whether such records belong to one customer. */
  readonly owned: boolean
  /** When an earlier turn of the conversation looked it up; null where it was looked up for this one. */
  readonly atMs: number | null
  /** For whom, as in TurnReceived: shown to nobody else; empty where an older release looked it up. */
  readonly asker: string
}

/** How an arm of an experiment has done so far. */
export interface MeasuredArm {
  /** Its name. */
  readonly arm: string
  /** Conversations in it. */
  readonly conversations: number
  /** Answered turns of theirs. */
  readonly turns: number
  /** By metric. */
  readonly figures: readonly ArmFigure[]
}

/** One message of a prompt or of a history. */
export interface Message {
  /** system, user, assistant or tool. */
  readonly role: string
  /** Its text. Personal. */
  readonly content: string
}

/** An existing answer that the model of a miss may choose instead of writing another. */
export interface Offer {
  /** The entry that gives it. */
  readonly entryId: string
  /** SHA-256 of it, hex. */
  readonly answerHash: string
  /** Cosine of the entry's question and the one that was asked. */
  readonly similarity: number
  /** The answer. Personal. */
  readonly text: string
  /** Ids of the passages it rests on. */
  readonly sources: readonly string[]
}

/** A stretch of a partition. */
export interface OffsetRange {
  /** Topic. */
  readonly topic: string
  /** Partition. */
  readonly partition: number
  /** First offset. */
  readonly from: number
  /** One past the last offset. */
  readonly to: number
}

/** An option of the configuration, and what it is set to. */
export interface OptionSet {
  /** path.to.option. */
  readonly path: string
  /** JSON. */
  readonly value: string
}

/** A help-centre or policy passage that grounds an answer. */
export interface Passage {
  /** Id of the article. */
  readonly id: string
  /** Scene of the article. */
  readonly scene: string
  /** Version of the documents. */
  readonly version: string
  /** Rank score. */
  readonly score: number
  /** The passage as given to the model. */
  readonly text: string
}

/** What the miss path needs of a turn. */
export interface PendingTurn {
  /** The customer's message. Personal. */
  readonly message: string
  /** Order of the conversation. */
  readonly receivedAtMs: number
  /** Scene. */
  readonly scene: string
  /** Language. */
  readonly language: string
  /** auto, or the model asked for. */
  readonly model: string
  /** The caller's own system prompt. */
  readonly systemPrompt: string | null
  /** Messages the caller sent along. */
  readonly history: readonly Message[]
  /** As asked for. */
  readonly temperature: number | null
  /** As asked for. */
  readonly maxTokens: number | null
  /** Tools, as JSON, passed through. */
  readonly tools: string | null
  /** Response format, as JSON, passed through. */
  readonly responseFormat: string | null
  /** From the enrichment. */
  readonly flags: readonly string[]
  /** From the enrichment. */
  readonly slots: readonly Slot[]
  /** From the enrichment. */
  readonly standsAlone: boolean
  /** From the resolution. */
  readonly identity: string
  /** From the enrichment. Personal. */
  readonly textHash: string
  /** Retrieved for it. */
  readonly passages: readonly Passage[]
  /** Records looked up for it. */
  readonly lookups: readonly Lookup[]
  /** complete, or why documents may be missing from the passages: late or failed. */
  readonly grounding: string
}

/** How a turn was resolved against the caches, with the whole input of that decision. */
export interface Resolution {
  /** exact, hot, cold or none. */
  readonly outcome: string
  /** exact, threshold, wording, agreement, no_candidate, below_threshold, refused, unsure, check, bypass. */
  readonly reason: string
  /** The guard that refused, what was doubtful, or why the caches were bypassed. */
  readonly detail: string | null
  /** The entry served. */
  readonly entryId: string | null
  /** Its similarity, or that of the nearest candidate on a miss. */
  readonly similarity: number | null
  /** The threshold in force for this turn. */
  readonly threshold: number
  /** Hash of tenant, scene, language, context, model choice, system prompt, response format and versions. */
  readonly identity: string
  /** exact_cache:{scene}:{hash}. Personal. */
  readonly exactKey: string
  /** Found, nearest first. */
  readonly candidates: readonly Candidate[]
  /** Verdicts, in the order in which they were reached. */
  readonly guards: readonly GuardVerdict[]
  /** Mode of the scene: cache, exact_only, direct or batch. */
  readonly mode: string
  /** Where the time went. */
  readonly timings: Timings
  /** Versions read. */
  readonly views: Views
  /** Probability that the answer served, or the one that was too doubtful, is right; null where neighbours had no vote. */
  readonly confidence: number | null
  /** Propensity with which the hit was chosen to be answered afresh too; null where it is not. */
  readonly check: number | null
}

/** A resolution that the gateway made in the fast lane and that rides on the turn. */
export interface Rider {
  /** As the enrich processor would have made it. */
  readonly enrichment: Enrichment
  /** As the resolve processor would have made it. */
  readonly resolution: Resolution
  /** On a hit, what was served. */
  readonly served: ServedAnswer | null
  /** From the arrival of the request to the decision. */
  readonly latencyMs: number
}

/** A call that asked a model which tier is to answer. */
export interface RouterCall {
  /** The pool that was asked. */
  readonly pool: string
  /** The model that was asked for. */
  readonly model: string
  /** Billed, of a failed call too. */
  readonly usage: Usage
  /** What it cost, 1e-12 USD; 0 where the model has no price. */
  readonly costPicoUsd: number
}

/** What a router does with judged turns that nothing was learned from, each counted for as many as it was drawn from. */
export interface RouterFigures {
  /** Share of the turns that it sends to the small tier. */
  readonly small: number
  /** Share for the medium tier. */
  readonly medium: number
  /** Share for the large tier. */
  readonly large: number
  /** Share that it sends to a smaller tier than the judgement of the turn asks for. */
  readonly tooLow: number
  /** Share that it sends to a larger one. */
  readonly tooHigh: number
  /** Mean estimated price of a turn, 1e-12 USD; null where a pool has no price. */
  readonly costPicoUsd: number | null
}

/** The answer that a hit serves. */
export interface ServedAnswer {
  /** The answer. Personal. */
  readonly text: string
  /** The model that wrote it. */
  readonly model: string
  /** The pool that model ran in. */
  readonly pool: string
  /** Ids of the passages it rests on. */
  readonly sources: readonly string[]
  /** Tokens its prompt had when it was made. */
  readonly promptTokens: number
  /** Tokens it has. */
  readonly completionTokens: number
  /** True where Turnstream counted these tokens, because no provider billed them, or not for this answer alone. */
  readonly counted: boolean
  /** As TurnAnswered.degraded: why the last resort wrote it. */
  readonly degraded: string | null
}

/** A detail that an answer may depend on, found in a text. */
export interface Slot {
  /** number, amount, date, duration, identifier, negation, product, place, size … */
  readonly kind: string
  /** Normalised: two wordings of the same detail have the same value. Personal. */
  readonly value: string
  /** As written. Personal. */
  readonly text: string
}

/** What one speaker has said. */
export interface SummaryLine {
  /** user, assistant or tool. */
  readonly role: string
  /** In short. Personal. */
  readonly text: string
}

/** Where the time of a lookup went, ms; null where that step did not run. */
export interface Timings {
  /** Normalising, slots, language, scene. */
  readonly enrichMs: number | null
  /** Embedding. */
  readonly embedMs: number | null
  /** Exact cache. */
  readonly exactMs: number | null
  /** Vector search. */
  readonly semanticMs: number | null
}

/** Tokens as the provider billed them, or as counted where it does not say. */
export interface Usage {
  /** Tokens sent, cached ones included. */
  readonly promptTokens: number
  /** Tokens received. */
  readonly completionTokens: number
  /** Of those sent, the ones served from the provider's prefix cache. */
  readonly cachedTokens: number
  /** True where Turnstream counted because the provider did not say. */
  readonly counted: boolean
}

/** The versions of the tables that a decision read. */
export interface Views {
  /** Offset of the last policy change applied; -1 before the first. */
  readonly policyEpoch: number
  /** Offset of the last control record applied; -1 before the first. */
  readonly controlVersion: number
}

/** An entry was removed for lack of use or room, or expired. */
export interface EntryEvicted {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** expired, unused or room. */
  readonly reason: string
  /** When what is removed was stored: what was stored later stays; null removes whatever is there. */
  readonly storedAtMs: number | null
  /** Versions read. */
  readonly views: Views
}

/** An entry is no longer served. */
export interface EntryInvalidated {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** policy, unhelpful or manual. */
  readonly reason: string
  /** Event id of the cause. */
  readonly by: string
  /** The epoch that claims it; entries of a later epoch live. */
  readonly policyEpoch: number
  /** Whether it stays out until a reviewer has decided. */
  readonly review: boolean
  /** Versions read. */
  readonly views: Views
}

/** An entry waits for an announced policy change to come in force. */
export interface EntryPrepared {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** The announced epoch. */
  readonly awaits: number
  /** Id of the EntryProposed that it will be made of. */
  readonly proposal: string
  /** Versions read. */
  readonly views: Views
}

/** An entry moves between the layers. */
export interface EntryPromoted {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** hot or cold. */
  readonly layer: string
  /** Hits within the window. */
  readonly hits: number
  /** Until when it lives hot, at most as long as it lives at all; 0 for cold. */
  readonly untilMs: number
  /** Versions read. */
  readonly views: Views
}

/** An answer that the caches may learn. */
export interface EntryProposed {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** exact_cache:{scene}:{hash}. Personal. */
  readonly exactKey: string
  /** Tenant. */
  readonly tenant: string
  /** Scene. */
  readonly scene: string
  /** Its scene and those of the passages it rests on. */
  readonly scenes: readonly string[]
  /** Language. */
  readonly language: string
  /** As Resolution.identity. */
  readonly identity: string
  /** Normalised text of the question. Personal. */
  readonly question: string
  /** Details in it. */
  readonly slots: readonly Slot[]
  /** Embedding of the question; null makes the entry exact only. Personal. */
  readonly vector: Buffer | null
  /** The model that made it. */
  readonly embeddingModel: string
  /** The answer. Personal. */
  readonly answer: string
  /** SHA-256 of the answer, hex. */
  readonly answerHash: string
  /** Passages it rests on. */
  readonly sources: readonly string[]
  /** The model that wrote it. */
  readonly model: string
  /** Its pool. */
  readonly pool: string
  /** Tokens of its prompt. */
  readonly promptTokens: number
  /** Tokens of the answer. */
  readonly completionTokens: number
  /** True where Turnstream counted these tokens, because no provider billed them, or not for this answer alone. */
  readonly counted: boolean
  /** As TurnAnswered.degraded: why the last resort wrote it. */
  readonly degraded: string | null
  /** Products named in question or answer. */
  readonly products: readonly string[]
  /** Data version of its answer. */
  readonly version: string
  /** The epoch under which its prompt was built. */
  readonly policyEpoch: number
  /** learned, faq or curated. */
  readonly origin: string
  /** The turn that it was learned from. */
  readonly turnId: string | null
  /** Pseudonym of the asker. Personal. */
  readonly asker: string
  /** Whether one asker is enough. */
  readonly shareable: boolean
  /** Versions read. */
  readonly views: Views
  /** Answers of one group say the same; empty where it was not asked: then those of the same text. */
  readonly answerGroup: string
  /** The announced epoch that it waits for; null: it is served at once. */
  readonly awaits: number | null
  /** The entry expires no later than this, ms since 1970: a chosen answer does not outlive the entry it is from. */
  readonly notAfterMs: number | null
  /** Direction of the answer's embedding under embeddingModel, a signed byte a dimension; null where it is not known. Personal. */
  readonly answerVector: Buffer | null
}

/** The policy change that a prepared entry waits for is in force. */
export interface EntryReleased {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** Epoch of the change. */
  readonly policyEpoch: number
  /** As EntryPrepared.proposal. */
  readonly proposal: string
  /** Versions read. */
  readonly views: Views
}

/** A reviewer has decided: the entry no longer waits. What is brought back is stored next. */
export interface EntryRestored {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** Event id of the cause. */
  readonly by: string
  /** The answer as edited; null keeps it. Personal. */
  readonly answer: string | null
  /** The epoch that an edited answer is valid under. */
  readonly policyEpoch: number
  /** restore, edit or delete. */
  readonly verdict: string
  /** Id of the EntryStored that is brought back. */
  readonly stored: string | null
  /** Id of the EntryProposed that is stored instead, where the mark came before the answer was learned. */
  readonly proposed: string | null
}

/** A reviewer's verdict reaches the entry. */
export interface EntryReviewed {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** The review. */
  readonly reviewId: string
  /** restore, edit or delete. */
  readonly verdict: string
  /** The answer as edited. Personal. */
  readonly answer: string | null
  /** With delete: it stays out for good. */
  readonly block: boolean
  /** Id of the EntryProposed of the turn that was marked; null where it proposed none. */
  readonly proposed: string | null
  /** As VerdictGiven.policyEpoch. */
  readonly policyEpoch: number
}

/** An entry is in the caches from here on. */
export interface EntryStored {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** exact_cache:{scene}:{hash}. Personal. */
  readonly exactKey: string
  /** Tenant. */
  readonly tenant: string
  /** Scene. */
  readonly scene: string
  /** Its scene and those of the passages it rests on. */
  readonly scenes: readonly string[]
  /** Language. */
  readonly language: string
  /** As Resolution.identity. */
  readonly identity: string
  /** Normalised text of the question. Personal. */
  readonly question: string
  /** Details in it. */
  readonly slots: readonly Slot[]
  /** Embedding of the question; null makes the entry exact only. Personal. */
  readonly vector: Buffer | null
  /** The model that made it. */
  readonly embeddingModel: string
  /** The answer. Personal. */
  readonly answer: string
  /** SHA-256 of the answer, hex. */
  readonly answerHash: string
  /** Passages it rests on. */
  readonly sources: readonly string[]
  /** The model that wrote it. */
  readonly model: string
  /** Its pool. */
  readonly pool: string
  /** Tokens of its prompt. */
  readonly promptTokens: number
  /** Tokens of the answer. */
  readonly completionTokens: number
  /** True where Turnstream counted these tokens, because no provider billed them, or not for this answer alone. */
  readonly counted: boolean
  /** As TurnAnswered.degraded: why the last resort wrote it. */
  readonly degraded: string | null
  /** Products named in question or answer. */
  readonly products: readonly string[]
  /** Data version of its answer. */
  readonly version: string
  /** The epoch under which its prompt was built. */
  readonly policyEpoch: number
  /** learned, faq or curated. */
  readonly origin: string
  /** The turn that it was learned from. */
  readonly turnId: string | null
  /** Pseudonyms of its askers. Personal. */
  readonly askers: readonly string[]
  /** Whether others may be served. */
  readonly shared: boolean
  /** When. */
  readonly storedAtMs: number
  /** Absolute expiry. */
  readonly expiresAtMs: number
  /** Absolute expiry of its exact key. */
  readonly exactExpiresAtMs: number
  /** Versions read. */
  readonly views: Views
  /** Answers of one group say the same; empty where it was not asked: then those of the same text. */
  readonly answerGroup: string
  /** Direction of the answer's embedding under embeddingModel, a signed byte a dimension; null where it is not known. Personal. */
  readonly answerVector: Buffer | null
}

/** A sweep came by an entry: whether it stays hot, and in the caches at all, is decided as of the time of the event. */
export interface EntrySwept {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** There are too many entries: one that was neither stored nor served after this instant has to go. Null: there is room. */
  readonly unusedSinceMs: number | null
}

/** An entry was served, the last time at the time of the event: hits that were counted together, each of them once. */
export interface EntryUsed {
  /** semantic_cache:{scene}:{hash}. */
  readonly entryId: string
  /** Answers that were served from it. */
  readonly hits: number
}

/** The one answer of a turn. */
export interface TurnAnswered {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** exact, hot, cold, model, faq or apology. */
  readonly source: string
  /** The answer. Personal. */
  readonly text: string
  /** SHA-256 of the answer, hex. */
  readonly answerHash: string
  /** The cache entry served. */
  readonly entryId: string | null
  /** Its similarity. */
  readonly similarity: number | null
  /** The call that wrote it. */
  readonly callId: string | null
  /** The prompt it answers. */
  readonly promptId: string | null
  /** The model that wrote it. */
  readonly model: string
  /** Its pool. */
  readonly pool: string
  /** Its tier. */
  readonly tier: string | null
  /** Ids of the passages it rests on. */
  readonly sources: readonly string[]
  /** Billed for this turn. */
  readonly usage: Usage
  /** Price of the usage, 1e-12 USD. */
  readonly costPicoUsd: number
  /** On a hit, the tokens that writing the answer had taken, or would have taken of a model where none wrote it. */
  readonly reusedUsage: Usage | null
  /** stop, length, tool_calls, content_filter. */
  readonly finishReason: string
  /** Tool calls, as JSON. Personal. */
  readonly toolCalls: string | null
  /** Reasoning, where the model shows it. Personal. */
  readonly reasoning: string | null
  /** no_upstream or failover, where the last resort answered; on a hit, where it had written the answer. */
  readonly degraded: string | null
  /** Whether the caches may learn it. */
  readonly learnable: boolean
  /** Calls made for it. */
  readonly calls: number
  /** Scene. */
  readonly scene: string
  /** The customer's message. Personal. */
  readonly message: string
  /** When the turn arrived. */
  readonly receivedAtMs: number
  /** From arrival to answer. */
  readonly latencyMs: number
  /** Versions read. */
  readonly views: Views
  /** What came of the offers; null where none were made. */
  readonly choice: Choice | null
}

/** A turn with its normalised text, hash, vector, slots, language and scene. */
export interface TurnEnriched {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** What was found. */
  readonly enrichment: Enrichment
  /** Versions read. */
  readonly views: Views
}

/** A turn takes part in an experiment: it is decided as its arm says. */
export interface TurnExposed {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** Name of the experiment. */
  readonly experiment: string
  /** The arm. */
  readonly arm: string
  /** Versions read. */
  readonly views: Views
}

/** A model has answered. */
export interface InferenceCompleted {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** The call. */
  readonly callId: string
  /** The pool. */
  readonly pool: string
  /** The model that answered, as it names itself. */
  readonly model: string
  /** The reply: the answer, or the label of one that was offered. Personal. */
  readonly text: string
  /** stop, length, tool_calls, content_filter. */
  readonly finishReason: string
  /** Tool calls, as JSON. Personal. */
  readonly toolCalls: string | null
  /** Reasoning, where the model shows it. Personal. */
  readonly reasoning: string | null
  /** Ids of the passages the answer rests on. */
  readonly sources: readonly string[]
  /** Tokens; zero for a follower. */
  readonly usage: Usage
  /** From the request to the first token. */
  readonly firstTokenMs: number | null
  /** From the request to the end. */
  readonly durationMs: number
  /** The leader's call, where identical misses made one call. */
  readonly joined: string | null
  /** True where an earlier call for the same request may have been billed but not recorded. */
  readonly ambiguous: boolean
  /** The entry whose answer the text is the label of, where the caches still had it when the reply was read. */
  readonly chosen: string | null
}

/** A call to a model has failed. */
export interface InferenceFailed {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** The call. */
  readonly callId: string
  /** The pool. */
  readonly pool: string
  /** The model. */
  readonly model: string
  /** Of the error catalogue. */
  readonly code: string
  /** What the provider said, without secrets. */
  readonly message: string
  /** Whether another attempt may succeed. */
  readonly retriable: boolean
  /** What had been received. Personal. */
  readonly partialText: string | null
  /** Tokens up to then. */
  readonly usage: Usage
  /** From the request to the failure. */
  readonly durationMs: number
  /** As in InferenceCompleted. */
  readonly ambiguous: boolean
  /** From when on the pool may be tried again, ms since 1970; null where another try would not mend it. */
  readonly againAtMs: number | null
  /** A pool that has failed in this turn and whose retry budget has given the turn one more call, for no other pool is left; null where none has. */
  readonly retryPool: string | null
}

/** A call to a model is due. */
export interface InferenceRequested {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** {turnId}.call.{attempt}; the idempotency key at the provider. */
  readonly callId: string
  /** From 1. */
  readonly attempt: number
  /** Event id of the prompt. */
  readonly promptId: string
  /** Event id of the route. */
  readonly routeId: string
  /** The pool to call. */
  readonly pool: string
  /** The model to call. */
  readonly model: string
  /** Pools to try after this one. */
  readonly remaining: readonly string[]
  /** Tier. */
  readonly tier: string
  /** Limit for the answer. */
  readonly maxTokens: number
  /** The call is cancelled after this time. */
  readonly timeoutMs: number
  /** Identical misses share it. Personal. */
  readonly flightKey: string | null
  /** Scene. */
  readonly scene: string
  /** Versions read. */
  readonly views: Views
  /** Whether the offers of the prompt go with it. */
  readonly offers: boolean
  /** Of a call to a pool that has failed in this turn: it is not made before this time, ms since 1970. Null for every other call. */
  readonly notBeforeMs: number | null
}

/** The messages for a model, after compression and grounding. */
export interface PromptBuilt {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** What it was built from. */
  readonly pending: PendingTurn
  /** As they go to the model. */
  readonly messages: readonly Message[]
  /** Version of the prompt template. */
  readonly templateVersion: string
  /** none, extractive, model, or full after a failed check. */
  readonly compression: string
  /** Compressions tried. */
  readonly attempts: number
  /** Spans of the history that must survive. Personal. */
  readonly required: readonly string[]
  /** Those that did. Personal. */
  readonly kept: readonly string[]
  /** Turns of history. */
  readonly historyTurns: number
  /** Tokens without compression and filters. */
  readonly tokensBefore: number
  /** Tokens as sent. */
  readonly tokensAfter: number
  /** Limit for the answer. */
  readonly maxTokens: number
  /** Versions read. */
  readonly views: Views
  /** Existing answers that the model may choose, in the order of their numbers. They are not in messages: a call may go without them. */
  readonly offers: readonly Offer[]
  /** Version of the instruction that goes with them; empty where there are none. */
  readonly offersVersion: string
  /** Tokens that they add to the messages, the instruction included. */
  readonly offerTokens: number
  /** The event of the summary that it rests on, where a model has made it. */
  readonly summaryId: string | null
}

/** What a model has made of the first turns of a conversation, and whether prompts may rest on it. */
export interface SummaryMade {
  /** The turn that asked. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation. */
  readonly conversationId: string
  /** The turn after whose answer it was made. */
  readonly sourceTurnId: string
  /** As in SummaryScheduled. */
  readonly attempt: number
  /** Turns, counted from the first, that it covers. */
  readonly turns: number
  /** SHA-256 of them. */
  readonly digest: string
  /** kept; lost, where something required is not in it or not under who said it; invented, where it says a number or a denial that nobody said; longer than what it replaces; failed, where no model answered or they were not there any more. */
  readonly outcome: string
  /** The summary; empty unless it is kept. Personal. */
  readonly lines: readonly SummaryLine[]
  /** What was lost, as written. Personal. */
  readonly missing: readonly string[]
  /** What nobody has said. Personal. */
  readonly invented: readonly string[]
  /** Tokens of the turns that it covers. */
  readonly tokensBefore: number
  /** Tokens of the summary. */
  readonly tokensAfter: number
  /** Versions read. */
  readonly views: Views
}

/** A miss waits because its conversation has a call outstanding. */
export interface TurnQueued {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** What its prompt will be built from. */
  readonly pending: PendingTurn
  /** The turn whose call is outstanding. */
  readonly behind: string
}

/** An answered turn has entered the history of its conversation. */
export interface TurnSettled {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** As it will be remembered. */
  readonly entry: HistoryTurn
  /** Whether this was the turn whose call was outstanding. */
  readonly outstanding: boolean
}

/** Whether the caches answer the turn, with everything that the decision looked at. */
export interface TurnResolved {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** The decision and its input. */
  readonly resolution: Resolution
}

/** The tier and the pools, in order, that shall answer a miss. */
export interface TurnRouted {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** Event id of the prompt. */
  readonly promptId: string
  /** Name of the router. */
  readonly router: string
  /** Complexity, 0 to 1. */
  readonly score: number
  /** Of the score, 0 to 1. */
  readonly confidence: number
  /** What the score was made of. */
  readonly features: Readonly<Record<string, number>>
  /** small, medium or large; pinned where the caller chose. */
  readonly tier: string
  /** In order of preference. */
  readonly pools: readonly string[]
  /** The pinned model; null where the pool chooses. */
  readonly model: string | null
  /** score, low_confidence, sticky, pinned, hysteresis. */
  readonly reason: string
  /** Probability with which this tier was chosen. */
  readonly propensity: number
  /** Tokens of the prompt. */
  readonly promptTokens: number
  /** Limit for the answer. */
  readonly maxTokens: number
  /** Identical misses share it and make one call; null where a call may not be joined. Personal. */
  readonly flightKey: string | null
  /** Scene. */
  readonly scene: string
  /** Versions read. */
  readonly views: Views
  /** What asking a model for the tier took; null where none was asked. */
  readonly call: RouterCall | null
}

/** A customer's message has arrived. A resolution made in the fast lane may ride along. */
export interface TurnReceived {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation; the turn's own id where the caller named none. */
  readonly conversationId: string
  /** True where the caller named no conversation: nothing can follow. */
  readonly solo: boolean
  /** http, openai, kafka, or the name of a connector. */
  readonly channel: string
  /** The customer, as the caller names them. Personal. */
  readonly userId: string | null
  /** Pseudonym of the authenticated asker; anonymous where there is none. Personal. */
  readonly asker: string
  /** As asked for. */
  readonly scene: string | null
  /** The message. Personal. */
  readonly message: string
  /** auto routes; any other name pins. */
  readonly model: string
  /** As asked for. */
  readonly temperature: number | null
  /** As asked for. */
  readonly maxTokens: number | null
  /** The caller's own system prompt. */
  readonly systemPrompt: string | null
  /** Messages the caller sent along. */
  readonly history: readonly Message[]
  /** Tools, as JSON; a request with tools bypasses the caches. */
  readonly tools: string | null
  /** Response format, as JSON. */
  readonly responseFormat: string | null
  /** Answers asked for; more than one bypasses the caches. */
  readonly choices: number
  /** A caller can raise the threshold, never lower it. */
  readonly minSimilarity: number | null
  /** X-Request-ID of the request. */
  readonly requestId: string | null
  /** Made in the fast lane. */
  readonly rider: Rider | null
  /** The task that asks it; null: a customer does. */
  readonly task: string | null
  /** The announced epoch that its answer waits for: the caches are not asked. */
  readonly announced: number | null
}

/** The configuration that deciders read from here on. */
export interface ConfigurationApplied {
  /** JSON of the sections that deciders read, defaults included. */
  readonly configuration: string
  /** SHA-256 of it, hex. */
  readonly hash: string
  /** Who applied it. */
  readonly by: string
}

/** How many of the judged turns of a tier should have been routed elsewhere. */
export interface DriftMeasured {
  /** The tier. */
  readonly tier: string
  /** Name of the router that sent the last of them there. */
  readonly router: string
  /** Turns that the share is of, the last ones. */
  readonly judged: number
  /** Those of them that should have gone elsewhere. */
  readonly misrouted: number
  /** Whether they are too many. */
  readonly alarm: boolean
  /** Versions read. */
  readonly views: Views
}

/** From here on conversations are assigned to the arms of an experiment, by a hash of their key. */
export interface ExperimentStarted {
  /** Never used before. */
  readonly name: string
  /** Share of all conversations that take part. */
  readonly share: number
  /** control first; each gets as many as any other. */
  readonly arms: readonly ExperimentArm[]
  /** What stops an arm. */
  readonly guards: readonly ArmGuard[]
  /** Who started it. */
  readonly by: string
  /** In their words. Personal. */
  readonly reason: string | null
}

/** An experiment, or one of its arms, is over: its conversations are treated as all others. */
export interface ExperimentStopped {
  /** The experiment. */
  readonly name: string
  /** The arm; null for all of it. */
  readonly arm: string | null
  /** Who stopped it; guard-arms where a guard did. */
  readonly by: string
  /** Why. Personal. */
  readonly reason: string | null
  /** Versions read; null where somebody stopped it. */
  readonly views: Views | null
}

/** Turns a second, over a window, when it crosses a step. */
export interface LoadMeasured {
  /** Mean over the window. */
  readonly turnsPerSecond: number
  /** Calls outstanding. */
  readonly inFlight: number
  /** The window. */
  readonly windowMs: number
}

/** A pool became healthy, degraded or unreachable. */
export interface PoolHealthChanged {
  /** The pool. */
  readonly pool: string
  /** healthy, degraded or down. */
  readonly state: string
  /** What was observed. */
  readonly reason: string
}

/** Somebody accepts or rejects a router that was proposed. It counts where the rules of the fold let it. */
export interface RouterDecided {
  /** The proposal; shipped for the router of the release. */
  readonly proposalId: string
  /** accept or reject. */
  readonly decision: string
  /** Who. */
  readonly by: string
  /** In their words. Personal. */
  readonly reason: string | null
}

/** Another router that was learned from judged turns. It routes nothing before somebody accepts it. */
export interface RouterProposed {
  /** Hash of all that follows: the same log gives the same. */
  readonly proposalId: string
  /** features. */
  readonly kind: string
  /** What it would replace: the proposal that served when it was made, or shipped. */
  readonly base: string
  /** What a score begins with. */
  readonly intercept: number
  /** What each feature adds. */
  readonly weights: readonly FeatureWeight[]
  /** Judged turns that it was learned from. */
  readonly judged: number
  /** Turns marked unhelpful that it was learned from. */
  readonly unhelpful: number
  /** Judged turns that the figures are of: the last ones. */
  readonly heldOut: number
  /** When the first of those was routed, event time, ms since 1970. */
  readonly heldOutFromMs: number
  /** Figures of the router that it would replace. */
  readonly before: RouterFigures
  /** Its own figures. */
  readonly after: RouterFigures
  /** Where the judgements and marks lie. */
  readonly madeOf: readonly OffsetRange[]
}

/** How sure the judgement must be of an answer to a scene from here on, and why. */
export interface TrustSteered {
  /** Tenant. */
  readonly tenant: string
  /** Scene that has a bound of its own; empty for all the others together. */
  readonly scope: string
  /** Least confidence that is served of what neighbours agree on. */
  readonly leastConfidence: number
  /** Least confidence of an entry that stands by itself, because its wording was compared. */
  readonly leastByWording: number
  /** Whether entries may not vouch for each other, because turns come in an order that their agreement was not learned on. */
  readonly apart: boolean
  /** Where turns come in an order, about every how many ms an answer is learned, by which the judgement knows how new entries are; 0 where they are mixed. */
  readonly learnedEveryMs: number
  /** Mean doubt of the answers served: what decides how likely a hit is checked. */
  readonly meanDoubt: number
  /** The share of wrong hits that it was steered for. */
  readonly maxFalseRate: number
  /** Answers that were learned until then, to the nearest half octave below. */
  readonly learned: number
  /** Hits that it rests on; older ones count less. */
  readonly served: number
  /** Wrong ones among them, as confidence and checks have it. */
  readonly expectedFalse: number
  /** Hits that were checked. */
  readonly checked: number
  /** Wrong ones among those. */
  readonly wrong: number
  /** What moved it. */
  readonly reason: string
  /** Versions read. */
  readonly views: Views
}

/** One priced line for each request. */
export interface LedgerLine {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** Scene. */
  readonly scene: string
  /** UTC day, ISO 8601. */
  readonly day: string
  /** exact, hot, cold, model, faq or apology. */
  readonly source: string
  /** Tier. */
  readonly tier: string | null
  /** Pool. */
  readonly pool: string
  /** Model. */
  readonly model: string
  /** Billed. */
  readonly usage: Usage
  /** Calls made, failed ones included. */
  readonly calls: number
  /** What this request cost, failed calls and the routing included, 1e-12 USD. */
  readonly costPicoUsd: number
  /** The model that would have answered everything without Turnstream. */
  readonly baselineModel: string
  /** What that model would have been sent and would have answered. */
  readonly baselineTokens: Usage
  /** Its price. */
  readonly baselinePicoUsd: number
  /** Embedding latency. */
  readonly embedMs: number | null
  /** From arrival to answer. */
  readonly latencyMs: number
  /** As in TurnAnswered. */
  readonly degraded: string | null
  /** When answered. */
  readonly atMs: number
  /** Versions read; the price list is part of control. */
  readonly views: Views
  /** What offering existing answers took and spared, where it was done. */
  readonly choice: ChoiceCost | null
  /** What asking a model for the tier took, part of the cost; null where none was asked. */
  readonly routing: RouterCall | null
  /** answer; or task, check, judgement or summary for a turn that no customer asked: it costs, saves nothing, and is none of the turns that are counted. */
  readonly purpose: string
  /** What a check tells of the baseline of its hit; null for any other turn, and where no model answered. */
  readonly checked: CheckedHit | null
}

/** A record that could not be processed, byte for byte. */
export interface DeadLettered {
  /** Where it lay. */
  readonly topic: string
  /** Partition. */
  readonly partition: number
  /** Offset. */
  readonly offset: number
  /** Key bytes. Personal. */
  readonly key: Buffer | null
  /** Value bytes. Personal. */
  readonly value: Buffer | null
  /** Headers. */
  readonly headers: Readonly<Record<string, string>>
  /** Who could not process it. */
  readonly processor: string
  /** Of the error catalogue. */
  readonly code: string
  /** What was wrong. */
  readonly message: string
}

/** A document was handed in for answers to rest on, or is to be taken out. */
export interface DocumentSubmitted {
  /** The task that it is part of. */
  readonly taskId: string
  /** Whose customers it answers. */
  readonly tenant: string
  /** Its place among the documents of the task, from 1. */
  readonly number: number
  /** Documents of the task. */
  readonly of: number
  /** Id, by which a later one replaces it. */
  readonly documentId: string
  /** Title; empty where it is taken out. */
  readonly title: string
  /** Scene that it is about; empty where it is taken out. */
  readonly scene: string
  /** Text or Markdown; null: it is taken out. */
  readonly text: string | null
  /** Who handed it in. */
  readonly by: string
}

/** How the arms of an experiment have done so far. */
export interface ArmsMeasured {
  /** Its name. */
  readonly experiment: string
  /** control first. */
  readonly arms: readonly MeasuredArm[]
}

/** How sure the judgement was of the answers to a scene in a run of turns. */
export interface ConfidenceMeasured {
  /** Tenant. */
  readonly tenant: string
  /** Scene that has a bound of its own; empty for all the others together. */
  readonly scope: string
  /** Event time of the first turn, ms since 1970. */
  readonly fromMs: number
  /** Event time of the last turn. */
  readonly toMs: number
  /** Turns that found nothing to serve. */
  readonly misses: number
  /** Answers that all but confidence spoke for, by how doubtful they were; ten classes to a power of ten, surest last. */
  readonly wishes: readonly number[]
  /** Those of them that were served, by the same classes. */
  readonly served: readonly number[]
  /** When the nearest entries of some of the turns were stored. */
  readonly nearestStoredMs: readonly number[]
  /** The share of wrong hits that was tolerated. */
  readonly maxFalseRate: number
  /** Versions read. */
  readonly views: Views
}

/** What a customer or a reviewer says of an answer. */
export interface FeedbackGiven {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** Helpful or not. */
  readonly helpful: boolean | null
  /** 1 to 5. */
  readonly rating: number | null
  /** In their words. Personal. */
  readonly comment: string | null
  /** Pseudonym of the giver. Personal. */
  readonly by: string
}

/** Whether the answer that a hit served was right. */
export interface HitChecked {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** Scene that has a bound of its own; empty for all the others together. */
  readonly scope: string
  /** The entry served. */
  readonly entryId: string
  /** Whether its answer was right for the turn. */
  readonly isRight: boolean
  /** shadow: the turn was also answered afresh. */
  readonly method: string
  /** Probability with which the hit was chosen. */
  readonly propensity: number
  /** How sure the judgement was. */
  readonly confidence: number
  /** Versions read. */
  readonly views: Views
}

/** What a model has said of the tier that a turn was routed to. */
export interface RouteJudged {
  /** The turn. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** Scene. */
  readonly scene: string
  /** The tier that answered it. */
  readonly tier: string
  /** Name of the router that sent it there. */
  readonly router: string
  /** fits, weak (a larger model was needed), strong (a smaller one would have done), unknown. */
  readonly verdict: string
  /** Whether another tier should have answered. */
  readonly misrouted: boolean
  /** The model that judged. */
  readonly model: string
  /** Probability with which the turn was chosen. */
  readonly propensity: number
  /** Versions read. */
  readonly views: Views
}

/** A reviewer says what is to become of an answer. */
export interface VerdictGiven {
  /** The review. */
  readonly reviewId: string
  /** The turn whose answer it is about. */
  readonly turnId: string | null
  /** Tenant. */
  readonly tenant: string
  /** restore, edit or delete. */
  readonly verdict: string
  /** The answer as edited. Personal. */
  readonly answer: string | null
  /** With delete: the answer is not learned again either. */
  readonly block: boolean
  /** In the reviewer's words. Personal. */
  readonly reason: string | null
  /** Who. */
  readonly by: string
  /** The epoch in force when it was given; an edited answer is valid under it. */
  readonly policyEpoch: number
  /** The review of the same entry that the verdict was given on; null for that one itself. */
  readonly along: string | null
}

/** A document was taken out: no prompt rests on it any more. */
export interface PassagesRemoved {
  /** The document. */
  readonly documentId: string
  /** Whose customers it answered. */
  readonly tenant: string
  /** Counts what became of the document, from 1. */
  readonly revision: number
}

/** What was cut of a document; takes the place of what was cut of it before. */
export interface PassagesWritten {
  /** The document. */
  readonly documentId: string
  /** Whose customers it answers. */
  readonly tenant: string
  /** Counts what became of the document, from 1. */
  readonly revision: number
  /** SHA-256 of title, scene and text, hex. */
  readonly contentHash: string
  /** Title. */
  readonly title: string
  /** Scene. */
  readonly scene: string
  /** Name and revision of the embedding model. */
  readonly embeddingModel: string
  /** Its parts, in order. */
  readonly passages: readonly DocumentPassage[]
}

/** A change that comes in force once the most frequent questions it concerns have been asked anew, or time or money for that is spent. */
export interface PolicyAnnounced {
  /** Name of the new version. */
  readonly version: string
  /** Null: all tenants. */
  readonly tenant: string | null
  /** Null: all scenes. */
  readonly scene: string | null
  /** Entries whose question or answer holds one of these words. */
  readonly keywords: readonly string[]
  /** Entries about one of these products. */
  readonly products: readonly string[]
  /** These entries. */
  readonly entries: readonly string[]
  /** Entries whose data version is older. */
  readonly beforeVersion: string | null
  /** Gradual: this share of the matched entries a day, 0 to 1; null is at once. */
  readonly sharePerDay: number | null
  /** Most frequent queries to answer afresh first. */
  readonly prewarm: number
  /** For people. */
  readonly reason: string
  /** Who changed it. */
  readonly by: string
  /** Entries whose answer rests on one of these articles or documents. */
  readonly sources: readonly string[]
}

/** Answers made before this change, and matched by it, may no longer be served. */
export interface PolicyChanged {
  /** Name of the new version. */
  readonly version: string
  /** Null: all tenants. */
  readonly tenant: string | null
  /** Null: all scenes. */
  readonly scene: string | null
  /** Entries whose question or answer holds one of these words. */
  readonly keywords: readonly string[]
  /** Entries about one of these products. */
  readonly products: readonly string[]
  /** These entries. */
  readonly entries: readonly string[]
  /** Entries whose data version is older. */
  readonly beforeVersion: string | null
  /** Gradual: this share of the matched entries a day, 0 to 1; null is at once. */
  readonly sharePerDay: number | null
  /** Most frequent queries to answer afresh first. */
  readonly prewarm: number
  /** For people. */
  readonly reason: string
  /** Who changed it. */
  readonly by: string
  /** Offset of its announcement, where questions were asked anew before it came in force. */
  readonly announced: number | null
  /** Entries whose answer rests on one of these articles or documents. */
  readonly sources: readonly string[]
  /** Of the document that `sources` names: what was cut of it before no longer holds. Null where the change is none of a document. */
  readonly revision: number | null
}

/** A reviewer has decided. */
export interface ReviewDecided {
  /** Id. */
  readonly reviewId: string
  /** The entry. */
  readonly entryId: string | null
  /** restore, edit or delete. */
  readonly verdict: string
  /** The answer as edited. Personal. */
  readonly answer: string | null
  /** Who. */
  readonly by: string
  /** As VerdictGiven.block. */
  readonly block: boolean
  /** As VerdictGiven.reason. Personal. */
  readonly reason: string | null
  /** As VerdictGiven.along. */
  readonly along: string | null
}

/** An answer waits for a reviewer. */
export interface ReviewOpened {
  /** Id. */
  readonly reviewId: string
  /** The turn that was marked. */
  readonly turnId: string | null
  /** The entry. */
  readonly entryId: string | null
  /** Tenant. */
  readonly tenant: string
  /** unhelpful, sample or shadow. */
  readonly reason: string
  /** From the feedback. Personal. */
  readonly comment: string | null
}

/** Somebody has written the answer to a question: a row of a file that the caches are warmed with. */
export interface AnswerCurated {
  /** The warming that it is part of. */
  readonly taskId: string
  /** Tenant. */
  readonly tenant: string
  /** Its place among the rows of the task, from 1. */
  readonly number: number
  /** Rows of the task. */
  readonly of: number
  /** Its scene; null: the one recognised in the question. */
  readonly scene: string | null
  /** Language; null: the one recognised in the question. */
  readonly language: string | null
  /** The question. */
  readonly question: string
  /** The answer. */
  readonly answer: string
  /** Products that it is about. */
  readonly products: readonly string[]
  /** The epoch that it was written under: later changes may claim it. */
  readonly policyEpoch: number
}

/** A question that a hit has answered is asked again, to see whether it was answered right. */
export interface CheckScheduled {
  /** The turn that asks it now. */
  readonly turnId: string
  /** The turn that a hit has answered. */
  readonly sourceTurnId: string
  /** Probability with which it was chosen. */
  readonly propensity: number
}

/** A model is asked whether the tier that a turn was routed to was the right one. */
export interface JudgementScheduled {
  /** The turn that asks. */
  readonly turnId: string
  /** The turn that is judged. */
  readonly sourceTurnId: string
  /** Probability with which it was chosen. */
  readonly propensity: number
}

/** A planned question is asked now. */
export interface QuestionScheduled {
  /** The task. */
  readonly taskId: string
  /** Tenant; null: that of the turn. */
  readonly tenant: string | null
  /** Its place in the plan, from 1. */
  readonly number: number
  /** The turn that asks it now. */
  readonly turnId: string
  /** The turn that has asked it before. */
  readonly sourceTurnId: string
  /** As QuestionsPlanned.epoch. */
  readonly epoch: number | null
}

/** A question that was asked anew has its answer, or will have none. */
export interface QuestionSettled {
  /** The task. */
  readonly taskId: string
  /** The turn that has asked it. */
  readonly turnId: string
  /** What the answer has cost, in 10^-12 USD. */
  readonly costPicoUsd: number
  /** Whether the caches may learn it. */
  readonly learnable: boolean
}

/** Questions that are to be asked anew: a part of the list, most frequent first. */
export interface QuestionsPlanned {
  /** The task that they are part of. */
  readonly taskId: string
  /** Tenant; null: of all. */
  readonly tenant: string | null
  /** warming or invalidation. */
  readonly kind: string
  /** The announced epoch that the answers wait for; null: they are served at once. */
  readonly epoch: number | null
  /** Place of this part, from 0; each holds 100 but the last. */
  readonly part: number
  /** Questions in all parts. */
  readonly of: number
  /** Turns that have asked them. */
  readonly turns: readonly string[]
  /** Money that the answers may cost; null: any. */
  readonly budgetPicoUsd: number | null
  /** When the task ends, done or not. */
  readonly deadlineMs: number
  /** Questions under way at a time. */
  readonly concurrency: number
  /** Versions read. */
  readonly views: Views
}

/** A small model is asked for a summary of what a conversation has come to, before anybody needs it. */
export interface SummaryScheduled {
  /** The turn that asks. */
  readonly turnId: string
  /** Tenant. */
  readonly tenant: string
  /** The conversation. */
  readonly conversationId: string
  /** The turn after whose answer it is made. */
  readonly sourceTurnId: string
  /** 1, or more where the one before lost something. */
  readonly attempt: number
  /** Turns, counted from the first, that it is to cover. */
  readonly turns: number
  /** SHA-256 of them, by which they are known again. */
  readonly digest: string
  /** What is to be summarised, and what must stand in the summary. Personal. */
  readonly text: string
  /** Limit for the summary: it may not be as long as what it replaces. */
  readonly maxTokens: number
}

/** A background task has moved. */
export interface TaskChanged {
  /** Id. */
  readonly taskId: string
  /** Tenant. */
  readonly tenant: string
  /** batch, evaluation, ingestion, warming or invalidation. */
  readonly kind: string
  /** submitted, running, completed, failed or cancelled. */
  readonly state: string
  /** Units done. */
  readonly done: number
  /** Units in all. */
  readonly total: number | null
  /** JSON: input at submission, result at completion. Personal. */
  readonly detail: string | null
}

/** The time of a task is over. */
export interface TaskTimedOut {
  /** The task. */
  readonly taskId: string
}

/** Every event type and its data. */
export interface EventData {
  readonly EntryEvicted: EntryEvicted
  readonly EntryInvalidated: EntryInvalidated
  readonly EntryPrepared: EntryPrepared
  readonly EntryPromoted: EntryPromoted
  readonly EntryProposed: EntryProposed
  readonly EntryReleased: EntryReleased
  readonly EntryRestored: EntryRestored
  readonly EntryReviewed: EntryReviewed
  readonly EntryStored: EntryStored
  readonly EntrySwept: EntrySwept
  readonly EntryUsed: EntryUsed
  readonly TurnAnswered: TurnAnswered
  readonly TurnEnriched: TurnEnriched
  readonly TurnExposed: TurnExposed
  readonly InferenceCompleted: InferenceCompleted
  readonly InferenceFailed: InferenceFailed
  readonly InferenceRequested: InferenceRequested
  readonly PromptBuilt: PromptBuilt
  readonly SummaryMade: SummaryMade
  readonly TurnQueued: TurnQueued
  readonly TurnSettled: TurnSettled
  readonly TurnResolved: TurnResolved
  readonly TurnRouted: TurnRouted
  readonly TurnReceived: TurnReceived
  readonly ConfigurationApplied: ConfigurationApplied
  readonly DriftMeasured: DriftMeasured
  readonly ExperimentStarted: ExperimentStarted
  readonly ExperimentStopped: ExperimentStopped
  readonly LoadMeasured: LoadMeasured
  readonly PoolHealthChanged: PoolHealthChanged
  readonly RouterDecided: RouterDecided
  readonly RouterProposed: RouterProposed
  readonly TrustSteered: TrustSteered
  readonly LedgerLine: LedgerLine
  readonly DeadLettered: DeadLettered
  readonly DocumentSubmitted: DocumentSubmitted
  readonly ArmsMeasured: ArmsMeasured
  readonly ConfidenceMeasured: ConfidenceMeasured
  readonly FeedbackGiven: FeedbackGiven
  readonly HitChecked: HitChecked
  readonly RouteJudged: RouteJudged
  readonly VerdictGiven: VerdictGiven
  readonly PassagesRemoved: PassagesRemoved
  readonly PassagesWritten: PassagesWritten
  readonly PolicyAnnounced: PolicyAnnounced
  readonly PolicyChanged: PolicyChanged
  readonly ReviewDecided: ReviewDecided
  readonly ReviewOpened: ReviewOpened
  readonly AnswerCurated: AnswerCurated
  readonly CheckScheduled: CheckScheduled
  readonly JudgementScheduled: JudgementScheduled
  readonly QuestionScheduled: QuestionScheduled
  readonly QuestionSettled: QuestionSettled
  readonly QuestionsPlanned: QuestionsPlanned
  readonly SummaryScheduled: SummaryScheduled
  readonly TaskChanged: TaskChanged
  readonly TaskTimedOut: TaskTimedOut
}

export type EventType = keyof EventData

/** The topic an event type belongs to. */
export const topicOfEvent = {
  EntryEvicted: 'cache.entries',
  EntryInvalidated: 'cache.entries',
  EntryPrepared: 'cache.entries',
  EntryPromoted: 'cache.entries',
  EntryProposed: 'cache.entries',
  EntryReleased: 'cache.entries',
  EntryRestored: 'cache.entries',
  EntryReviewed: 'cache.entries',
  EntryStored: 'cache.entries',
  EntrySwept: 'cache.entries',
  EntryUsed: 'cache.entries',
  TurnAnswered: 'chat.answers',
  TurnEnriched: 'chat.enriched',
  TurnExposed: 'chat.enriched',
  InferenceCompleted: 'chat.inferences',
  InferenceFailed: 'chat.inferences',
  InferenceRequested: 'chat.inferences',
  PromptBuilt: 'chat.prompts',
  SummaryMade: 'chat.prompts',
  TurnQueued: 'chat.prompts',
  TurnSettled: 'chat.prompts',
  TurnResolved: 'chat.resolved',
  TurnRouted: 'chat.routes',
  TurnReceived: 'chat.turns',
  ConfigurationApplied: 'control',
  DriftMeasured: 'control',
  ExperimentStarted: 'control',
  ExperimentStopped: 'control',
  LoadMeasured: 'control',
  PoolHealthChanged: 'control',
  RouterDecided: 'control',
  RouterProposed: 'control',
  TrustSteered: 'control',
  LedgerLine: 'cost.ledger',
  DeadLettered: 'dead.letters',
  DocumentSubmitted: 'documents',
  ArmsMeasured: 'feedback.events',
  ConfidenceMeasured: 'feedback.events',
  FeedbackGiven: 'feedback.events',
  HitChecked: 'feedback.events',
  RouteJudged: 'feedback.events',
  VerdictGiven: 'feedback.events',
  PassagesRemoved: 'passages',
  PassagesWritten: 'passages',
  PolicyAnnounced: 'policy.changes',
  PolicyChanged: 'policy.changes',
  ReviewDecided: 'reviews',
  ReviewOpened: 'reviews',
  AnswerCurated: 'tasks',
  CheckScheduled: 'tasks',
  JudgementScheduled: 'tasks',
  QuestionScheduled: 'tasks',
  QuestionSettled: 'tasks',
  QuestionsPlanned: 'tasks',
  SummaryScheduled: 'tasks',
  TaskChanged: 'tasks',
  TaskTimedOut: 'tasks',
} as const satisfies Record<EventType, string>

export type TopicName = (typeof topicOfEvent)[EventType]
