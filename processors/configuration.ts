import { z } from 'zod'
import { longestWindowMs, slotMs } from './promote/uses.ts'

/**
 * The one schema of the configuration: defaults, environment names, validation errors and the reference page all come
 * from it. An option `cache.threshold` has the environment name `TURNSTREAM_CACHE_THRESHOLD`. Secrets are never part of
 * it: a pool names the environment variable that holds its key.
 */

const similarity = z.number().min(0).max(1)
const ms = z.number().int().min(0)

const text = z
  .strictObject({
    unicode: z.enum(['NFC', 'NFKC', 'none']).default('NFKC').describe('Unicode normal form.'),
    lowercase: z.boolean().default(true).describe('Fold case.'),
    whitespace: z.boolean().default(true).describe('Collapse runs of white space and trim.'),
    punctuation: z.boolean().default(true).describe('Remove punctuation that carries no meaning at the ends of words.'),
  })
  .describe('Preprocessing before the exact hash.')

const mode = z.enum(['cache', 'exact_only', 'direct', 'batch'])

const hot = z
  .strictObject({
    promoteAt: z
      .number()
      .int()
      .min(0)
      .default(5)
      .describe('Hits within the window at which an entry is promoted to the hot layer; 0 is off.'),
    demoteBelow: z
      .number()
      .int()
      .min(0)
      .default(2)
      .describe('A sweep moves a hot entry with fewer hits within the window back to the cold layer.'),
    windowMs: z
      .number()
      .int()
      .min(slotMs)
      .max(longestWindowMs)
      .default(3_600_000)
      .describe('The window in which hits are counted, exact to 10 minutes.'),
    countMs: ms.max(60_000).default(5_000).describe('Hits of so long are counted together.'),
    ttlMs: ms
      .default(86_400_000)
      .describe('A promotion lasts for this time, never beyond the expiry of the entry; one in use is promoted again.'),
  })
  .describe(
    'Entries in use live hot: found by their key without an embedding, after it has expired as an exact key too.',
  )

const cold = z
  .strictObject({
    unusedMs: ms
      .default(7 * 86_400_000)
      .describe('Cold entries that were neither stored nor served for this long are evicted.'),
    expiredMs: ms.default(3_600_000).describe('Entries are evicted this long after they have expired.'),
  })
  .describe('All other entries live cold.')

const canonical = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('Whether the model of a miss is shown the answers of its neighbours and may choose one.'),
    offered: z.number().int().min(1).max(20).default(4).describe('Most answers that are shown.'),
    similarity: similarity.default(0.5).describe('Least similarity of the question that such an answer was given to.'),
    maxTokens: z.number().int().min(1).default(300).describe('Longer answers are not shown.'),
  })
  .describe('Canonical answers.')

const cache = z
  .strictObject({
    threshold: similarity
      .default(0.93)
      .describe('Least similarity at which an entry is served without others that agree.'),
    thresholds: z.record(z.string(), similarity).default({}).describe('The same for a scene.'),
    readThreshold: similarity
      .default(0.6)
      .describe('The same where cache.guards.wording is on and finds that both questions speak of the same.'),
    agreement: z
      .number()
      .int()
      .min(0)
      .max(10)
      .default(2)
      .describe('Neighbours that must give an answer for it to be served below the threshold; 0: they have no vote.'),
    answerGroups: z
      .enum(['similar', 'identical'])
      .default('similar')
      .describe('Which answers are taken for the same: those that say the same, or those of the same text.'),
    agreementSimilarity: similarity.default(0.5).describe('Least similarity of each of the agreeing entries.'),
    maxFalseRate: similarity
      .default(0.01)
      .describe('Share of hits that may be wrong: what neighbours leave more doubt about is not served.'),
    maxFalseRates: z.record(z.string(), similarity).default({}).describe('The same for a scene.'),
    steer: z
      .boolean()
      .default(true)
      .describe(
        'Whether what hits were measured to be moves how sure an answer must be; else it stays where it begins.',
      ),
    checks: z
      .number()
      .min(0)
      .max(0.05)
      .default(0.05)
      .describe(
        'Share of hits that are also answered afresh, to see whether they were right; none where cache.steer is off.',
      ),
    candidates: z.number().int().min(1).max(100).default(12).describe('Entries that a lookup returns.'),
    searchable: z
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .default(50_000)
      .describe('Entries that are searched by similarity: the newest. Older ones are found by their exact key alone.'),
    guards: z
      .strictObject({
        slots: z
          .boolean()
          .default(true)
          .describe('Numbers, amounts, dates, identifiers and products must be the same.'),
        polarity: z.boolean().default(true).describe('Negations and opposite actions must be the same.'),
        quantifier: z.boolean().default(true).describe('All, some, only, at least must be the same.'),
        condition: z.boolean().default(true).describe('Unless, before, after, even if must be the same.'),
        direction: z
          .boolean()
          .default(true)
          .describe('From and to, one for the other, who does it to whom must be the same.'),
        wording: z.boolean().default(true).describe('Both must speak of the same things, in whatever words.'),
      })
      .prefault({}),
    modes: z
      .record(z.string(), mode)
      .default({})
      .describe(
        'By scene; cache by default. exact_only: no search by similarity. direct: no cache. batch: no cache, and the pools with `batch` first.',
      ),
    exactTtlMs: ms.default(3_600_000).describe('Time to live of an exact key.'),
    ttlMs: ms.default(30 * 86_400_000).describe('Time to live of an entry; no use of it extends that.'),
    ttls: z.record(z.string(), ms).default({}).describe('The same for a scene.'),
    volatileTtlMs: ms
      .default(86_400_000)
      .describe('Time to live at most where the question is about prices, stock, opening hours or promotions.'),
    maxEntries: z
      .number()
      .int()
      .min(0)
      .default(1_000_000)
      .describe('Most entries; a sweep evicts those that were stored or served longest ago. 0 is no limit.'),
    delayWindowMs: ms.default(5_000).describe('One query causes at most one cache write in this time.'),
    maxQuestionTokens: z
      .number()
      .int()
      .min(8)
      .max(512)
      .default(256)
      .describe('Longer texts are not looked up by vector.'),
    canonical: canonical.prefault({}),
    hot: hot.prefault({}),
    cold: cold.prefault({}),
    sweepMs: ms
      .min(1_000)
      .default(600_000)
      .describe('How often it is looked which entries are to be demoted or evicted.'),
  })
  .describe('The caches.')

const compress = z
  .strictObject({
    afterTurns: z.number().int().min(1).default(6).describe('History of more turns is compressed.'),
    keepTurns: z.number().int().min(0).default(2).describe('Last turns kept word for word, courtesies aside.'),
    attempts: z.number().int().min(1).max(5).default(2).describe('Compressions tried before the full history is sent.'),
    pool: z
      .string()
      .default('')
      .describe(
        'Pool whose model sums up long histories between turns; where empty, or while there is no summary that says all it must, they are extracted.',
      ),
    recordsMs: ms
      .default(900_000)
      .describe('Records that a turn looked up are shown for so long to those that follow it and name none. 0: never.'),
    passages: z.number().int().min(0).max(20).default(3).describe('Help-centre passages that ground a prompt.'),
    tokenBudget: z.number().int().min(256).default(6_000).describe('Most tokens of a prompt.'),
    systemPrompt: z.string().default('').describe('Replaces the shipped system prompt.'),
    maxHistoryTurns: z
      .number()
      .int()
      .min(1)
      .max(200)
      .default(200)
      .describe('Turns of a conversation that are remembered.'),
  })
  .describe('Prompts.')

const tier = z.enum(['small', 'medium', 'large'])
const route = z
  .strictObject({
    router: z
      .enum(['features', 'learned', 'neighbours', 'classifier'])
      .default('features')
      .describe(
        'What scores a turn: its features, a model trained on them and the vector, what came of similar turns, or a model that is asked.',
      ),
    model: z
      .string()
      .default('')
      .describe('File of the router, as `npm run router` writes it; needed by learned and neighbours.'),
    classifier: z
      .strictObject({
        pool: z
          .string()
          .default('')
          .describe(
            'Pool whose model is asked for a tier; needed by the router classifier. What it is paid is not in the ledger.',
          ),
        timeoutMs: ms.min(1).default(1_500).describe('A turn goes to the medium tier where no reply has come by then.'),
      })
      .prefault({}),
    tiers: z
      .strictObject({
        small: z.array(z.string()).default([]),
        medium: z.array(z.string()).default([]),
        large: z.array(z.string()).default([]),
      })
      .prefault({})
      .describe(
        'Pools of each tier, in order of preference; empty ones are filled from the pools that name the tier, the cheapest for the turn first.',
      ),
    drift: z
      .strictObject({
        pool: z
          .string()
          .default('')
          .describe('Pool whose model is asked whether turns were routed well; none is asked where empty.'),
        share: similarity.default(0.01).describe('Share of answered turns that it is asked about.'),
        window: z.number().int().min(10).max(1_000).default(200).describe('Judged turns of a tier that are looked at.'),
        alarm: similarity
          .default(0.05)
          .describe('Share of them that may be found routed wrongly; beyond it `/ready` and metrics tell of it.'),
      })
      .prefault({})
      .describe('Whether the router still sends turns to the right tier.'),
    explore: similarity
      .default(0)
      .describe(
        'Share of turns that go to a tier drawn evenly from all, to learn what other routers would come to; what they are told is not learned by the caches. Never of scenes of high priority.',
      ),
    busyAbove: z
      .number()
      .min(0.1)
      .nullable()
      .default(null)
      .describe(
        'Turns a second that need a model; of those beyond, simple ones go to the pools with `batch`. Null: never.',
      ),
    busyWindowMs: ms.min(1_000).max(600_000).default(10_000).describe('They are counted over this time.'),
    priorities: z
      .record(z.string(), z.enum(['high', 'low']))
      .default({})
      .describe(
        'By scene. high: no load and no policy change sends it to the pools with `batch`. low: it goes there before all others, however hard.',
      ),
    residency: z
      .record(z.string(), z.array(z.string().min(1)))
      .default({})
      .describe(
        'By tenant, `*` for the others: regions in which a model may see what customers write. `eu` covers `eu-central-1`. Pools elsewhere, or that do not name theirs, get none of it.',
      ),
    smallBelow: similarity.default(0.3).describe('Scores below go to the small tier.'),
    mediumBelow: similarity.default(0.7).describe('Scores below go to the medium tier, others to the large one.'),
    confidence: similarity.default(0.65).describe('Less confidence means the medium tier.'),
    stickyMs: ms.default(600_000).describe('A conversation keeps its tier within this time.'),
    hysteresis: similarity
      .default(0.05)
      .describe('A sticky conversation moves down only when the score is this far below the bound.'),
  })
  .refine(({ router, model }) => model !== '' || !['learned', 'neighbours'].includes(router), {
    path: ['model'],
    message: 'must name the file of the router, for route.router is learned or neighbours; npm run router writes one',
  })
  .refine(({ router, classifier }) => classifier.pool !== '' || router !== 'classifier', {
    path: ['classifier', 'pool'],
    message: 'must name the pool that is asked, for route.router is classifier',
  })
  .describe('Routing.')

const poolFields = z.strictObject({
  kind: z.enum(['openai', 'azure', 'bedrock', 'ollama', 'faq']).describe('Wire format.'),
  tier: tier.optional().describe('The tier it serves where route.tiers does not say.'),
  baseUrl: z.string().optional().describe('Address of the server.'),
  deployment: z.string().min(1).optional().describe('Name of the model at Azure, where it differs.'),
  apiVersion: z
    .string()
    .min(1)
    .optional()
    .describe('Of the dated API of Azure, 2024-10-21 or newer; its v1 API where this is not set.'),
  apiKeyEnv: z.string().optional().describe('Environment variable that holds the key.'),
  model: z.string().describe('Model that the pool calls.'),
  models: z.array(z.string()).default([]).describe('Other models that a caller may pin.'),
  region: z
    .string()
    .min(1)
    .optional()
    .describe('Where the provider handles what it is sent, for route.residency; for bedrock also where it is called.'),
  timeoutMs: ms.default(60_000).describe('A call is cancelled after this time.'),
  limits: z
    .strictObject({
      requestsPerMinute: z.number().int().min(1).nullable().default(null).describe('Calls in a minute; null: any.'),
      tokensPerMinute: z
        .number()
        .int()
        .min(1)
        .nullable()
        .default(null)
        .describe(
          'Tokens of prompts and answers in a minute; null: any. What an answer may have at most counts until it is there.',
        ),
      waitMs: ms
        .default(1_000)
        .describe('A call over a limit waits for so long; where that is not enough, the next pool is asked at once.'),
    })
    .prefault({})
    .describe('What the provider allows, over all processes that share a Redis.'),
  concurrency: z.number().int().min(1).default(64).describe('Calls in flight.'),
  warm: z
    .boolean()
    .default(false)
    .describe(
      'Its model is loaded when the server starts, and kept loaded; for kind ollama, which unloads what is not used.',
    ),
  retries: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe(
      'A call that failed is made once more where no other pool is left, for at most this share of the calls of a minute, and three at least; 0: never.',
    ),
  breaker: z
    .strictObject({
      failures: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.5)
        .describe('A pool of whose last calls a larger share failed is left alone.'),
      calls: z.number().int().min(1).default(20).describe('Last calls that are looked at.'),
      least: z.number().int().min(1).default(5).describe('Calls before which none is left alone.'),
      pauseMs: ms.default(5_000).describe('Before it is looked at again; twice as long each time, up to a minute.'),
    })
    .prefault({}),
  batch: z
    .boolean()
    .default(false)
    .describe('Answers background work, scenes in mode batch, and simple turns just after a policy change.'),
  canonical: z
    .boolean()
    .nullable()
    .default(null)
    .describe(
      'Its model is shown existing answers and may choose one; null: that of every kind but ollama, for small ones often do not follow the instruction.',
    ),
  simulated: z.boolean().default(false).describe('Its money is labelled simulated.'),
})

const pool = poolFields
  .refine(({ kind, region }) => kind !== 'bedrock' || region !== undefined, {
    path: ['region'],
    message: 'must name the region, such as eu-central-1, for kind is bedrock',
  })
  .refine(({ kind, baseUrl }) => kind !== 'azure' || baseUrl !== undefined, {
    path: ['baseUrl'],
    message: 'must be the address of the resource, such as https://NAME.openai.azure.com, for kind is azure',
  })
  .refine(({ kind, deployment }) => kind === 'azure' || deployment === undefined, {
    path: ['deployment'],
    message: 'must not be set, for only kind azure has deployments',
  })
  .refine(({ kind, apiVersion }) => kind === 'azure' || apiVersion === undefined, {
    path: ['apiVersion'],
    message: 'must not be set, for only kind azure has dated versions',
  })
  .refine(({ kind, warm }) => kind === 'ollama' || !warm, {
    path: ['warm'],
    message: 'must be false, for only kind ollama loads its model on demand',
  })

const infer = z
  .strictObject({
    concurrency: z
      .number()
      .int()
      .min(1)
      .default(256)
      .describe('Calls in flight in this process, over all pools; those that wait for a place in theirs count.'),
    highWater: z
      .number()
      .int()
      .min(1)
      .default(2_048)
      .describe('Calls waiting or in flight in a partition before it pauses.'),
    maxTokens: z.number().int().min(16).default(512).describe('Limit of an answer where the caller sets none.'),
    faqSimilarity: similarity.default(0.55).describe('Least similarity at which the FAQ library answers.'),
  })
  .describe('Calls to models.')

const warm = z
  .strictObject({
    concurrency: z.number().int().min(1).max(1_000).default(8).describe('Questions of a task under way at a time.'),
    withinMs: ms
      .default(3_600_000)
      .describe('Time for asking anew before a policy change; then it comes in force, done or not.'),
    budgetPicoUsd: z
      .number()
      .int()
      .min(0)
      .default(0)
      .describe('Money for the same, in 10^-12 USD; no more is asked once it is spent. 0 is no limit.'),
    stampedeMs: ms
      .default(600_000)
      .describe(
        'After a policy change simple turns go to the pools with `batch`: at first all of them, then ever fewer, until this time is over.',
      ),
  })
  .describe('Questions that are asked anew, to fill the caches.')

const decimal = z.string().regex(/^\d+(\.\d{1,6})?$/, 'must be a decimal number in quotes, with at most six places')
const price = z.object({
  model: z.string(),
  valid_from: z.iso.date().describe('First day, UTC, on which the price holds.'),
  input: decimal.describe('USD for 1,000,000 tokens sent.'),
  cached_input: decimal.describe('USD for 1,000,000 tokens served from the prefix cache.'),
  output: decimal.describe('USD for 1,000,000 tokens received.'),
})

const budget = z.number().positive()

const elasticsearch = z
  .strictObject({
    index: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens')
      .default('turnstream-cache')
      .describe('Alias that serves; the indices behind it carry a number.'),
    m: z.number().int().min(2).max(512).default(16).describe('Neighbours of a vector in the HNSW graph.'),
    efConstruction: z
      .number()
      .int()
      .min(2)
      .max(3_200)
      .default(100)
      .describe('Candidates looked at when a vector is added to the graph.'),
    quantisation: z
      .enum(['int8_hnsw', 'int4_hnsw', 'bbq_hnsw', 'hnsw'])
      .default('int8_hnsw')
      .describe(
        'How vectors are searched. Like `m` and `efConstruction` it counts for an index that is made anew: rebuild.',
      ),
    numCandidates: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .describe('Candidates looked at in each shard by a lookup; more find more of the nearest and take longer.'),
    oversample: z
      .number()
      .int()
      .min(1)
      .max(20)
      .default(2)
      .describe('So many times the entries asked for are compared by their whole vectors.'),
    routing: z
      .enum(['none', 'scene', 'tenant'])
      .default('none')
      .describe(
        'What chooses an entry’s shard, for several shards. By scene a lookup finds entries of the recognised scene alone; by tenant removals take a refresh.',
      ),
    shards: z.number().int().min(1).max(1_024).default(1).describe('Primary shards of an index that is made anew.'),
    replicas: z
      .number()
      .int()
      .min(0)
      .max(10)
      .default(0)
      .describe('Copies of each shard of an index that is made anew.'),
    flushBytes: z.number().int().min(10_000).default(4_194_304).describe('Most bytes of one bulk request.'),
    flushEntries: z.number().int().min(1).max(10_000).default(500).describe('Most entries of one bulk request.'),
    queueBytes: z
      .number()
      .int()
      .min(100_000)
      .default(67_108_864)
      .describe('Bytes that may wait to be written; beyond them the log is read no further and nothing is served.'),
    refreshMs: z
      .number()
      .int()
      .min(50)
      .default(1_000)
      .describe('What was written is made searchable so often; until then it is searched in this process.'),
    timeoutMs: z
      .number()
      .int()
      .min(1)
      .default(250)
      .describe(
        'A lookup finds nothing after this time; after three in a row lookups are not sent until one succeeds.',
      ),
    probeMs: z.number().int().min(50).default(1_000).describe('How often a server in trouble is tried.'),
    markMs: ms
      .default(86_400_000)
      .describe('Marks of deleted entries are kept for this long, so that a late writer cannot bring one back.'),
    analytics: z
      .string()
      .regex(/^([a-z][a-z0-9-]*)?$/, 'must be lower-case letters, digits and hyphens')
      .default('turnstream')
      .describe('Before the names of the data streams for analysts, -turns and -ledger; none are written where empty.'),
    texts: z.boolean().default(false).describe('Write question and answer into the analytics documents. Personal.'),
  })
  .refine(({ index, analytics }) => !analytics.startsWith(`${index}-`), {
    path: ['analytics'],
    message: 'must not begin with elasticsearch.index and a hyphen: such names are those of the indices of the cache',
  })
  .describe('Elasticsearch, where one is configured.')

const redis = z
  .strictObject({
    prefix: z
      .string()
      .regex(/^[a-zA-Z0-9._:-]*$/, 'must be letters, digits, dots, underscores, colons and dashes')
      .default('')
      .describe('Before every key, where several systems share a Redis.'),
    timeoutMs: z
      .number()
      .int()
      .min(1)
      .default(100)
      .describe('A lookup finds nothing after this time; after five in a row one is tried every second.'),
    leaseMs: z
      .number()
      .int()
      .min(100)
      .default(1_500)
      .describe('A process that is not heard of for so long may serve no hit; the same for all processes.'),
    embeddingTtlMs: ms.default(7 * 86_400_000).describe('Time to live of an embedding that processes share.'),
  })
  .describe('Redis, where one is configured.')

/** The sections that deciders read; applied as an event on `control`, so that replay finds what was in force. */
export const deciderConfiguration = z.strictObject({
  scenes: z.array(z.string()).default(['general']).describe('Scenes that a caller may name.'),
  text: text.prefault({}),
  cache: cache.prefault({}),
  compress: compress.prefault({}),
  route: route.prefault({}),
  infer: infer.prefault({}),
  warm: warm.prefault({}),
  pools: z.record(z.string(), pool).default({}).describe('Pools by name; the FAQ library is always the last.'),
  prices: z.array(price).default([]).describe('Price list; data/prices.json where empty.'),
  baselineModel: z.string().default('gpt-5').describe('The model that would answer everything without Turnstream.'),
  dataVersion: z.string().default('').describe('Version of the help centre; from its content where empty.'),
  namespace: z
    .string()
    .default('')
    .describe('Entries of another namespace are not found; an arm of an experiment has one of its own.'),
  products: z
    .array(z.string())
    .default([])
    .describe('Product names that slots recognise; data/shop/products.json where empty.'),
  privacy: z
    .strictObject({
      shred: z
        .boolean()
        .default(false)
        .describe(
          'Encrypt personal fields under a key per user, else per conversation, which `turnstream erase` destroys; on the embedded log.',
        ),
    })
    .prefault({}),
})

export const configurationSchema = deciderConfiguration.extend({
  server: z
    .strictObject({
      host: z
        .string()
        .regex(/^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/, 'must be a loopback address: there are no API keys yet')
        .default('127.0.0.1')
        .describe('Without API keys the server binds to loopback only.'),
      hosts: z
        .array(
          z.string().regex(/^([\w.-]+|\[?[\da-f:]+\]?)$/i, 'must be a host name or address, without scheme and port'),
        )
        .default([])
        .describe(
          'Other names that requests may have in Host, as of a proxy: chat.example.com. Those of loopback and server.host always may.',
        ),
      port: z.number().int().min(0).max(65_535).default(8080).describe('Port of the gateway.'),
      bodyLimitBytes: z.number().int().min(1_024).default(1_048_576).describe('Largest body accepted.'),
      maxMessageChars: z.number().int().min(1).default(32_000).describe('Longest message accepted.'),
      answerTimeoutMs: ms
        .default(120_000)
        .describe('A request without an answer ends after this time; the turn goes on.'),
      drainMs: ms.default(10_000).describe('On SIGTERM calls may finish within this time.'),
      tenant: z.string().default('default').describe('Tenant of requests without an API key.'),
    })
    .prefault({}),
  log: z
    .strictObject({
      partitions: z
        .number()
        .int()
        .min(1)
        .max(256)
        .default(4)
        .describe('Partitions of a keyed topic when the log is created.'),
    })
    .prefault({}),
  kafka: z
    .strictObject({
      prefix: z
        .string()
        .regex(/^[a-zA-Z0-9._-]*$/, 'must be letters, digits, dots, underscores and dashes')
        .default('')
        .describe('Before the names of topics, groups and transactional ids on Kafka.'),
      replicationFactor: z.number().int().min(1).max(9).default(1).describe('Replicas of topics that are created.'),
      minInsyncReplicas: z
        .number()
        .int()
        .min(1)
        .max(9)
        .default(1)
        .describe('Replicas that must have a record before it is acknowledged.'),
      sessionTimeoutMs: z
        .number()
        .int()
        .min(1_000)
        .default(6_000)
        .describe('A process that is not heard of for so long loses its partitions; the broker sets limits.'),
      localMs: ms
        .nullable()
        .default(null)
        .describe(
          'Older records are read from the brokers instead of the local copy, and not found by id; null: none.',
        ),
    })
    .prefault({})
    .describe('The log on Kafka, in use where KAFKA_BROKERS names brokers.'),
  budget: z
    .strictObject({
      monthlyUsd: budget
        .nullable()
        .default(null)
        .describe(
          'What all tenants together may take in a UTC month, USD; null: no budget. Nothing is refused beyond it.',
        ),
      tenants: z.record(z.string(), budget).default({}).describe('The same for a tenant.'),
    })
    .prefault({})
    .describe('What GET /v1/costs and the command costs hold spending and its forecast against.'),
  prefetch: z
    .strictObject({
      store: z
        .enum(['none', 'shop', 'sqlite', 'neo4j'])
        .default('shop')
        .describe(
          'Where records that a question names are looked up: the made-up shop that is shipped, a file, or the graph database that NEO4J_URL names.',
        ),
      schema: z
        .string()
        .default('')
        .describe('File that declares what can be looked up and what is shown of it; that of the shop where empty.'),
      file: z.string().default('').describe('SQLite file, opened to be read.'),
      database: z.string().default('').describe("Database of Neo4j; that of the server's own choice where empty."),
      tenants: z
        .array(z.string().min(1))
        .default(['default'])
        .describe('Tenants whose records the store has; the customers of others are shown none.'),
      timeoutMs: ms.min(1).default(200).describe('A lookup that takes longer has found nothing.'),
      rows: z.number().int().min(1).max(100).default(5).describe('Records shown of one lookup at most.'),
    })
    .refine(({ store, schema }) => store !== 'neo4j' || schema !== '', {
      path: ['schema'],
      message: 'must be given, for prefetch.store is neo4j',
    })
    .refine(({ store, schema, file }) => store !== 'sqlite' || (schema !== '' && file !== ''), {
      path: ['schema'],
      message: 'must be given, and file, for prefetch.store is sqlite',
    })
    .prefault({})
    .describe('Records that a question names, looked up before a model sees it.'),
  documents: z
    .strictObject({
      timeoutMs: ms
        .min(1)
        .default(500)
        .describe('A search for passages that takes longer has found nothing, and the answer is not learned.'),
    })
    .prefault({})
    .describe('Documents that were handed in for answers to rest on.'),
  embedding: z
    .strictObject({
      workers: z
        .number()
        .int()
        .min(1)
        .max(16)
        .default(2)
        .describe('Worker threads at most, one ONNX thread each; all but the first start when texts queue.'),
      cacheEntries: z.number().int().min(0).default(10_000).describe('Embeddings remembered by text.'),
    })
    .prefault({}),
  elasticsearch: elasticsearch.prefault({}),
  redis: redis.prefault({}),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least level logged.'),
})

export type Configuration = z.infer<typeof configurationSchema>
export type DeciderConfiguration = z.infer<typeof deciderConfiguration>
export type Tier = z.infer<typeof tier>
export type Pool = z.infer<typeof pool>
export type Price = z.infer<typeof price>
export type TextOptions = z.infer<typeof text>

/** The part of a configuration that deciders read. */
export const deciderPart = (configuration: Configuration): DeciderConfiguration => {
  const {
    server: _server,
    log: _log,
    kafka: _kafka,
    budget: _budget,
    embedding: _embedding,
    elasticsearch: _elasticsearch,
    logLevel: _logLevel,
    ...rest
  } = configuration
  return rest
}
